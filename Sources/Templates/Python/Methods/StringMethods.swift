/// The methods of text. Those that test are in `StringTests`, those that cut and search in `StringMethods+Parts`.
enum StringMethods {
  static let all: [String: Method<String>] = cases.merging(layout) { $1 }.merging(parts) { $1 }.merging(StringTests.all) { $1 }

  static let nothing = TemplateSignature()

  private static func plain(_ body: @escaping @Sendable (String) -> String) -> Method<String> {
    { text, call throws(TemplateError) in
      _ = try call.bound(nothing)
      return .string(body(text))
    }
  }

  private static let cases: [String: Method<String>] = [
    "lower": plain(PythonText.lower), "upper": plain(PythonText.upper), "title": plain(title),
    "capitalize": plain(PythonText.capitalized), "swapcase": plain(swapped), "casefold": plain(folded),
  ]

  /// Each word in title case; every letter behind something that is no letter starts a word.
  static func title(_ text: String) -> String {
    var result = ""
    var isInWord = false
    for scalar in text.unicodeScalars {
      result += isInWord ? scalar.properties.lowercaseMapping : scalar.properties.titlecaseMapping
      isInWord = scalar.properties.isCased
    }
    return result
  }

  private static func swapped(_ text: String) -> String {
    text.unicodeScalars.reduce(into: "") { result, scalar in
      if scalar.properties.isUppercase {
        result += scalar.properties.lowercaseMapping
      } else if scalar.properties.isLowercase {
        result += scalar.properties.uppercaseMapping
      } else {
        result.unicodeScalars.append(scalar)
      }
    }
  }

  /// Lower case for comparison: `ß` becomes `ss`.
  static func folded(_ text: String) -> String {
    if text.utf8.allSatisfy({ $0 < 0x80 }) { return text.lowercased() }
    return text.unicodeScalars.reduce(into: "") { result, scalar in
      switch scalar {
      case "\u{DF}", "\u{1E9E}": result += "ss"
      case "\u{3C2}": result += "\u{3C3}"
      case "\u{17F}": result += "s"
      default: result += scalar.properties.lowercaseMapping
      }
    }
  }

  // MARK: Layout

  private static let layout: [String: Method<String>] = [
    "center": { text, call throws(TemplateError) in try padded(text, call, .center) },
    "ljust": { text, call throws(TemplateError) in try padded(text, call, .left) },
    "rjust": { text, call throws(TemplateError) in try padded(text, call, .right) },
    "zfill": zeroFilled, "expandtabs": expandTabs, "format": format, "format_map": formatMap,
    "encode": encode, "translate": translate, "maketrans": makeTranslation,
  ]

  enum Alignment { case left, right, center }

  private static func padded(_ text: String, _ call: TemplateCall, _ alignment: Alignment) throws(TemplateError) -> TemplateValue {
    let arguments = try call.bound(TemplateSignature("width", "fillchar="))
    let width = try integer(arguments[0] ?? .none)
    let fill = try arguments[1].map { value throws(TemplateError) in try self.text(value, call) } ?? " "
    guard fill.unicodeScalars.count == 1 else { throw call.typeError("expected one character to fill with") }
    try call.runtime.checkSize(width)
    return .string(pad(text, to: width, with: fill, alignment))
  }

  static func pad(_ text: String, to width: Int, with fill: String, _ alignment: Alignment) -> String {
    let missing = width - text.unicodeScalars.count
    guard missing > 0 else { return text }
    let left: Int =
      switch alignment {
      case .left: 0
      case .right: missing
      case .center: missing / 2 + (missing & width & 1)
      }
    return String(repeating: fill, count: left) + text + String(repeating: fill, count: missing - left)
  }

  @Sendable private static func zeroFilled(_ text: String, _ call: inout TemplateCall) throws(TemplateError) -> TemplateValue {
    let width = try integer(try call.bound(TemplateSignature("width"))[0] ?? .none)
    try call.runtime.checkSize(width)
    let missing = max(0, width - text.unicodeScalars.count)
    let zeros = String(repeating: "0", count: missing)
    if let sign = text.unicodeScalars.first, sign == "+" || sign == "-" {
      return .string(String(sign) + zeros + String(text.unicodeScalars.dropFirst()))
    }
    return .string(zeros + text)
  }

