import ConnectorKit
import JSON
import Templates
import TestSupport
import Components

/// What components need of a run, with a clock that stands still and nothing that leaves the process.
enum TestServices {
  /// 2026-01-15T00:00:00Z, the time of the golden rows.
  static let now = StillClock.start

  static var host: TemplateHost {
    TemplateHost(
      now: { (now / 1_000_000, 0) }, digest: { _, _ in nil }, hmac: { _, _, _ in nil },
      randomBytes: { [UInt8](repeating: 7, count: $0) })
  }

  static func context(config: JSONObject = [:], catalog: Catalog = .standard, compat: Bool = false) -> BuildContext {
    BuildContext(
      catalog: catalog, config: config,
      environment: TemplateEnvironment(host: host, options: TemplateOptions(quirks: compat ? .reference : .none)),
      options: RunOptions(quirks: compat ? .reference : .none))
  }

  static func run(config: JSONObject = [:], compat: Bool = false, log: any RunReports = RecordingLog(), now: Int = now) -> RunServices {
    RunServices(
      transport: NoTransport(), clock: StillClock(microseconds: now), log: log, secrets: log, events: log,
      streams: NoStreams(), budget: UnlimitedBudget(), config: config, options: RunOptions(quirks: compat ? .reference : .none))
  }
}

struct NoStreams: StreamReading {
  func readRecords(
    of stream: StreamPlan, state: JSONObject?, run: RunServices, begun: (any ReadProgress) -> Void,
    _ body: (ReadRecord) async throws -> Void
  ) async throws -> JSONObject { [:] }

  func initialState(of stream: StreamPlan, state: JSONObject?, run: RunServices) throws -> JSONObject { state ?? [:] }

  func firstRecord(of stream: StreamPlan, run: RunServices) async throws -> FirstRecord { .noSlices }
}
