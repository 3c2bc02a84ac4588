import ConnectorKit
import Dates
import JSON
import Sync
import TestSupport

/// An incremental sync by the number `n` with one window from the state on.
struct NumberSync: IncrementalSync {
  var cursorField: String { "n" }
  var allowsCatalogDefinedCursorField: Bool { false }
  var isClientSideIncremental: Bool { false }
  var isDataFeed: Bool { false }
  var usesGlobalSubstreamCursor: Bool { false }

  func makeCursor(_ setup: CursorSetup) throws -> any Cursor { NumberCursor(value: setup.state["n"]?.integerValue) }
  func requestOptions(_ scope: RequestScope) throws -> RequestOptions { RequestOptions() }
  func stateValue(of value: JSONValue?) -> JSONValue? { value }
  func instant(ofState state: JSONObject) -> DateTime? { nil }
}

private struct NumberCursor: Cursor {
  var value: Int?

  var state: JSONObject { value.map { ["n": .integer($0)] } ?? [:] }
  mutating func slices() throws -> AnySequence<JSONObject> { AnySequence([["from": .integer(value ?? 0)]]) }
  func observation() -> any CursorObservation { NumberObservation() }
  func shouldBeSynced(_ record: JSONRecord) throws -> Bool { true }

  mutating func close(_ cursorSlice: JSONObject, _ observation: any CursorObservation) throws -> Bool {
    guard let seen = observation.mostRecent?.integerValue else { return false }
    value = max(value ?? seen, seen)
    return true
  }
}

private struct NumberObservation: CursorObservation {
  var mostRecent: JSONValue?

  mutating func observe(_ records: [JSONRecord]) {
    for record in records {
      guard let value = record["n"]?.integerValue, value > mostRecent?.integerValue ?? .min else { continue }
      mostRecent = .integer(value)
    }
  }
}

extension RunServices {
  static func test(compat: Bool = false) -> RunServices {
    let log = RecordingLog()
    return RunServices(
      transport: NoTransport(), clock: StillClock(), log: log, secrets: log, events: log, streams: ParentStreamReader(),
      budget: UnlimitedBudget(), config: [:], options: RunOptions(quirks: compat ? .reference : .none))
  }
}
