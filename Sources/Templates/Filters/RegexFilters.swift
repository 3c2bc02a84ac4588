import RegularExpressions

/// Filters with regular expressions.
enum RegexFilters {
  static let all: [String: TemplateFunction] = ["regex_search": search, "regex_replace": replace]

  /// So much of a pattern is quoted in messages.
  private static let shownPatternLength = 80

  private static let searching = TemplateSignature("value", "regex")
  /// The first group of the first match; nothing when there is no match or no group.
  @Sendable private static func search(_ call: inout TemplateCall) throws(TemplateError) -> TemplateValue {
    let arguments = try FilterArguments(call, searching)
    let regex = try compile(arguments[1], call.runtime)
    let text = try text(arguments[0], call.runtime)
    return try charged(regex, call.runtime) { (regex) throws(RegexError) in
      guard let match = try regex.search(text), match.groupCount > 0 else { return .string("") }
      return match.group(1).map { .string($0) } ?? .none
    }
  }

  private static let replacing = TemplateSignature("value", "regex", "replacement")
  @Sendable private static func replace(_ call: inout TemplateCall) throws(TemplateError) -> TemplateValue {
    let arguments = try FilterArguments(call, replacing)
    let regex = try compile(arguments[1], call.runtime)
    guard let replacement = arguments[2].textValue else {
      throw call.typeError("expected a string for 'replacement', got '\(arguments[2].typeName)'")
    }
    do throws(RegexError) {
      _ = try RegexReplacement(replacement, groups: regex.groupCount, names: regex.groupNames)
    } catch {
      throw TemplateError(error)
    }
    let text = try text(arguments[0], call.runtime)
    let limit = call.runtime.environment.options.outputLimit
    return try charged(regex, call.runtime) { (regex) throws(RegexError) in
      .string(try regex.replacingMatches(in: text, with: replacement, sizeLimit: limit))
    }
  }

  /// Steps of a search that cost one step of a template.
  private static let stepsForOne = 4

  /// Searches with as many steps as the template has left for it, and pays for those that were taken.
  static func charged(
    _ regex: PythonRegex, _ runtime: TemplateRuntime, _ search: (PythonRegex) throws(RegexError) -> TemplateValue
  ) throws(TemplateError) -> TemplateValue {
    var regex = regex
    let taken = PythonRegex.StepCount()
    regex.stepLimit = min(regex.stepLimit, runtime.remainingFuel * stepsForOne)
    regex.stepsTaken = taken
    let result: TemplateValue
    do throws(RegexError) {
      result = try search(regex)
    } catch {
      throw TemplateError(error)
    }
    try runtime.charge(taken.count / stepsForOne)
    return result
  }

  private static func compile(_ pattern: TemplateValue, _ runtime: TemplateRuntime) throws(TemplateError) -> PythonRegex {
    guard let pattern = pattern.textValue else {
      throw TemplateError(.typeError, "first argument must be string or compiled pattern")
    }
    try runtime.charge(pattern.utf8.count)
    do throws(RegexError) {
      return try PythonRegex.cached(pattern)
    } catch {
      throw TemplateError(
        TemplateError(error).kind, "'\(pattern.prefix(shownPatternLength))' is not a valid regular expression: \(error)")
    }
  }

  private static func text(_ value: TemplateValue, _ runtime: TemplateRuntime) throws(TemplateError) -> String {
    guard let text = value.textValue else {
      throw TemplateError(.typeError, "expected string or bytes-like object, got '\(value.typeName)'")
    }
    try runtime.charge(text.utf8.count / 16)
    return text
  }
}

extension TemplateError {
  /// A failure of a regular expression, as templates see it.
  init(_ error: RegexError) {
    switch error.kind {
    case .badPattern, .badReplacement: self.init(.regularExpression, error.description)
    case .unknownGroup: self.init(.indexError, error.description)
    case .overflow: self.init(.overflow, error.description)
    case .tooComplex: self.init(.limit, error.description)
    }
  }
}
