internal import ConnectorKit
internal import Document
internal import JSON

/// Makes a stream of a template for each record that an API gives.
struct HttpComponentsResolver: ComponentsResolver {
  static let spec = ComponentSpec<any ComponentsResolver>(
    "HttpComponentsResolver", "Makes a stream of a template for each record that an API gives.", since: "6.9",
    fields: Field<any Retriever>.slot(
      "retriever", .retriever, defaultType: "SimpleRetriever",
      doc: "Reads the records; each is the `components_values` of a stream."),
    Field<[ComponentMappingDefinition]>.mappings(allowsConditions: false),
    examples: [
      """
      type: HttpComponentsResolver
      retriever:
        type: SimpleRetriever
        requester:
          type: HttpRequester
          url: https://api.example.com/tables
        record_selector:
          type: RecordSelector
          extractor: {type: DpathExtractor, field_path: [tables]}
      components_mapping:
        - type: ComponentMappingDefinition
          field_path: [name]
          value: "{{ components_values['name'] }}"
        - type: ComponentMappingDefinition
          field_path: [retriever, requester, url]
          value: "https://api.example.com/tables/{{ components_values['id'] }}/rows"
      """
    ],
    make: HttpComponentsResolver.init)

  let retriever: any Retriever
  let mappings: [ComponentMappingDefinition]

  func declarations(from template: Node, run: RunServices) async throws -> [Node] {
    let stream = StreamPlan(name: "__http_components_resolver", retriever: retriever, schemaLoader: InlineSchemaLoader(schema: [:]))
    var declarations: [Node] = []
    do {
      try await run.streams.readRecords(of: stream, state: nil, run: run) { read in
        declarations.append(
          try template.resolved(
            mappings, values: .object(read.record.object), slice: read.slice, config: run.config,
            ComponentMappingDefinition.Options(readsYAML: false, mayCreate: false)))
      }
    } catch let error where !(error is CancellationError) {
      var failure = SyncError(wrapping: error)
      failure.streamName = nil
      failure.message = "Cannot build the streams from the API's response: \(failure.message)"
      throw failure
    }
    return declarations
  }
}
