internal import Concurrency
internal import ConnectorKit
internal import JSON
internal import Synchronization
internal import Templates

/// Properties that an endpoint of the API lists. They are read once.
final class PropertiesFromEndpoint: Sendable {
  static let spec = ComponentSpec<PropertiesFromEndpoint>(
    "PropertiesFromEndpoint", "Reads the names of the properties from an endpoint of the API.", since: "6.45",
    fields: Field<[TemplateText]>.templates("property_field_path", doc: "Where a record of the endpoint names the property.")
      .variables(.config, .parameters),
    Field<any Retriever>.component("retriever", ["SimpleRetriever", "CustomRetriever"], doc: "Reads the records of the endpoint."),
    Field<BuildContext>.context,
    examples: [
      """
      type: PropertiesFromEndpoint
      property_field_path: [name]
      retriever:
        type: SimpleRetriever
        requester:
          type: HttpRequester
          url: https://api.example.com/properties
        record_selector:
          type: RecordSelector
          extractor: {type: DpathExtractor, field_path: [results]}
      """
    ],
    make: PropertiesFromEndpoint.init)

  private let path: PathTemplates
  private let plan: StreamPlan
  private let lock = AsyncSemaphore(1)
  private let known = Mutex<[String]?>(nil)

  init(path: [TemplateText], retriever: any Retriever, context: BuildContext) {
    self.path = PathTemplates(path, context)
    plan = StreamPlan(name: "dynamic_properties", retriever: retriever, schemaLoader: InlineSchemaLoader(schema: [:]))
  }

  /// - Throws: ``SyncError`` when the endpoint cannot be read.
  func properties(run: RunServices) async throws -> [String] {
    try await lock.withPermit {
      if let known = known.withLock({ $0 }) { return known }
      let path = try path.path(RecordScope(streamName: plan.name, slice: StreamSlice(), run: run))
      var names: [String] = []
      var scope = RetrievalScope(stream: plan, run: run)
      scope.purpose = .schema
      try await plan.retriever.read(StreamSlice(), scope) { page in
        for record in page.records { names.append(try Self.name(in: record, at: path)) }
        return .proceed
      }
      known.withLock { $0 = names }
      return names
    }
  }

  /// A record that does not name a property gives the text of an empty list, as the reference has it.
  private static func name(in record: JSONRecord, at path: DataPath) throws -> String {
    let value = try path.value(in: JSONValue.object(record.object))
    return try TemplateValue(value ?? .array([])).pythonText()
  }
}
