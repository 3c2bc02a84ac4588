import JSON
import PythonRules

/// JSON values in Python's notation.
enum PythonText {
  /// As `str()` gives it: text as it is.
  static func text(of value: JSONValue) -> String {
    switch value {
    case .string(let text): text
    case .integer(let number): String(number)
    default: representation(of: value)
    }
  }

  /// As `repr()` gives it: text in quotes.
  static func representation(of value: JSONValue) -> String {
    var writer = RepresentationWriter()
    writer.write(value)
    // Dots tell enough of what is too deep or too large to be written.
    return writer.isExhausted ? "..." : writer.text
  }

  static func list(_ values: some Sequence<JSONValue>) -> String { values.map(representation).joined(separator: ", ") }

  static func quoted(_ names: some Sequence<String>) -> String { list(names.map { .string($0) }) }
}

private struct RepresentationWriter {
  private static let depthLimit = 500
  private static let sizeLimit = 64 << 20

  private(set) var text = ""
  private(set) var isExhausted = false
  private var depth = 0

  mutating func write(_ value: JSONValue) {
    switch value {
    case .null: text += "None"
    case .bool(let flag): text += flag ? "True" : "False"
    case .integer(let number): text += String(number)
    case .bigInteger(let digits): text += digits
    case .double(let number): text += PythonNumber.repr(number)
    case .string(let string): PythonQuotes.write(string, to: &text)
    case .array(let elements): write(elements, "[", "]") { writer, element in writer.write(element) }
    case .object(let members):
      write(members, "{", "}") { writer, member in
        PythonQuotes.write(member.key, to: &writer.text)
        writer.text += ": "
        writer.write(member.value)
      }
    }
  }

  private mutating func write<Elements: Sequence>(
    _ elements: Elements, _ start: String, _ end: String, _ writeElement: (inout Self, Elements.Element) -> Void
  ) {
    depth += 1
    defer { depth -= 1 }
    isExhausted = isExhausted || depth > Self.depthLimit
    text += start
    var isFirst = true
    for element in elements {
      if isExhausted { return }
      if !isFirst { text += ", " }
      isFirst = false
      writeElement(&self, element)
      isExhausted = isExhausted || text.utf8.count > Self.sizeLimit
    }
    text += end
  }
}
