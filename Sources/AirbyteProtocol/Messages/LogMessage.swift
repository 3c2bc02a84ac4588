/// A line of the log.
package struct LogMessage: Sendable, Hashable {
  package enum Level: String, Sendable, Hashable, CaseIterable {
    case fatal = "FATAL"
    case error = "ERROR"
    case warn = "WARN"
    case info = "INFO"
    case debug = "DEBUG"
    case trace = "TRACE"
  }

  package var level: Level
  package var message: String
  package var stackTrace: String?

  package init(level: Level, message: String, stackTrace: String? = nil) {
    self.level = level
    self.message = message
    self.stackTrace = stackTrace
  }
}
