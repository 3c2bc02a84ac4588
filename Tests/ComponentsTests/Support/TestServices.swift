import ConnectorKit
import JSON
import Synchronization
import Templates

@testable import Components

/// What components need of a run, with a clock that stands still and nothing that leaves the process.
enum TestServices {
  /// 2026-01-15T00:00:00Z, the time of the golden rows.
  static let now = 1_768_435_200_000_000

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

struct StillClock: Clock {
  var microseconds: Int
  func now() -> Int { microseconds }
  func monotonicSeconds() -> Double { 0 }
  func sleep(seconds: Double) async throws {}
}

final class RecordingLog: RunReports {
  private let lines = Mutex<[String]>([])
  var messages: [String] { lines.withLock { $0 } }

  func write(_ level: LogLevel, _ message: @autoclosure () -> String) {
    let line = "\(level.rawValue): \(message())"
    lines.withLock { $0.append(line) }
  }
  func addSecret(_ value: String) {}
  func configChanged(_ config: JSONObject) {}
  func rateLimited(streamName: String) {}
}

struct NoTransport: Transport {
  func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse { throw Self.refusal }
  func open(_ request: HTTPRequest) async throws(TransportError) -> HTTPStreamingResponse { throw Self.refusal }

  private static var refusal: TransportError { TransportError(.connect, "tests send no requests", location: "test") }
}

struct NoStreams: StreamReading {
  func readRecords(
    of stream: StreamPlan, state: JSONObject?, run: RunServices, begun: (any ReadingAccount) -> Void,
    _ body: (ReadRecord) async throws -> Void
  ) async throws -> JSONObject { [:] }

  func initialState(of stream: StreamPlan, state: JSONObject?, run: RunServices) throws -> JSONObject { state ?? [:] }

  func firstRecord(of stream: StreamPlan, run: RunServices) async throws -> FirstRecord { .noSlices }
}
