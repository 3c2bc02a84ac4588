public import ConnectorKit
public import JSON

extension RunServices {
  /// A run for tests: its clock stands still, its log remembers, its transport answers from a script and reaches nobody outside.
  public static func testing(
    config: JSONObject = [:], transport: any Transport = ScriptedTransport(), clock: any RunClock = FixedClock(),
    log: any RunReports = RecordingLog(), streams: [String: [JSONObject]] = [:]
  ) -> RunServices {
    RunServices(
      transport: transport, clock: clock, log: log, secrets: log, events: log, streams: FixedStreams(streams),
      budget: UnlimitedBudget(), config: config)
  }
}

/// Streams whose records stand in a table.
struct FixedStreams: StreamReading {
  private let records: [String: [JSONObject]]

  init(_ records: [String: [JSONObject]]) { self.records = records }

  func readRecords(
    of stream: StreamPlan, state: JSONObject?, run: RunServices, begun: (any ReadProgress) -> Void,
    _ body: (ReadRecord) async throws -> Void
  ) async throws -> JSONObject {
    for record in records[stream.name] ?? [] {
      try await body(ReadRecord(record: JSONRecord(object: record), slice: StreamSlice(), state: [:]))
    }
    return [:]
  }

  func initialState(of stream: StreamPlan, state: JSONObject?, run: RunServices) throws -> JSONObject { state ?? [:] }

  func firstRecord(of stream: StreamPlan, run: RunServices) async throws -> FirstRecord {
    records[stream.name]?.first.map { .record(JSONRecord(object: $0)) } ?? .noRecords
  }
}
