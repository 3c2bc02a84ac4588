public import ConnectorKit
public import JSON
internal import Synchronization

/// A log that remembers what it was told.
public final class RecordingLog: RunReports {
  private struct Content {
    var messages: [String] = []
    var secrets: [String] = []
    var configs: [JSONObject] = []
  }

  private let content = Mutex(Content())

  public init() {}

  /// The messages, each with its level, such as `WARN: ...`.
  public var messages: [String] { content.withLock(\.messages) }
  /// The values that are to be masked.
  public var secrets: [String] { content.withLock(\.secrets) }
  /// The changed configs that were handed to the platform.
  public var configs: [JSONObject] { content.withLock(\.configs) }

  public func write(_ level: LogLevel, _ message: @autoclosure () -> String) {
    let line = "\(level.rawValue): \(message())"
    content.withLock { $0.messages.append(line) }
  }
  public func addSecret(_ value: String) { content.withLock { $0.secrets.append(value) } }
  public func configChanged(_ config: JSONObject) { content.withLock { $0.configs.append(config) } }
  public func rateLimited(streamName: String) { write(.info, "Stream \(streamName) waits because of a rate limit.") }
}
