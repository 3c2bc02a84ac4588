import PythonRules

/// Writes values as `json.dumps` does: ASCII only, spaces behind commas and colons.
struct JSONText {
  let sortsKeys: Bool
  /// What one level is indented by; nil for everything on one line.
  let indent: String?
  private let runtime: TemplateRuntime
  private var text = ""
  private var open: [ObjectIdentifier] = []
  private var walk: ValueWalk

  /// - Throws: a type error for values JSON has no form for, a value error for containers within themselves.
  static func write(
    _ value: TemplateValue, sortsKeys: Bool = false, indent: String? = nil, _ runtime: TemplateRuntime
  ) throws(TemplateError) -> String {
    var writer = JSONText(sortsKeys: sortsKeys, indent: indent, runtime)
    try writer.write(value)
    return writer.text
  }

  private init(sortsKeys: Bool, indent: String?, _ runtime: TemplateRuntime) {
    self.sortsKeys = sortsKeys
    self.indent = indent
    self.runtime = runtime
    walk = ValueWalk(runtime)
  }

  private mutating func write(_ value: TemplateValue) throws(TemplateError) {
    switch value {
    case .none: text += "null"
    case .string(let string), .markup(let string): Self.quote(string, into: &text)
    case .list(let list): try write(list.elements, of: list)
    case .tuple(let tuple): try write(tuple.elements, of: tuple)
    case .dict(let dict): try write(dict)
    default:
      guard let scalar = try Self.scalar(value, runtime) else {
        throw TemplateError(.typeError, "Object of type \(value.typeName) is not JSON serializable")
      }
      text += scalar
    }
  }

  /// The form of numbers and truth values; nil for everything else.
  private static func scalar(_ value: TemplateValue, _ runtime: TemplateRuntime?) throws(TemplateError) -> String? {
    switch value {
    case .bool(let flag): flag ? "true" : "false"
    case .integer, .bigInteger: try value.pythonText(runtime)
    case .double(let number):
      number.isNaN ? "NaN" : number.isInfinite ? (number < 0 ? "-Infinity" : "Infinity") : try value.pythonText()
    case .object: LongInteger.of(value)?.digits
    default: nil
    }
  }

  private mutating func write(_ elements: [TemplateValue], of container: AnyObject) throws(TemplateError) {
    if elements.isEmpty {
      text += "[]"
      return
    }
    try enter(container, elements.count)
    text += "["
    for (place, element) in elements.enumerated() {
      separate(isFirst: place == 0)
      try write(element)
      try walk.checkSize(text)
    }
    leave()
    text += "]"
  }

  private mutating func write(_ dict: TemplateDict) throws(TemplateError) {
    var members = Array(zip(dict.keys, dict.values))
    if members.isEmpty {
      text += "{}"
      return
    }
    if sortsKeys {
      members = try StableSort.sorted(members) { (left, right) throws(TemplateError) in try left.0.compares(.less, right.0, runtime) }
    }
    try enter(dict, members.count)
    text += "{"
    for (place, (key, value)) in members.enumerated() {
      separate(isFirst: place == 0)
      Self.quote(try Self.keyText(key, runtime), into: &text)
      text += ": "
      try write(value)
      try walk.checkSize(text)
    }
    leave()
    text += "}"
  }

  /// The name of a member, for which numbers, truth values and null stand as their text.
  static func keyText(_ key: TemplateValue, _ runtime: TemplateRuntime? = nil) throws(TemplateError) -> String {
    if let string = key.textValue { return string }
    if key.isNone { return "null" }
    if let scalar = try scalar(key, runtime) { return scalar }
    throw TemplateError(.typeError, "keys must be str, int, float, bool or None, not \(key.typeName)")
  }

  private mutating func enter(_ container: AnyObject, _ count: Int) throws(TemplateError) {
    let identity = ObjectIdentifier(container)
    if open.contains(identity) { throw TemplateError(.valueError, "Circular reference detected") }
    try walk.enter(count)
    open.append(identity)
  }

  private mutating func separate(isFirst: Bool) {
    guard let indent else {
      if !isFirst { text += ", " }
      return
    }
    text += isFirst ? "\n" : ",\n"
    for _ in open { text += indent }
  }

  private mutating func leave() {
    open.removeLast()
    walk.leave()
    guard let indent else { return }
    text += "\n"
    for _ in open { text += indent }
  }

  private static func quote(_ string: String, into text: inout String) {
    text += "\""
    if string.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F && $0 != 0x22 && $0 != 0x5C }) {
      text += string
    } else {
      for unit in string.utf16 { escape(unit, into: &text) }
    }
    text += "\""
  }

  private static func escape(_ unit: UInt16, into text: inout String) {
    switch unit {
    case 0x22: text += "\\\""
    case 0x5C: text += "\\\\"
    case 0x0A: text += "\\n"
    case 0x0D: text += "\\r"
    case 0x09: text += "\\t"
    case 0x08: text += "\\b"
    case 0x0C: text += "\\f"
    case 0x20..<0x7F: text.unicodeScalars.append(Unicode.Scalar(UInt8(unit)))
    default: text += "\\u" + PythonCharacter.hexDigits(UInt32(unit), width: 4)
    }
  }
}
