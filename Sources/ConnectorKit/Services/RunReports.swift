public import JSON

/// The run's log. Secrets are masked behind it.
public protocol Log: Sendable {
  func write(_ level: LogLevel, _ message: @autoclosure () -> String)
  /// A text without the secrets that the log knows, for texts that are cut: what is left of a secret is none that it would find. The text
  /// itself by default.
  func masked(_ text: String) -> String
}

extension Log {
  public func masked(_ text: String) -> String { text }
}

/// Knows the values that must never be put out.
public protocol SecretRegistry: Sendable {
  /// Adds a value, such as a token that was just issued.
  func addSecret(_ value: String)
}

/// Is told what happens in a run that is neither a record nor a state, and that the platform has to know.
public protocol RunEvents: Sendable {
  /// The config has changed: it holds a new refresh token, for instance.
  func configChanged(_ config: JSONObject)
  /// A stream waits because of a rate limit.
  func rateLimited(streamName: String)
  /// A request of a stream is about to be repeated after so many seconds. By default nobody takes note.
  func waits(streamName: String, seconds: Double, isRateLimited: Bool)
  /// Something failed, and the run goes on.
  func failed(_ error: SyncError)
}

extension RunEvents {
  public func waits(streamName: String, seconds: Double, isRateLimited: Bool) {}
}

extension RunEvents where Self: Log {
  public func failed(_ error: SyncError) { write(.error, error.message) }
}

/// Takes all that a run reports besides records and states.
public typealias RunReports = Log & RunEvents & SecretRegistry

public enum LogLevel: String, Sendable, Comparable {
  case debug = "DEBUG"
  case info = "INFO"
  case warning = "WARN"
  case error = "ERROR"
  case fatal = "FATAL"

  private var rank: Int {
    switch self {
    case .debug: 0
    case .info: 1
    case .warning: 2
    case .error: 3
    case .fatal: 4
    }
  }

  public static func < (left: Self, right: Self) -> Bool { left.rank < right.rank }
}
