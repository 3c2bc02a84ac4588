import RegularExpressions

/// Filters on HTML and XML.
enum MarkupFilters {
  static let all: [String: TemplateFunction] = [
    "e": escape, "escape": escape, "forceescape": forceEscape, "safe": safe, "striptags": stripTags, "urlize": urlize,
    "xmlattr": xmlAttributes,
  ]

  private static let one = TemplateSignature("value")

  @Sendable private static func escape(_ call: inout TemplateCall) throws(TemplateError) -> TemplateValue {
    .markup(try Markup.escape(try FilterArguments(call, one)[0], call.runtime))
  }

  @Sendable private static func forceEscape(_ call: inout TemplateCall) throws(TemplateError) -> TemplateValue {
    .markup(try Markup.escape(text: try FilterArguments(call, one)[0].pythonText(call.runtime), call.runtime))
  }

  @Sendable private static func safe(_ call: inout TemplateCall) throws(TemplateError) -> TemplateValue {
    .markup(try FilterArguments(call, one)[0].pythonText(call.runtime))
  }

  @Sendable private static func stripTags(_ call: inout TemplateCall) throws(TemplateError) -> TemplateValue {
    let text = try FilterArguments(call, one)[0].pythonText(call.runtime)
    let plain = PythonText.words(withoutTags(text)).joined(separator: " ")
    return .string(HTMLEntities.unescape(plain))
  }

  /// Comments and tags that are closed go; what stands behind the first unclosed one stays.
  private static func withoutTags(_ text: String) -> String {
    let bytes = Array(text.utf8)
    var result: [UInt8] = []
    var place = 0
    while let start = bytes[place...].firstIndex(of: UInt8(ascii: "<")) {
      let end: Int?
      if bytes[start...].starts(with: "<!--".utf8) {
        let closing = Array("-->".utf8)
        end = bytes.indices.dropFirst(start + 4).first { bytes[$0...].starts(with: closing) }.map { $0 + 3 }
      } else {
        end = bytes[start...].firstIndex(of: UInt8(ascii: ">")).map { $0 + 1 }
      }
      guard let end else { break }
      result += bytes[place..<start]
      place = end
    }
    return String(decoding: result + bytes[place...], as: UTF8.self)
  }

  private static let attributes = TemplateSignature("d", "autospace=")
  @Sendable private static func xmlAttributes(_ call: inout TemplateCall) throws(TemplateError) -> TemplateValue {
    let arguments = try FilterArguments(call, attributes)
    var parts: [String] = []
    for (key, value) in try arguments[0].mappingItems() where !value.isNone && !value.isUndefined {
      guard let name = key.textValue else { throw TemplateError(.typeError, "expected string or bytes-like object") }
      if name.utf8.contains(where: { $0 == 0x20 || $0 >= 0x09 && $0 <= 0x0D || $0 == 0x2F || $0 == 0x3E || $0 == 0x3D }) {
        throw TemplateError(.valueError, "Invalid character in attribute name: \(try key.pythonRepr(call.runtime))")
      }
      parts.append("\(try Markup.escape(key, call.runtime))=\"\(try Markup.escape(value, call.runtime))\"")
    }
    let addsSpace = arguments.given(1)?.truth() ?? true
    let result = (addsSpace && !parts.isEmpty ? " " : "") + parts.joined(separator: " ")
    return call.runtime.autoescape ? .markup(result) : .string(result)
  }

  private static let linking = TemplateSignature("value", "trim_url_limit=", "nofollow=", "target=", "rel=", "extra_schemes=")
  @Sendable private static func urlize(_ call: inout TemplateCall) throws(TemplateError) -> TemplateValue {
    let arguments = try FilterArguments(call, linking)
    var relations: Set<String> = ["noopener"]
    if arguments[4].truth() {
      guard let text = arguments[4].textValue else {
        throw TemplateError(.attributeError, "'\(arguments[4].typeName)' object has no attribute 'split'")
      }
      relations.formUnion(PythonText.words(text))
    }
    if arguments.flag(2) { relations.insert("nofollow") }
    var schemes: [String] = []
    if !arguments[5].isNone {
      for scheme in try arguments[5].elements(call.runtime) { schemes.append(try checkedScheme(scheme, call)) }
    }
    let target = arguments[3]
    let linker = Linker(
      limit: arguments[1].isNone ? nil : try arguments[1].requiredInteger(call),
      relation: relations.sorted { $0.unicodeScalars.lexicographicallyPrecedes($1.unicodeScalars) }.joined(separator: " "),
      target: target.truth() ? try Markup.escape(target, call.runtime) : nil, schemes: schemes)
    let text = try Markup.escape(arguments[0], call.runtime)
    try call.runtime.charge(text.utf8.count / 8)
    let result = try linker.link(text, call.runtime)
    return call.runtime.autoescape ? .markup(result) : .string(result)
  }

  /// A scheme is two or more word characters, points, pluses or hyphens, a colon and up to two slashes.
  private static func checkedScheme(_ value: TemplateValue, _ call: TemplateCall) throws(TemplateError) -> String {
    guard let text = value.textValue else { throw TemplateError(.typeError, "expected string or bytes-like object") }
    let parts = text.unicodeScalars.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    let isValid =
      parts.count == 2 && parts[0].count >= 2 && ["", "/", "//"].contains(String(parts[1]))
      && parts[0].allSatisfy { RegexCategory.word.contains($0.value, ascii: false) || ".+-".unicodeScalars.contains($0) }
    guard isValid else {
      throw TemplateError(.filterArgument, "\(try value.pythonRepr(call.runtime)) is not a valid URI scheme prefix.")
    }
    return text
  }
}