  @Sendable private static func expandTabs(_ text: String, _ call: inout TemplateCall) throws(TemplateError) -> TemplateValue {
    let size = try call.bound(TemplateSignature("tabsize="))[0].map { value throws(TemplateError) in try integer(value) } ?? 8
    try call.runtime.checkSize(max(0, size) * text.utf8.count { $0 == 0x09 })
    var result = ""
    var column = 0
    for scalar in text.unicodeScalars {
      if scalar == "\t" {
        let spaces = size > 0 ? size - column % size : 0
        result += String(repeating: " ", count: spaces)
        column += spaces
      } else {
        result.unicodeScalars.append(scalar)
        column = scalar == "\n" || scalar == "\r" ? 0 : column + 1
      }
    }
    return .string(result)
  }

  @Sendable private static func format(_ text: String, _ call: inout TemplateCall) throws(TemplateError) -> TemplateValue {
    var formatter = BraceFormat(arguments: call.arguments, keywords: call.keywords, runtime: call.runtime)
    return .string(try formatter.format(text))
  }

  @Sendable private static func formatMap(_ text: String, _ call: inout TemplateCall) throws(TemplateError) -> TemplateValue {
    let value = try call.bound(TemplateSignature("mapping"))[0] ?? .none
    guard let mapping = Access.mapping(of: value) else { throw call.typeError("expected a mapping") }
    let keywords = zip(mapping.keys, mapping.values).compactMap { key, value in key.textValue.map { (name: $0, value: value) } }
    var formatter = BraceFormat(arguments: [], keywords: keywords, runtime: call.runtime)
    return .string(try formatter.format(text))
  }

  @Sendable private static func encode(_ text: String, _ call: inout TemplateCall) throws(TemplateError) -> TemplateValue {
    let arguments = try call.bound(TemplateSignature("encoding=", "errors="))
    let name = arguments[0]?.textValue ?? "utf-8"
    guard let encoding = TextEncoding(name) else { throw TemplateError(BytesMethods.lookupError, "unknown encoding: \(name)") }
    guard let bytes = encoding.encode(text, errors: arguments[1]?.textValue ?? "strict") else {
      throw TemplateError(.unicodeEncode, "the text has characters outside \(name)")
    }
    return .bytes(bytes)
  }

  @Sendable private static func translate(_ text: String, _ call: inout TemplateCall) throws(TemplateError) -> TemplateValue {
    let table = try call.bound(TemplateSignature("table"))[0] ?? .none
    var result = ""
    for scalar in text.unicodeScalars {
      switch try Subscript.item(of: table, .integer(Int(scalar.value))) {
      case .some(.none): break
      case .some(.integer(let code)):
        guard let mapped = UInt32(exactly: code).flatMap(Unicode.Scalar.init) else {
          throw TemplateError(.valueError, "character mapping must be in range(0x110000)")
        }
        result.unicodeScalars.append(mapped)
      case .some(let value): result += try self.text(value, call)
      case nil: result.unicodeScalars.append(scalar)
      }
    }
    return .string(result)
  }

  @Sendable private static func makeTranslation(
    _ text: String, _ call: inout TemplateCall
  ) throws(TemplateError) -> TemplateValue {
    let arguments = try call.bound(TemplateSignature("x", "y=", "z="))
    let result = TemplateDict()
    guard let second = arguments[1] else {
      guard case .dict(let table)? = arguments[0] else { throw call.typeError("expected a dict when it has one argument") }
      for (key, value) in zip(table.keys, table.values) {
        let code = key.textValue.flatMap { $0.unicodeScalars.first.map { TemplateValue.integer(Int($0.value)) } }
        try result.set(code ?? key, to: value)
      }
      return .dict(result)
    }
    let from = try self.text(arguments[0] ?? .none, call).unicodeScalars
    let to = try self.text(second, call).unicodeScalars
    guard from.count == to.count else {
      throw TemplateError(.valueError, "the first two maketrans arguments must have equal length")
    }
    for (key, value) in zip(from, to) { try result.set(.integer(Int(key.value)), to: .integer(Int(value.value))) }
    if let removed = arguments[2] {
      for key in try self.text(removed, call).unicodeScalars { try result.set(.integer(Int(key.value)), to: .none) }
    }
    return .dict(result)
  }

  // MARK: Arguments

  static func integer(_ value: TemplateValue) throws(TemplateError) -> Int {
    if case .undefined(let info) = value { throw info.error }
    guard let number = value.integerValue else {
      throw TemplateError(.typeError, "'\(value.typeName)' object cannot be interpreted as an integer")
    }
    return number
  }

  static func text(_ value: TemplateValue, _ call: TemplateCall) throws(TemplateError) -> String {
    guard let text = value.textValue else { throw call.typeError("expected text, got \(value.typeName)") }
    return text
  }
}
