internal import ConnectorKit
internal import Templates

/// Reads a number from a header of an answer.
struct HeaderValue: Sendable {
  let header: TemplateText
  let regex: TemplateText?
  let context: BuildContext

  /// The number; nil when there is no such header or it holds none.
  ///
  /// - Throws: ``SyncError`` when the regular expression does not parse.
  func number(_ response: Response?) throws -> Double? {
    let scope = TemplateScope(config: context.config)
    guard let response, let value = try response.headers[header.string(scope)], !value.isEmpty else { return nil }
    guard let pattern = try regex?.string(scope), !pattern.isEmpty else { return Self.number(value) }
    do {
      return Self.number(try PythonRegex.cached(pattern).match(value)?.group(0) ?? value)
    } catch {
      throw SyncError(.system, "The regular expression `\(pattern)` for the header `\(header.source)` does not work: \(error)")
    }
  }

  private static func number(_ text: String) -> Double? { Double(text.filter { !$0.isWhitespace }) }
}

/// The longest wait that a stream accepts.
struct WaitLimit: Sendable {
  private let seconds: Double?

  init(_ limit: TemplateText?, _ context: BuildContext) throws {
    seconds = try limit?.number("max_waiting_time_in_seconds", context)
    guard seconds?.isFinite ?? true else {
      throw SyncError(.system, "`max_waiting_time_in_seconds` must give a finite number.")
    }
  }

  /// - Throws: ``SyncError`` when the wait is as long as the limit or longer.
  func check(_ wait: Double) throws {
    guard let seconds, wait >= seconds else { return }
    throw SyncError(
      .transient, "The API asks to wait \(wait) seconds for its rate limit, and the connector may wait less than \(seconds).")
  }
}
