/// Filters with regular expressions.
enum RegexFilters {
  static let all: [String: TemplateFunction] = ["regex_search": search, "regex_replace": replace]

  private static let searching = TemplateSignature("value", "regex")
  /// The first group of the first match; nothing when there is no match or no group.
  @Sendable private static func search(_ call: inout TemplateCall) throws(TemplateError) -> TemplateValue {
    let arguments = try FilterArguments(call, searching)
    let regex = try compile(arguments[1])
    let text = try text(arguments[0], call.runtime)
    do throws(RegexError) {
      guard let match = try regex.search(text), match.groupCount > 0 else { return .string("") }
      return match.group(1).map { .string($0) } ?? .none
    } catch {
      throw TemplateError(error)
    }
  }

  private static let replacing = TemplateSignature("value", "regex", "replacement")
  @Sendable private static func replace(_ call: inout TemplateCall) throws(TemplateError) -> TemplateValue {
    let arguments = try FilterArguments(call, replacing)
    let regex = try compile(arguments[1])
    guard let replacement = arguments[2].textValue else {
      throw call.typeError("wants a text for 'replacement', not '\(arguments[2].typeName)'")
    }
    do throws(RegexError) {
      _ = try RegexReplacement(replacement, groups: regex.groupCount, names: regex.groupNames)
    } catch {
      throw TemplateError(error)
    }
    let text = try text(arguments[0], call.runtime)
    do throws(RegexError) {
      return .string(try regex.replacingMatches(in: text, with: replacement))
    } catch {
      throw TemplateError(error)
    }
  }

  private static func compile(_ pattern: TemplateValue) throws(TemplateError) -> PythonRegex {
    guard let pattern = pattern.textValue else {
      throw TemplateError(.typeError, "first argument must be string or compiled pattern")
    }
    do throws(RegexError) {
      return try PythonRegex.cached(pattern)
    } catch {
      throw TemplateError(error)
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
