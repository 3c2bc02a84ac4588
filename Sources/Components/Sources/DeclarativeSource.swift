internal import ConnectorKit
internal import Document
internal import JSON

/// The whole of a manifest.
enum DeclarativeSource {
  /// Fewer would let a stream that looks for its slices keep all others from being read.
  static let defaultConcurrency = 2

  static let spec = ComponentSpec<ConnectorPlan>(
    "DeclarativeSource", "A connector: its streams, how a connection is checked, and the settings it takes.", isClosed: true,
    fields: Field<any ConnectionChecker>.component(
      "check", ["CheckStream", "CheckDynamicStream"], defaultType: "CheckStream", doc: "Says whether a config works."),
    Field<[any StreamSource]>.components(
      "streams", ["DeclarativeStream", "StateDelegatingStream", "ConditionalStreams"],
      doc: "The streams, in the order of the catalog."
    ).typedByPlace("DeclarativeStream").default([], shown: []),
    Field<[any DynamicStreamSource]>.components(
      "dynamic_streams", ["DynamicDeclarativeStream"], doc: "Streams that are made from a template."
    )
    .default([], shown: []),
    Field<ConcurrencyLevel>.component("concurrency_level", ["ConcurrencyLevel"], doc: "How many slices are read at a time.").optional,
    Field<any RequestBudget>.component("api_budget", ["HTTPAPIBudget"], doc: "The rates that the API allows.").optional,
    Field<[String: String]>.streamGroups.default([:]),
    Field<Void>.group(
      Field<String>.string("version", doc: "The version of the manifest language that the manifest needs."),
      Field<Node>.node("spec", as: .component(["Spec"]), doc: "The settings of the connector.").typedByPlace("Spec").optional,
      Field<Node>.node("schemas", as: .object, doc: "Schemas that streams refer to, by name.").optional,
      Field<Node>.node("definitions", as: .object, doc: "Parts of the manifest that `$ref` can name.").optional,
      Field<Node>.node(
        "metadata", as: .object,
        doc: """
          What tools that edit the manifest note about it. `allowedHosts.hosts` lists the hosts that may get credentials and bodies when the \
          API redirects there, such as `*.example.com` or `${subdomain}.example.com`.
          """
      ).optional,
      Field<String>.string("description", doc: "What the connector is for.").optional,
      make: { _, _, _, _, _, _ in }),
    Field<Int?>.templateInteger(
      "max_concurrent_async_job_count", doc: "How many jobs of asynchronous streams may run at a time.", onFailure: 1
    ).default(nil, shown: 1),
    examples: [
      """
      type: DeclarativeSource
      version: 7.0.0
      check:
        type: CheckStream
        stream_names: [orders]
      streams:
        - type: DeclarativeStream
          name: orders
          primary_key: id
          retriever:
            type: SimpleRetriever
            requester:
              type: HttpRequester
              url: https://api.example.com/orders
              authenticator:
                type: BearerAuthenticator
                api_token: "{{ config['api_key'] }}"
            record_selector:
              type: RecordSelector
              extractor: {type: DpathExtractor, field_path: [orders]}
          schema_loader:
            type: InlineSchemaLoader
            schema: {type: object, properties: {id: {type: integer}}}
      spec:
        type: Spec
        connection_specification:
          type: object
          required: [api_key]
          properties:
            api_key: {type: string, airbyte_secret: true}
      """
    ],
    make: { checker, streams, dynamic, concurrency, budget, groups, _, maxJobs in
      ConnectorPlan(
        checker: checker, streams: streams, dynamicStreams: dynamic, concurrency: concurrency?.value ?? defaultConcurrency,
        budget: budget ?? UnlimitedBudget(), groups: groups, maxJobs: maxJobs ?? 1)
    })
}

extension Field where Value == [String: String] {
  /// The groups of streams that are not read at the same time, turned round: the group of each stream.
  static var streamGroups: Field<[String: String]> {
    .custom("stream_groups", as: .mapping(.component(["StreamGroup"])), doc: "Groups of streams that are not read at the same time.") {
      node, context in
      var groups: [String: String] = [:]
      for entry in node.mapping?.entries ?? [] {
        let name = entry.key.keyText
        for stream in try context.at(.field(name)).build(entry.value, by: StreamGroup.spec).streamNames { groups[stream] = name }
      }
      return groups
    }
  }
}
