import ConnectorKit
import Dates
import JSON
import Sync

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

struct TestClock: ConnectorKit.Clock {
  func now() -> Int { 1_768_435_200_000_000 }
  func monotonicSeconds() -> Double { 0 }
  func sleep(seconds: Double) async throws {}
}

struct SilentLog: RunReports {
  func write(_ level: LogLevel, _ message: @autoclosure () -> String) {}
  func addSecret(_ value: String) {}
  func configChanged(_ config: JSONObject) {}
  func rateLimited(streamName: String) {}
}

struct NoTransport: Transport {
  func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse { throw Self.refusal }
  func open(_ request: HTTPRequest) async throws(TransportError) -> HTTPStreamingResponse { throw Self.refusal }

  private static var refusal: TransportError { TransportError(.connect, "tests send no requests", location: "test") }
}

extension RunServices {
  static func test(compat: Bool = false) -> RunServices {
    RunServices(
      transport: NoTransport(), clock: TestClock(), log: SilentLog(), secrets: SilentLog(), events: SilentLog(),
      streams: ParentStreamReader(), budget: UnlimitedBudget(), config: [:], options: RunOptions(quirks: compat ? .reference : .none))
  }
}
