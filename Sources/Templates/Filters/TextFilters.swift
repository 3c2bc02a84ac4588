import PythonRules
import RegularExpressions

/// Filters on text. Text that is marked as safe stays marked.
enum TextFilters {
  static let all: [String: TemplateFunction] = [
    "lower": lower, "upper": upper, "capitalize": capitalize, "title": title, "trim": trim, "center": center,
    "replace": replace, "truncate": truncate, "indent": indent, "wordcount": wordCount, "wordwrap": wordWrap,
    "format": format,
  ]

  private static let one = TemplateSignature("s")

  @Sendable private static func lower(_ call: inout TemplateCall) throws(TemplateError) -> TemplateValue {
    let value = try FilterArguments(call, one)[0]
    return try value.mapText(call.runtime) { PythonText.lower($0) }
  }

  @Sendable private static func upper(_ call: inout TemplateCall) throws(TemplateError) -> TemplateValue {
    let value = try FilterArguments(call, one)[0]
    return try value.mapText(call.runtime) { PythonText.upper($0) }
  }

  @Sendable private static func capitalize(_ call: inout TemplateCall) throws(TemplateError) -> TemplateValue {
    let value = try FilterArguments(call, one)[0]
    return try value.mapText(call.runtime) { PythonText.capitalized($0) }
  }

  /// Upper case for what follows a hyphen, white space or an opening bracket, lower case for the rest.
  @Sendable private static func title(_ call: inout TemplateCall) throws(TemplateError) -> TemplateValue {
    let text = try FilterArguments(call, one)[0].pythonText(call.runtime)
    var result = ""
    var word: [Unicode.Scalar] = []
    func flush() {
      guard let first = word.first else { return }
      let rest = Array(word.dropFirst())
      result += first.properties.uppercaseMapping
      for place in rest.indices { result += PythonText.lower(rest, place) }
      word = []
    }
    for scalar in text.unicodeScalars {
      switch scalar {
      case "-", "(", "{", "[", "<":
        flush()
        result.unicodeScalars.append(scalar)
      case _ where PythonCharacter.isSpace(scalar):
        flush()
        result.unicodeScalars.append(scalar)
      default: word.append(scalar)
      }
    }
    flush()
    return .string(result)
  }

  private static let trimming = TemplateSignature("value", "chars=")
  @Sendable private static func trim(_ call: inout TemplateCall) throws(TemplateError) -> TemplateValue {
    let arguments = try FilterArguments(call, trimming)
    let characters = arguments[1]
    guard characters.isNone || characters.textValue != nil else {
      throw TemplateError(.typeError, "strip arg must be None or str")
    }
    return try arguments[0].mapText(call.runtime) { PythonText.stripped($0, of: characters.textValue) }
  }

  private static let centering = TemplateSignature("value", "width=")
  @Sendable private static func center(_ call: inout TemplateCall) throws(TemplateError) -> TemplateValue {
    let arguments = try FilterArguments(call, centering)
    let width = try arguments.given(1)?.requiredInteger(call) ?? 80
    try call.runtime.checkSize(width)
    return try arguments[0].mapText(call.runtime) { PythonText.centered($0, width) }
  }

  private static let replacing = TemplateSignature("s", "old", "new", "count=")
  @Sendable private static func replace(_ call: inout TemplateCall) throws(TemplateError) -> TemplateValue {
    let arguments = try FilterArguments(call, replacing)
    let limit = arguments[3].isNone ? -1 : try arguments[3].requiredInteger(call)
    var text = try arguments[0].pythonText(call.runtime)
    var old = try arguments[1].pythonText(call.runtime)
    var new = try arguments[2].pythonText(call.runtime)
    var isSafe = false
    if call.runtime.autoescape {
      (text, new, isSafe) = try escapedForReplacing(arguments, call)
      old = try arguments[1].pythonText(call.runtime)
    }
    let result = try PythonText.replacing(text, old, with: new, limit: limit, call.runtime)
    return isSafe ? .markup(result) : .string(result)
  }

  /// With escaping on, what is replaced in and by is escaped as soon as one of the texts is safe.
  private static func escapedForReplacing(
    _ arguments: FilterArguments, _ call: TemplateCall
  ) throws(TemplateError) -> (String, String, Bool) {
    func isSafe(_ value: TemplateValue) -> Bool { if case .markup = value { true } else { false } }
    let becomesSafe = isSafe(arguments[0]) || isSafe(arguments[1]) || isSafe(arguments[2])
    guard becomesSafe else { return (try arguments[0].pythonText(call.runtime), try arguments[2].pythonText(call.runtime), false) }
    return (try Markup.escape(arguments[0], call.runtime), try Markup.escape(arguments[2], call.runtime), true)
  }

