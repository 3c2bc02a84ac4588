internal import ConnectorKit
internal import RegularExpressions
internal import Templates

/// Reads a number or a date from a header of an answer.
struct HeaderValue: Sendable {
  let header: TemplateText
  let regex: TemplateText?
  let context: BuildContext

  init(header: TemplateText, regex: TemplateText?, context: BuildContext) {
    self.header = header
    self.regex = regex.flatMap { $0.source.isEmpty ? nil : $0 }
    self.context = context
  }

  enum Reading: Equatable {
    case number(Double)
    /// Microseconds since 1970.
    case date(Int)
  }

  /// What the header says; nil when there is no such header, or when it holds neither a number nor a date of HTTP, which the log is told.
  /// Dates are not read where ``Quirk/ignoresRetryDates`` is followed.
  ///
  /// - Throws: ``SyncError`` when the regular expression does not parse.
  func reading(_ response: Response?, _ run: RunServices) throws -> Reading? {
    let name = try text(header, "header")
    let pattern = try regex.map { try text($0, "regex") }
    guard let response, let value = response.headers[name], !value.isEmpty else { return nil }
    let digits = try pattern.map { try part(of: value, matching: $0) } ?? value
    if let number = try TemplateValue.string(digits).pythonFloat(), number.isFinite { return .number(number) }
    guard !run.follows(.ignoresRetryDates) else { return nil }
    if let date = HTTPDate.microseconds(digits, now: run.clock.now()) { return .date(date) }
    say("is neither a number nor a date", value, run)
    return nil
  }

  /// Tells the log of a header that cannot be used.
  func say(_ problem: String, _ value: String, _ run: RunServices) {
    run.log.write(.warning, "The header `\(header.source)` of a response holds `\(value)`, which \(problem); it is ignored.")
  }

  /// What the pattern finds at the value's beginning; the whole value where it finds nothing.
  private func part(of value: String, matching pattern: String) throws -> String {
    do {
      return try PythonRegex.cached(pattern).match(value)?.group(0) ?? value
    } catch {
      throw SyncError(.system, "`regex` `\(pattern)` for the header `\(header.source)` is not a valid regular expression: \(error).")
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
        "`\(field)` must give a string (quirk `refusesNumericHeaderNames`), but `\(template.source)` gives \(try value.pythonRepr()).")
    }
    return text
  }
}

/// The longest wait that a stream accepts: the one that the manifest sets, otherwise that of the run.
struct WaitLimit: Sendable {
  private let seconds: Double?

  init(_ limit: TemplateText?, _ context: BuildContext) throws {
    seconds = try limit?.number("max_waiting_time_in_seconds", context)
  }

  /// - Throws: ``SyncError`` when the wait is as long as the manifest's limit or longer, or longer than that of the run.
  func check(_ wait: Double, _ run: RunServices) throws {
    guard let seconds else { return try Self.check(wait, run) }
    guard wait >= seconds else { return }
    throw SyncError(
      .transient,
      "The API asks to wait \(RetryAfter.text(wait)) seconds; `max_waiting_time_in_seconds` allows less than "
        + "\(RetryAfter.text(seconds)). Run the sync again later.")
  }

  /// - Throws: ``SyncError`` when the wait is longer than the run's limit.
  static func check(_ wait: Double, _ run: RunServices) throws {
    let limit = run.options.maxRetryAfter
    guard wait > limit else { return }
    throw SyncError(.transient, "The API asks to wait \(RetryAfter.text(wait)) seconds. \(RetryAfter.refusal(limit))")
  }
}
