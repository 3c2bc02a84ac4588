import ConnectorKit
import Dates
import Document
import JSON
import Testing

@testable import Components

/// Checks and features that ask a component by its contract, so that one of the user's own has them too.
@Suite("Custom components have the checks and features of built-in ones") struct CustomContractTests {
  private static let catalog = Catalog.standard.adding([
    ComponentSpec<any Requester>("Refusing", "Asks for smaller pages.", make: { Refusing() }).erased,
    ComponentSpec<any PaginationStrategy>("Counting", "Counts records.", make: { Counting() }).erased,
    ComponentSpec<any RecordExtractor>("Adding", "Adds up lists.", make: { Adding() }).erased,
    ComponentSpec<any RecordFiltering>("Objects", "Drops what is no object.", make: { Objects() }).erased,
    ComponentSpec<any IncrementalSync>("Numbers", "Counts.", make: { Numbers() }).erased,
    ComponentSpec<any PartitionRouter>("Own", "Adds its value.", make: { Own() }).erased,
  ])

  private static func custom(_ slot: String, _ name: String) -> JSONValue {
    ["type": .string("Custom\(slot)"), "class_name": .string("source_shop.components.\(name)")]
  }

  private static func retriever(_ more: JSONObject) -> JSONObject {
    var declaration: JSONObject = [
      "type": "SimpleRetriever", "requester": RetrieverFixtures.requester("items"), "record_selector": RetrieverFixtures.selector,
    ]
    for (key, value) in more { declaration[key] = value }
    return declaration
  }

  private static let pages: JSONObject = [
    "type": "DefaultPaginator", "pagination_strategy": custom("PaginationStrategy", "Counting"),
    "page_size_option": ["type": "RequestOption", "inject_into": "request_parameter", "field_name": "limit"],
  ]

  private static let refused: [(declaration: JSONObject, message: String)] = [
    (retriever(["requester": custom("Requester", "Refusing")]), "the retriever has no `page_size_reduction`"),
    (
      retriever(["paginator": .object(pages), "page_size_reduction": ["type": "PageSizeReduction"]]),
      "`page_size_reduction` is not wanted here"
    ),
    (
      retriever([
        "paginator": .object(pages), "record_selector": ["type": "RecordSelector", "extractor": custom("RecordExtractor", "Adding")],
      ]), "would skip records"
    ),
    (
      [
        "type": "DeclarativeStream", "name": "items", "incremental_sync": custom("IncrementalSync", "Numbers"),
        "retriever": .object(retriever(["partition_router": custom("PartitionRouter", "Own")])),
      ], "cannot have both a partition router"
    ),
    (
      [
        "type": "DeclarativeStream", "name": "items", "incremental_sync": custom("IncrementalSync", "Numbers"),
        "retriever": .object(retriever(["request_window_splitting": ["type": "RequestWindowSplitting"]])),
      ], "`request_window_splitting` reads numbers in one go"
    ),
    (
      ["type": "GroupingPartitionRouter", "group_size": 2, "underlying_partition_router": custom("PartitionRouter", "Own")],
      "must not have a `request_option`"
    ),
  ]

  @Test("A custom component is refused where a built-in one of its kind is", arguments: refused)
  func refuses(_ row: (declaration: JSONObject, message: String)) {
    let error = #expect(throws: (any Error).self) {
      _ = try TestServices.context(catalog: Self.catalog).build(Node(json: .object(row.declaration)), as: Any.self)
    }
    #expect(error.map { "\($0)".contains(row.message) } == true, "\(String(describing: error))")
  }

  @Test("A custom filter is asked about values that are not records")
  func filtersValues() async throws {
    let selector: RecordSelector = try TestServices.context(catalog: Self.catalog).build(
      Node(json: [
        "type": "RecordSelector", "extractor": ["type": "DpathExtractor", "field_path": ["data"]],
        "record_filter": Self.custom("RecordFilter", "Objects"),
      ]), as: RecordSelector.self)
    let run = TestServices.run()
    let plan = StreamPlan(name: "items", retriever: try RetrieverFixtures.simple("items"), schemaLoader: InlineSchemaLoader(schema: [:]))
    let selected = try await selector.select(
      from: [try JSONView(encoding: ["data": [1, ["id": 2]]])], RecordScope(streamName: "items", slice: StreamSlice(), run: run),
      RetrievalScope(stream: plan, run: run))
    #expect(selected.failure == nil)
    #expect(selected.records.map { $0["id"] } == [2])
  }
}

private struct Refusing: Requester {
  var declaredActions: Set<ErrorResolution.Action> { [.reducePageSize] }
  func send(_ scope: RequestScope, additions: RequestOptions, path: String?) async throws -> RequestOutcome<Response> { .ignored }
  func open(_ scope: RequestScope, additions: RequestOptions, path: String?) async throws -> RequestOutcome<StreamingResponse> { .ignored }
}

private struct Counting: PaginationStrategy {
  var countsRecords: Bool { true }
  func pageSizeReduction(minimum: Int) -> Support { .unsupported("is not wanted here") }
  func initialToken() throws -> JSONValue? { nil }
  func pageSize() throws -> Int? { 10 }
  func nextToken(after page: PageSummary) throws -> JSONValue? { nil }
}

private struct Adding: RecordExtractor {
  var concatenatesResults: Bool { true }
  func extract(from body: JSONView, into found: inout ExtractedRecords, _ scope: RecordScope) async throws {}
}

private struct Objects: RecordFiltering {
  func filter(_ records: inout [JSONRecord], _ scope: RecordScope) throws {}
  func keeps(_ value: JSONValue, _ scope: RecordScope) throws -> Bool { value.objectValue != nil }
}

private struct Numbers: IncrementalSync {
  var cursorField: String { "id" }
  var allowsCatalogDefinedCursorField: Bool { false }
  var isClientSideIncremental: Bool { false }
  var isDataFeed: Bool { false }
  var usesGlobalSubstreamCursor: Bool { false }
  var supportsPartitions: Bool { false }
  var windowSplitting: Support { .unsupported("reads numbers in one go") }
  func makeCursor(_ setup: CursorSetup) throws -> any Cursor { throw SyncError(.system, "never read") }
  func requestOptions(_ scope: RequestScope) throws -> RequestOptions { RequestOptions() }
  func stateValue(of value: JSONValue?) -> JSONValue? { nil }
  func instant(ofState state: JSONObject) -> DateTime? { nil }
}

private struct Own: PartitionRouter {
  var hasRequestOptions: Bool { true }
  func partitions(_ scope: PartitionScope, _ body: (Partition) async throws -> Void) async throws -> JSONObject? { nil }
}
