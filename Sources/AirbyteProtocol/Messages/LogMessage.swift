/// A line of the log.
public struct LogMessage: Sendable, Hashable {
  public enum Level: String, Sendable, Hashable, CaseIterable {
    case fatal = "FATAL"
    case error = "ERROR"
    case warn = "WARN"
    case info = "INFO"
    case debug = "DEBUG"
    case trace = "TRACE"
  }

  public var level: Level
  public var message: String
  public var stackTrace: String?

  public init(level: Level, message: String, stackTrace: String? = nil) {
    self.level = level
    self.message = message
    self.stackTrace = stackTrace
  }
}
