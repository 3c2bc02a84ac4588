import ConnectorKit
import Dates
import JSON
import Sync

/// An incremental sync over numbered windows. Its state counts the windows before the first one that is not closed.
struct StepSync: IncrementalSync {
  let count: Int
  var cursorField: String { "n" }
  var allowsCatalogDefinedCursorField: Bool { false }
  var isClientSideIncremental: Bool { false }
  var isDataFeed: Bool { false }
  var usesGlobalSubstreamCursor: Bool { false }

  func makeCursor(_ setup: CursorSetup) throws -> any Cursor { StepCursor(count: count, first: setup.state["n"]?.integerValue ?? 0) }
  func requestOptions(_ scope: RequestScope) throws -> RequestOptions { RequestOptions() }
  func stateValue(of value: JSONValue?) -> JSONValue? { value }
  func instant(ofState state: JSONObject) -> DateTime? { nil }
}

private struct StepCursor: Cursor {
  let count: Int
  let first: Int
  var closed: Set<Int> = []

  private var reached: Int { (first..<count).first { !closed.contains($0) } ?? count }

  var state: JSONObject { ["n": .integer(reached)] }
  mutating func slices() throws -> AnySequence<JSONObject> { AnySequence((first..<count).map { ["step": .integer($0)] }) }
  func observation() -> any CursorObservation { StepObservation() }
  func shouldBeSynced(_ record: JSONRecord) throws -> Bool { true }
  func covers(_ cursorSlice: JSONObject) -> Bool { cursorSlice["step"]?.integerValue ?? 0 < reached }

  mutating func close(_ cursorSlice: JSONObject, _ observation: any CursorObservation) throws -> Bool {
    closed.insert(cursorSlice["step"]?.integerValue ?? 0)
    return true
  }
}

private struct StepObservation: CursorObservation {
  var mostRecent: JSONValue? { nil }
  mutating func observe(_ records: [JSONRecord]) {}
}

/// Reads windows as a script says.
struct StepRetriever: Retriever {
  /// What happens to a window: it is read when so many checkpoints have come, gives so many pages, and may fail then.
  struct Step: Sendable {
    var checkpointsBefore = 0
    var pages = 1
    var fails = false
    /// Waits until so many windows are being read.
    var company = 0
  }

  var steps: [Step]
  let output: RecordingOutput
  var partitionRouter: any PartitionRouter { SinglePartitionRouter() }

  func read(_ slice: StreamSlice, _ scope: RetrievalScope, _ emit: (RecordPage) async throws -> ReadControl) async throws {
    let number = slice.cursorSlice["step"]?.integerValue ?? 0
    let step = steps[number]
    output.note { $0.readings += 1 }
    try await output.wait { $0.readings >= step.company && $0.checkpoints >= step.checkpointsBefore }
    for page in 0..<step.pages {
      output.note { $0.pagesMade += 1 }
      guard case .proceed = try await emit(RecordPage([JSONRecord(object: ["step": .integer(number), "page": .integer(page)])])) else {
        return
      }
    }
    if step.fails { throw SyncError(.transient, "step \(number) fails") }
  }
}

struct NoSchema: SchemaLoader {
  func schema(streamName: String, run: RunServices) async throws -> JSONObject { [:] }
}
