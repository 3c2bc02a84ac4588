internal import ConnectorKit
internal import Templates

/// Reads a number from a header of an answer.
struct HeaderValue: Sendable {
  let header: TemplateText
  let regex: TemplateText?
  let context: BuildContext

  init(header: TemplateText, regex: TemplateText?, context: BuildContext) {
    self.header = header
    self.regex = regex.flatMap { $0.source.isEmpty ? nil : $0 }
    self.context = context
  }

  /// The number; nil when there is no such header or it holds none.
  ///
  /// - Throws: ``SyncError`` when the regular expression does not parse.
  func number(_ response: Response?) throws -> Double? {
    let name = try text(header, "header")
    let pattern = try regex.map { try text($0, "regex") }
    guard let response, let value = response.headers[name], !value.isEmpty else { return nil }
    let digits = try pattern.map { try part(of: value, matching: $0) } ?? value
    guard let number = try TemplateValue.string(digits).pythonFloat(), number.isFinite else { return nil }
    return number
  }

  /// What the pattern finds at the value's beginning; the whole value where it finds nothing.
  private func part(of value: String, matching pattern: String) throws -> String {
    do {
      return try PythonRegex.cached(pattern).match(value)?.group(0) ?? value
    } catch {
      throw SyncError(.system, "The regular expression `\(pattern)` for the header `\(header.source)` does not work: \(error)")
    }
  }

  /// The text that a template gives, also where it looks like another value.
  ///
  /// - Throws: ``SyncError`` in the reference when it looks like one, which the reference cannot take for a text.
  private func text(_ template: TemplateText, _ field: String) throws -> String {
    let value = try template.value(TemplateScope(config: context.config), as: context.follows(.refusesNumericHeaderNames) ? .any : .string)
    guard let text = value.textValue else {
      throw SyncError(
        .system,
        "`\(field)` must give a text (quirk `refusesNumericHeaderNames`), but `\(template.source)` gives \(try value.pythonRepr()).")
    }
    return text
  }
}

/// The longest wait that a stream accepts.
struct WaitLimit: Sendable {
  private let seconds: Double?

  init(_ limit: TemplateText?, _ context: BuildContext) throws {
    seconds = try limit?.number("max_waiting_time_in_seconds", context)
  }

  /// - Throws: ``SyncError`` when the wait is as long as the limit or longer.
  func check(_ wait: Double) throws {
    guard let seconds, wait >= seconds else { return }
    throw SyncError(
      .transient, "The API asks to wait \(wait) seconds for its rate limit, and the connector may wait less than \(seconds).")
  }
}
