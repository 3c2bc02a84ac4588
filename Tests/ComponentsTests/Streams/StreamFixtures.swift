import ConnectorKit
import Document
import JSON

@testable import Components

/// A retriever that gives fixed records for every slice.
struct FixedRetriever: Retriever {
  var partitionRouter: any PartitionRouter = SinglePartitionRouter()
  var records: [JSONObject] = []

  func read(_ slice: StreamSlice, _ scope: RetrievalScope, _ emit: (RecordPage) async throws -> ReadControl) async throws {
    _ = try await emit(RecordPage(records.map { JSONRecord(object: $0) }))
  }
}

/// Reads streams of fixed records in one slice.
struct FixedStreams: StreamReading {
  func readRecords(
    of stream: StreamPlan, state: JSONObject?, run: RunServices, begun: (any ReadProgress) -> Void,
    _ body: (ReadRecord) async throws -> Void
  ) async throws -> JSONObject {
    guard let retriever = stream.retriever as? FixedRetriever else { return [:] }
    for record in retriever.records {
      try await body(ReadRecord(record: JSONRecord(object: record), slice: StreamSlice(), state: ["seen": true]))
    }
    return ["seen": "all"]
  }

  func initialState(of stream: StreamPlan, state: JSONObject?, run: RunServices) throws -> JSONObject { state ?? [:] }

  func firstRecord(of stream: StreamPlan, run: RunServices) async throws -> FirstRecord { .noSlices }
}

enum StreamFixtures {
  /// A catalogue with a stream type `Fixed` whose records stand in its declaration, and a retriever `FixedRetriever`.
  static let catalog = Catalog.standard.adding(
    ComponentSpec<any StreamSource>(
      "Fixed", "A stream of fixed records.", fields: Field<String>.string("name", doc: ""), records,
      make: { StreamPlan(name: $0, retriever: FixedRetriever(records: $1), schemaLoader: InlineSchemaLoader(schema: [:])) })
  ).adding(
    ComponentSpec<any Retriever>(
      "FixedRetriever", "Fixed records.", fields: records, make: { FixedRetriever(records: $0) }))

  private static let records = Field<[JSONObject]>.custom("records", as: .list(.object), doc: "") { node, _ in
    (node.sequence ?? []).compactMap(\.json.objectValue)
  }.default([])

  static func build<Slot>(_ json: JSONValue, as slot: Slot.Type, config: JSONObject = [:], compat: Bool = false) throws -> Slot {
    try TestServices.context(config: config, catalog: catalog, compat: compat).build(Node(json: json), as: slot)
  }

  static func run(config: JSONObject = [:]) -> RunServices {
    var run = TestServices.run(config: config)
    run.streams = FixedStreams()
    return run
  }

  static func list(_ values: JSONValue, _ field: String = "p") -> JSONValue {
    ["type": "ListPartitionRouter", "values": values, "cursor_field": .string(field)]
  }

  static func substream(_ records: JSONValue, _ more: JSONObject = [:]) -> JSONValue {
    var config: JSONObject = [
      "type": "ParentStreamConfig", "stream": ["type": "Fixed", "name": "parents", "records": records], "parent_key": "id",
      "partition_field": "p",
    ]
    for (key, value) in more { config[key] = value }
    return ["type": "SubstreamPartitionRouter", "parent_stream_configs": [.object(config)]]
  }
}
