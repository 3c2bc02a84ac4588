internal import AirbyteSource
package import ConnectorKit
package import Destinations
package import Headwater
package import JSON
internal import Synchronization

/// The log of a sync: lines that people read, without secrets.
package final class SyncLog: MaskingReports {
  package let mask = SecretMask()
  private let minimumLevel: LogLevel
  private let meter: SyncMeter
  private let configChange = Mutex<(@Sendable (JSONObject) -> Void)?>(nil)
  private let put: @Sendable (LogLevel, String) -> Void
  private let repeated = Mutex<[String: Int]>([:])

  /// - Parameters:
  ///   - minimumLevel: messages below it are not put out.
  ///   - put: takes a message, masked.
  package init(minimumLevel: LogLevel, meter: SyncMeter, put: @escaping @Sendable (LogLevel, String) -> Void) {
    self.minimumLevel = minimumLevel
    self.meter = meter
    self.put = put
  }

  /// Calls a body when the connector changes its config.
  package func onConfigChange(_ body: @escaping @Sendable (JSONObject) -> Void) { configChange.withLock { $0 = body } }

  package func write(_ level: LogLevel, _ message: @autoclosure () -> String) {
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

  package func masked(_ text: String) -> String { mask.mask(text) }

  package func addSecret(_ value: String) { mask.add(value) }

  package func configChanged(_ config: JSONObject) { configChange.withLock { $0 }?(config) }

  package func rateLimited(streamName: String) {}

  package func waits(streamName: String, seconds: Double, isRateLimited: Bool) {
    meter.waits(streamName: streamName, seconds: seconds, isRateLimited: isRateLimited)
  }

  package func failed(_ error: SyncError) { write(.error, error.message) }

  package func preserveInConfig(_ settings: JSONObject) {}

  package func observing(_ transport: any Transport) -> any Transport { transport }
}