  private static let truncating = TemplateSignature("s", "length=", "killwords=", "end=", "leeway=")
  @Sendable private static func truncate(_ call: inout TemplateCall) throws(TemplateError) -> TemplateValue {
    let arguments = try FilterArguments(call, truncating)
    let end = arguments.given(3) ?? .string("...")
    guard let endLength = end.length else { throw call.typeError("expected a string for 'end', got '\(end.typeName)'") }
    let length = try arguments.given(1)?.requiredInteger(call) ?? 255
    let leeway = arguments[4].isNone ? 5 : try arguments[4].requiredInteger(call)
    if length < endLength { throw TemplateError(.assertionError, "expected length >= \(endLength), got \(length)") }
    if leeway < 0 { throw TemplateError(.assertionError, "expected leeway >= 0, got \(leeway)") }
    guard let count = arguments[0].length else {
      throw TemplateError(.typeError, "object of type '\(arguments[0].typeName)' has no len()")
    }
    if count <= length.addingReportingOverflow(leeway).partialValue { return arguments[0] }
    guard let text = arguments[0].textValue, let endText = end.textValue else {
      throw call.typeError("cannot shorten '\(arguments[0].typeName)'")
    }
    var kept = PythonText.prefix(text, length - endLength)
    if !arguments.flag(2), let blank = kept.unicodeScalars.lastIndex(of: " ") { kept = String(kept.unicodeScalars[..<blank]) }
    if case .markup = arguments[0] { return .markup(kept + (try Markup.escape(end, call.runtime))) }
    return .string(kept + endText)
  }

  private static let indenting = TemplateSignature("s", "width=", "first=", "blank=")
  @Sendable private static func indent(_ call: inout TemplateCall) throws(TemplateError) -> TemplateValue {
    let arguments = try FilterArguments(call, indenting)
    let indention: String
    if let text = arguments[1].textValue {
      indention = text
    } else {
      let width = try arguments.given(1)?.requiredInteger(call) ?? 4
      try call.runtime.checkSize(width)
      indention = String(repeating: " ", count: max(0, width))
    }
    guard let text = arguments[0].textValue else { throw noText(arguments[0], "indent", in: call) }
    let lines = PythonText.lines(text + "\n")
    try call.runtime.charge(lines.count)
    try call.runtime.checkSize(text.utf8.count, plus: lines.count, times: indention.utf8.count)
    var result = arguments.flag(2) ? indention : ""
    for (place, line) in lines.enumerated() {
      if place > 0 { result += line.isEmpty && !arguments.flag(3) ? "\n" : "\n" + indention }
      result += line
    }
    if case .markup = arguments[0] { return .markup(result) }
    return .string(result)
  }

  /// The error for a value that is not text where only the methods of text will do.
  private static func noText(_ value: TemplateValue, _ what: String, in call: TemplateCall) -> TemplateError {
    switch value {
    case .undefined(let info): info.error
    case .list where what == "indent": TemplateError(.attributeError, "'list' object has no attribute 'splitlines'")
    default:
      what == "indent"
        ? call.typeError("expected a string, got '\(value.typeName)'")
        : TemplateError(.attributeError, "'\(value.typeName)' object has no attribute '\(what)'")
    }
  }

  @Sendable private static func wordCount(_ call: inout TemplateCall) throws(TemplateError) -> TemplateValue {
    let text = try FilterArguments(call, one)[0].pythonText(call.runtime)
    var count = 0
    var isInside = false
    for scalar in text.unicodeScalars {
      let isWord = RegexCategory.word.contains(scalar.value, ascii: false)
      if isWord, !isInside { count += 1 }
      isInside = isWord
    }
    return .integer(count)
  }

  private static let wrapping = TemplateSignature("s", "width=", "break_long_words=", "wrapstring=", "break_on_hyphens=")
  @Sendable private static func wordWrap(_ call: inout TemplateCall) throws(TemplateError) -> TemplateValue {
    let arguments = try FilterArguments(call, wrapping)
    let wrapString = arguments[3].isNone ? .string("\n") : arguments[3]
    guard let separator = wrapString.textValue else { throw noText(wrapString, "join", in: call) }
    guard let text = arguments[0].textValue else { throw noText(arguments[0], "splitlines", in: call) }
    let lines = PythonText.lines(text)
    if lines.isEmpty { return .string("") }
    let width = try arguments.given(1)?.requiredInteger(call) ?? 79
    let wrapper = WordWrapper(
      width: width, breaksLongWords: arguments.given(2)?.truth() ?? true, breaksOnHyphens: arguments.given(4)?.truth() ?? true)
    try call.runtime.charge(text.utf8.count / 16)
    var result = ""
    for (place, line) in lines.enumerated() {
      let wrapped = try wrapper.wrap(line)
      try call.runtime.checkSize(result.utf8.count + (wrapped.count + 1) * (separator.utf8.count + 1) + line.utf8.count)
      if place > 0 { result += separator }
      result += wrapped.joined(separator: separator)
    }
    return .string(result)
  }

  private static let formatting = TemplateSignature("value", "*args", "**kwargs")
  /// The `%` operator of text, with the arguments given one by one.
  @Sendable private static func format(_ call: inout TemplateCall) throws(TemplateError) -> TemplateValue {
    let format = try FilterArguments(call, formatting)[0].softText(call.runtime)
    let positional = call.surplus(formatting)
    let keywords = call.surplusKeywords(formatting)
    if keywords.isEmpty { return try Arithmetic.apply(.mod, format, .tuple(positional), call.runtime) }
    if !positional.isEmpty {
      throw TemplateError(.filterArgument, "can't handle positional and keyword arguments at the same time")
    }
    let names = TemplateDict(texts: keywords.map { ($0.name, $0.value) })
    return try Arithmetic.apply(.mod, format, .dict(names), call.runtime)
  }
}
