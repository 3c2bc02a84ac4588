import Dates
import JSON
import PythonRules

/// Writes values the way Python's `repr()` does.
struct ReprWriter {
  /// Containers being written: one that holds itself is shown as dots.
  private var open: [ObjectIdentifier] = []
  private var walk: ValueWalk

  /// - Parameter runtime: pays for the text.
  init(_ runtime: TemplateRuntime?) { walk = ValueWalk(runtime) }

  mutating func write(_ value: TemplateValue, to text: inout String) throws(TemplateError) {
    switch value {
    case .undefined: text += "Undefined"
    case .none: text += "None"
    case .bool(let flag): text += flag ? "True" : "False"
    case .integer(let number): text += String(number)
    case .bigInteger(let number): text += try walk.digits(of: number)
    case .double(let number): text += PythonNumber.repr(number)
    case .string(let string): PythonQuotes.write(string, to: &text)
    case .markup(let string):
      text += "Markup("
      PythonQuotes.write(string, to: &text)
      text += ")"
    case .bytes(let bytes): writeBytes(bytes, to: &text)
    case .list(let list): try write(list.elements, of: list, "[", "]", to: &text)
    case .tuple(let tuple):
      if let typeName = tuple.typeName { return try writeNamed(tuple, typeName, to: &text) }
      try write(tuple.elements, of: tuple, "(", tuple.elements.count == 1 ? ",)" : ")", to: &text)
    case .dict(let dict): try write(dict, to: &text)
    case .set(let set):
      if set.count == 0 { text += "set()" } else { try write(set.elements, of: set, "{", "}", to: &text) }
    case .view(let view):
      text += "dict_\(view.kind.rawValue)("
      try write(view.elements, of: view, "[", "]", to: &text)
      text += ")"
    case .generator(let generator): text += "<\(generator.typeName) object>"
    case .callable(let callable): text += callable.text
    case .datetime(let datetime): text += DateRepr.text(of: datetime)
    case .date(let date): text += "datetime.date(\(date.year), \(date.month), \(date.day))"
    case .timedelta(let delta): text += DateRepr.text(of: delta)
    case .duration(let duration): text += DateRepr.text(of: duration)
    case .ellipsis: text += "Ellipsis"
    case .complex(let real, let imaginary): writeComplex(real, imaginary, to: &text)
    case .object(let object): try writeObject(object, to: &text)
    }
  }

  /// The object as `str()` shows it, which is also how it looks inside lists and dictionaries.
  mutating func writeObject(_ object: any TemplateObject, to text: inout String) throws(TemplateError) {
    guard let shown = object.shownValue else {
      text += try object.pythonText()
      return
    }
    text += shown.before
    try write(shown.value, to: &text)
    text += shown.after
  }

  private mutating func writeNamed(_ tuple: TemplateTuple, _ typeName: String, to text: inout String) throws(TemplateError) {
    try walk.enter(tuple.elements.count)
    defer { walk.leave() }
    text += typeName + "("
    for (place, (name, element)) in zip(tuple.names, tuple.elements).enumerated() {
      text += (place > 0 ? ", " : "") + name + "="
      try write(element, to: &text)
    }
    text += ")"
  }

  private mutating func write(
    _ elements: [TemplateValue], of container: AnyObject, _ start: String, _ end: String, to text: inout String
  ) throws(TemplateError) {
    let identity = ObjectIdentifier(container)
    if open.contains(identity) {
      text += "\(start)...\(end)"
      return
    }
    try enter(identity, elements.count)
    text += start
    for (place, element) in elements.enumerated() {
      if place > 0 { text += ", " }
      try write(element, to: &text)
      try walk.checkSize(text)
    }
    text += end
    leave()
  }

  private mutating func write(_ dict: TemplateDict, to text: inout String) throws(TemplateError) {
    let identity = ObjectIdentifier(dict)
    if open.contains(identity) {
      text += "{...}"
      return
    }
    try enter(identity, dict.count)
    text += "{"
    for (place, (key, value)) in zip(dict.keys, dict.values).enumerated() {
      if place > 0 { text += ", " }
      try write(key, to: &text)
      text += ": "
      try write(value, to: &text)
      try walk.checkSize(text)
    }
    text += "}"
    leave()
  }

  private mutating func enter(_ identity: ObjectIdentifier, _ count: Int) throws(TemplateError) {
    try walk.enter(count)
    open.append(identity)
  }

  private mutating func leave() {
    walk.leave()
    open.removeLast()
  }

  private func writeComplex(_ real: Double, _ imaginary: Double, to text: inout String) {
    func part(_ number: Double) -> String {
      let shown = PythonNumber.repr(number)
      return shown.hasSuffix(".0") ? String(shown.dropLast(2)) : shown
    }
    if real == 0, real.sign == .plus {
      text += part(imaginary) + "j"
    } else {
      let second = part(imaginary)
      text += "(" + part(real) + (second.hasPrefix("-") || second == "nan" && imaginary.sign == .minus ? "" : "+") + second + "j)"
    }
  }

  private func writeBytes(_ bytes: [UInt8], to text: inout String) {
    let quote: UInt8 = bytes.contains(0x27) && !bytes.contains(0x22) ? 0x22 : 0x27
    text += quote == 0x22 ? "b\"" : "b'"
    for byte in bytes {
      switch byte {
      case 0x09: text += "\\t"
      case 0x0A: text += "\\n"
      case 0x0D: text += "\\r"
      case 0x5C: text += "\\\\"
      case quote: text += quote == 0x22 ? "\\\"" : "\\'"
      case 0x20..<0x7F: text.unicodeScalars.append(Unicode.Scalar(byte))
      default: text += "\\x" + PythonCharacter.hexDigits(UInt32(byte), width: 2)
      }
    }
    text += quote == 0x22 ? "\"" : "'"
  }
}
