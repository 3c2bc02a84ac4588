/// Writes values the way Python's `json.dumps` does.
struct PythonDump: ~Copyable {
  private var buffer = JSONBuffer()
  private let sortKeys: Bool
  private let ensureASCII: Bool
  private let separators: JSONText.Separators
  private let indent: Int?

  init(sortKeys: Bool, ensureASCII: Bool, separators: JSONText.Separators, indent: Int?) {
    self.sortKeys = sortKeys
    self.ensureASCII = ensureASCII
    self.separators = separators
    self.indent = indent
  }

  var text: String { buffer.withBytes { String(decoding: $0, as: UTF8.self) } }

  mutating func write(_ value: JSONValue, level: Int) {
    switch value {
    case .null: buffer.append("null")
    case .bool(let value): buffer.append(value ? "true" : "false")
    case .integer(let value): IntegerWriter.write(value, to: &buffer)
    case .bigInteger(let digits): buffer.append(digits)
    case .double(let value): FloatWriter.write(value, .pythonJSON, to: &buffer)
    case .string(let text): write(text)
    case .array(let elements): write(elements, level: level)
    case .object(let object): write(object, level: level)
    }
  }

  private mutating func write(_ elements: [JSONValue], level: Int) {
    buffer.append(UInt8(ascii: "["))
    for (place, element) in elements.enumerated() {
      if place > 0 { buffer.append(separators.item) }
      breakLine(level + 1)
      write(element, level: level + 1)
    }
    if !elements.isEmpty { breakLine(level) }
    buffer.append(UInt8(ascii: "]"))
  }

  private mutating func write(_ object: JSONObject, level: Int) {
    buffer.append(UInt8(ascii: "{"))
    var places = Array(0..<object.count)
    if sortKeys {
      // Bytes of UTF-8 sort as code points do.
      places.sort { object.keys[$0].utf8.lexicographicallyPrecedes(object.keys[$1].utf8) }
    }
    for (count, place) in places.enumerated() {
      if count > 0 { buffer.append(separators.item) }
      breakLine(level + 1)
      write(object.keys[place])
      buffer.append(separators.key)
      write(object.values[place], level: level + 1)
    }
    if !object.isEmpty { breakLine(level) }
    buffer.append(UInt8(ascii: "}"))
  }

  private mutating func breakLine(_ level: Int) {
    guard let indent else { return }
    buffer.append(UInt8(ascii: "\n"))
    for _ in 0..<(indent * level) { buffer.append(UInt8(ascii: " ")) }
  }

  private mutating func write(_ text: String) {
    var text = text
    guard ensureASCII, !text.utf8.allSatisfy({ $0 < 0x7f }) else {
      text.withUTF8 { StringWriter.write($0, to: &buffer) }
      return
    }
    buffer.append(UInt8(ascii: "\""))
    for unit in text.utf16 {
      if unit >= 0x7f {
        buffer.append("\\u")
        StringWriter.hex(unit, to: &buffer)
      } else if unit < 0x20 || unit == 0x22 || unit == 0x5c {
        StringWriter.escape(UInt8(unit), to: &buffer)
      } else {
        buffer.append(UInt8(unit))
      }
    }
    buffer.append(UInt8(ascii: "\""))
  }
}
