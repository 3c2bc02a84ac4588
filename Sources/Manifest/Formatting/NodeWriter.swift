internal import Document
internal import JSON
internal import Templates

/// Writes a value as YAML that reads as the same value. The canonical layout comes afterwards.
struct NodeWriter {
  private(set) var text = ""

  static func text(of node: Node) -> String {
    var writer = NodeWriter()
    writer.write(node, 0, isTop: true)
    return writer.text
  }

  private mutating func write(_ node: Node, _ indentation: Int, isTop: Bool = false) {
    switch node.value {
    case .mapping(let mapping) where !mapping.isEmpty:
      for (place, entry) in mapping.entries.enumerated() {
        open(indentation, isFirst: isTop && place == 0)
        text += Self.scalar(entry.key) + ":"
        write(entry.value, indentation + 2)
      }
    case .sequence(let elements) where elements.allSatisfy({ Self.isSingle($0) }):
      text += " [" + elements.map(Self.scalar).joined(separator: ", ") + "]"
    case .sequence(let elements):
      for (place, element) in elements.enumerated() {
        open(indentation, isFirst: isTop && place == 0)
        text += "-"
        write(element, indentation + 2)
      }
    case .string(let string) where Self.isBlockText(string):
      text += " |" + (string.hasSuffix("\n") ? "" : "-")
      for line in string.split(separator: "\n", omittingEmptySubsequences: false).dropLast(string.hasSuffix("\n") ? 1 : 0) {
        text += "\n" + (line.isEmpty ? "" : String(repeating: " ", count: indentation)) + line
      }
    default: text += " " + Self.scalar(node)
    }
    if isTop { text += "\n" }
  }

  private mutating func open(_ indentation: Int, isFirst: Bool) {
    if !isFirst { text += "\n" }
    text += String(repeating: " ", count: indentation)
  }

  // MARK: Scalars

  private static func scalar(_ node: Node) -> String {
    switch node.value {
    case .null: "null"
    case .bool(let value): value ? "true" : "false"
    case .integer(let value): String(value)
    case .bigInteger(let digits): digits
    case .double(let value): number(value)
    case .string(let string): quoted(string)
    case .date(let string), .datetime(let string): string
    case .binary(let bytes): "!!binary \"\(Base64.encode(bytes))\""
    case .sequence: "[]"
    case .mapping: "{}"
    }
  }

  private static func isSingle(_ node: Node) -> Bool {
    node.sequence == nil && node.mapping == nil && !(node.string.map(isBlockText) ?? false)
  }

  /// YAML 1.1 wants a point in every number that is no integer.
  private static func number(_ value: Double) -> String {
    if value.isNaN { return ".nan" }
    if value.isInfinite { return value < 0 ? "-.inf" : ".inf" }
    let digits = PythonNumber.repr(value)
    guard !digits.contains("."), let exponent = digits.firstIndex(of: "e") else { return digits }
    return digits[..<exponent] + ".0" + digits[exponent...]
  }

  /// Whether a text of several lines needs no escapes.
  private static func isBlockText(_ string: String) -> Bool {
    guard string.contains("\n"), !string.hasSuffix("\n\n"), let first = string.unicodeScalars.first, first != " ", first != "\n" else {
      return false
    }
    return string.unicodeScalars.allSatisfy { $0 == "\n" || isPrintable($0) }
  }

  private static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x20...0x7E, 0xA0...0x2027, 0x202A...0xD7FF, 0xE000...0xFEFE, 0xFF00...0xFFFD, 0x10000...: true
    default: false
    }
  }

  /// A text in quotes, unless it is certain to be read as the same without.
  static func quoted(_ string: String) -> String {
    if isPlain(string) { return string }
    let isPrintable = string.unicodeScalars.allSatisfy(isPrintable)
    if isPrintable, string.contains("\"") || string.contains("\\"), !string.contains("'") { return "'\(string)'" }
    return escaped(string)
  }

  /// A text in double quotes, with escapes for all that cannot be seen.
  static func escaped(_ string: String) -> String {
    var text = "\""
    for scalar in string.unicodeScalars {
      switch scalar {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case "\n": text += "\\n"
      case "\t": text += "\\t"
      default:
        if Self.isPrintable(scalar) {
          text.unicodeScalars.append(scalar)
        } else {
          let code = String(scalar.value, radix: 16)
          text += "\\U" + String(repeating: "0", count: 8 - code.count) + code
        }
      }
    }
    return text + "\""
  }

  /// Whether a text is certain to be read as the same text without quotes.
  private static func isPlain(_ string: String) -> Bool {
    guard let first = string.utf8.first, (0x61...0x7A).contains(first | 0x20) || first == UInt8(ascii: "_") || first == UInt8(ascii: "/"),
      string.utf8.allSatisfy({ (0x30...0x39).contains($0) || (0x61...0x7A).contains($0 | 0x20) || "_-./ ".utf8.contains($0) }),
      string.utf8.last != 0x20
    else { return false }
    return !["yes", "no", "true", "false", "on", "off", "null", "y", "n"].contains(string.lowercased())
  }
}
