package import ConnectorKit
package import JSON
internal import Synchronization

/// A clock that stands still, also for those who sleep by it.
package struct StillClock: RunClock {
  /// 2026-01-15T00:00:00Z.
  package static let start = 1_768_435_200_000_000

  private let microseconds: Int

  package init(microseconds: Int = start) { self.microseconds = microseconds }

  package func now() -> Int { microseconds }
  package func monotonicSeconds() -> Double { 0 }
  package func sleep(seconds: Double) async throws {}
}

/// A log that remembers what it was told.
package final class RecordingLog: RunReports {
  private let lines = Mutex<[String]>([])

  package init() {}

  /// The messages, each with its level, such as `WARN: ...`.
  package var messages: [String] { lines.withLock { $0 } }

  package func write(_ level: LogLevel, _ message: @autoclosure () -> String) {
    let line = "\(level.rawValue): \(message())"
    lines.withLock { $0.append(line) }
  }
  package func addSecret(_ value: String) {}
  package func configChanged(_ config: JSONObject) {}
  package func rateLimited(streamName: String) {}
}

/// A transport for tests that send no requests.
package struct NoTransport: Transport {
  package init() {}

  package func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse { throw Self.refusal }
  package func open(_ request: HTTPRequest) async throws(TransportError) -> HTTPStreamingResponse { throw Self.refusal }

  private static var refusal: TransportError { TransportError(.connect, "tests send no requests", location: "test") }
}
