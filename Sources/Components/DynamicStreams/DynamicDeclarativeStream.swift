internal import ConnectorKit
internal import Document
internal import JSON

/// Streams that are made of a template.
struct DynamicDeclarativeStream: DynamicStreamSource {
  static let spec = ComponentSpec<any DynamicStreamSource>(
    "DynamicDeclarativeStream", "Streams that are made of a template.", since: "6.9",
    fields: Field<String>.string("name", doc: "The name by which checks refer to the streams.").default("", shown: ""),
    Field<Node>.node(
      "stream_template", as: .component(streamTypes),
      doc: "The template: a stream, parts of which are replaced."
    ).typedByPlace(streamTypes[0]).open,
    Field<any ComponentsResolver>.component(
      "components_resolver", ["HttpComponentsResolver", "ConfigComponentsResolver", "ParametrizedComponentsResolver"],
      doc: "Finds what is put into the template."
        // The language fills in a type that does not exist, so one has to be written.
    ).typedByPlace("ConfigComponentResolver"),
    Field<Bool>.bool(
      "use_parent_parameters", doc: "Whether parameters of outer components win over those of inner ones in the streams that are made."
    ).default(true, shown: true),
    Field<BuildContext>.context,
    examples: [
      """
      type: DynamicDeclarativeStream
      name: tables
      stream_template:
        type: DeclarativeStream
        name: ""
        retriever:
          type: SimpleRetriever
          requester: {type: HttpRequester, url: ""}
          record_selector:
            type: RecordSelector
            extractor: {type: DpathExtractor, field_path: [rows]}
        schema_loader:
          type: InlineSchemaLoader
          schema: {type: object, properties: {}}
      components_resolver:
        type: ConfigComponentsResolver
        stream_config:
          type: StreamConfig
          configs_pointer: [tables]
        components_mapping:
          - type: ComponentMappingDefinition
            field_path: [name]
            value: "{{ components_values['name'] }}"
          - type: ComponentMappingDefinition
            field_path: [retriever, requester, url]
            value: "https://api.example.com/tables/{{ components_values['id'] }}/rows"
      """
    ],
    make: DynamicDeclarativeStream.init)

  private static let streamTypes = ["DeclarativeStream", "StateDelegatingStream"]

  let name: String
  let template: Node
  let resolver: any ComponentsResolver
  let outerParametersWin: Bool
  let context: BuildContext

  var takesNamesFromConfig: Bool { resolver.takesValuesFromConfig }

  func streams(run: RunServices) async throws -> [any StreamComponent] {
    let declarations = try await resolver.declarations(from: template, run: run)
    var streams: [any StreamComponent] = []
    for node in try context.language.finishStreams(declarations, outerParametersWin) {
      try checkName(node["name"]?.json ?? .null, run)
      let stream = try context.build(node, as: (any StreamSource).self, types: Self.streamTypes, defaultType: Self.streamTypes[0])
      streams += try await stream.streams(run: run)
    }
    return streams
  }

  private func checkName(_ name: JSONValue, _ run: RunServices) throws {
    if case .string = name { return }
    let place = template.location.map { " at \($0)" } ?? ""
    throw SyncError(
      takesNamesFromConfig ? run.options.configFailure() : .system,
      "A stream built from the template\(place) needs a string as its name, got \(JSONText.compact(name)). "
        + "Check the values that streams are made of\(takesNamesFromConfig ? " in the settings" : "").")
  }
}
