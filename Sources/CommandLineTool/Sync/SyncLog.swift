internal import AirbyteSource
internal import ConnectorKit
internal import Destinations
internal import Glibc
internal import Headwater
internal import JSON
internal import Synchronization

/// The log of a sync: lines on standard error that people read, without secrets.
final class SyncLog: MaskingReports {
  let mask = SecretMask()
  private let minimumLevel: LogLevel
  private let meter: SyncMeter
  private let configChange = Mutex<(@Sendable (JSONObject) -> Void)?>(nil)
  private let put: @Sendable (LogLevel, String) -> Void
  private let repeated = Mutex<[String: Int]>([:])

  /// - Parameters:
  ///   - minimumLevel: messages below it are not put out.
  ///   - put: takes a message, masked.
  init(minimumLevel: LogLevel, meter: SyncMeter, put: @escaping @Sendable (LogLevel, String) -> Void) {
    self.minimumLevel = minimumLevel
    self.meter = meter
    self.put = put
  }

  /// Calls a body when the connector changes its config.
  func onConfigChange(_ body: @escaping @Sendable (JSONObject) -> Void) { configChange.withLock { $0 = body } }

  func write(_ level: LogLevel, _ message: @autoclosure () -> String) {
    guard level >= minimumLevel else { return }
    let text = mask.mask(message())
    // What comes again and again is said once.
    let isNews =
      level < .warning
      || repeated.withLock { counts in
        counts[text, default: 0] += 1
        return counts[text] == 1
      }
    if isNews { put(level, text) }
  }

  func masked(_ text: String) -> String { mask.mask(text) }

  func addSecret(_ value: String) { mask.add(value) }

  func configChanged(_ config: JSONObject) { configChange.withLock { $0 }?(config) }

  func rateLimited(streamName: String) {}

  func waits(streamName: String, seconds: Double, isRateLimited: Bool) {
    meter.waits(streamName: streamName, seconds: seconds, isRateLimited: isRateLimited)
  }

  func failed(_ error: SyncError) { write(.error, error.message) }

  func preserveInConfig(_ settings: JSONObject) {}

  func observing(_ transport: any Transport) -> any Transport { transport }
}
