import PythonRules

/// Walks over the bytes of a literal. Every function gives nil as soon as the text turns out not to be one.
struct LiteralReader {
  /// Brackets may nest this deep.
  private static let depthLimit = 200

  let bytes: UnsafeBufferPointer<UInt8>
  var at = 0
  private var depth = 0

  init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

  mutating func whole() -> TemplateValue? {
    while let byte = peek(), byte == 0x20 || byte == 0x09 { at += 1 }
    guard skipLeadingLines(), let value = expressions() else { return nil }
    return skipTrailingLines() ? value : nil
  }

  // MARK: Space

  func peek(_ offset: Int = 0) -> UInt8? { at + offset < bytes.count ? bytes[at + offset] : nil }

  /// Blank lines and comments before the literal; false when the literal itself is indented behind them.
  private mutating func skipLeadingLines() -> Bool {
    var isFirstLine = true
    while true {
      var indent = 0
      while let byte = peek(), byte == 0x20 || byte == 0x09 || byte == 0x0C {
        indent = byte == 0x0C ? 0 : indent + 1
        at += 1
      }
      if peek() == UInt8(ascii: "#") { skipComment() }
      guard let byte = peek() else { return false }
      guard byte == 0x0A || byte == 0x0D else { return isFirstLine || indent == 0 }
      skipLineEnd()
      isFirstLine = false
    }
  }

  private mutating func skipTrailingLines() -> Bool {
    while true {
      skipSpace()
      guard let byte = peek() else { return true }
      guard byte == 0x0A || byte == 0x0D else { return false }
      skipLineEnd()
    }
  }

  private mutating func skipLineEnd() {
    if peek() == 0x0D, peek(1) == 0x0A { at += 1 }
    at += 1
  }

  private mutating func skipComment() {
    while let byte = peek(), byte != 0x0A, byte != 0x0D { at += 1 }
  }

  /// Space within a line; within brackets also line ends.
  mutating func skipSpace() {
    while let byte = peek() {
      switch byte {
      case 0x20, 0x09, 0x0C: at += 1
      case UInt8(ascii: "#"): skipComment()
      case UInt8(ascii: "\\"):
        guard let next = peek(1), next == 0x0A || next == 0x0D, peek(2) != nil else { return }
        at += 1
        skipLineEnd()
      case 0x0A, 0x0D:
        guard depth > 0 else { return }
        at += 1
      default: return
      }
    }
  }

  // MARK: Values

  /// One literal, or several with commas, which make a tuple.
  private mutating func expressions() -> TemplateValue? {
    skipSpace()
    guard let first = literal() else { return nil }
    skipSpace()
    guard peek() == UInt8(ascii: ",") else { return first }
    var elements = [first]
    while peek() == UInt8(ascii: ",") {
      at += 1
      skipSpace()
      guard let byte = peek(), byte != 0x0A, byte != 0x0D, byte != UInt8(ascii: ")") else { break }
      guard let next = literal() else { return nil }
      elements.append(next)
      skipSpace()
    }
    return .tuple(elements)
  }

  /// A literal, or a real and an imaginary number added.
  private mutating func literal() -> TemplateValue? {
    guard let first = signed() else { return nil }
    guard isReal(first) else { return first }
    let behind = at
    skipSpace()
    guard let sign = peek(), sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") else {
      at = behind
      return first
    }
    at += 1
    skipSpace()
    guard let byte = peek(), isDigit(byte) || byte == UInt8(ascii: "."), case .complex(_, let imaginary)? = number(),
      let real = real(first)
    else { return nil }
    return .complex(real, sign == UInt8(ascii: "-") ? -imaginary : imaginary)
  }

  private func isReal(_ value: TemplateValue) -> Bool {
    switch value {
    case .integer, .bigInteger, .double: true
    default: false
    }
  }

  private func real(_ value: TemplateValue) -> Double? {
    switch value {
    case .integer(let number): Double(number)
    case .bigInteger(let number): number.doubleValue
    case .double(let number): number
    default: nil
    }
  }

  private mutating func signed() -> TemplateValue? {
    guard let byte = peek() else { return nil }
    guard byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-") else { return atom(byte) }
    at += 1
    skipSpace()
    guard let next = peek(), isDigit(next) || next == UInt8(ascii: "."), let value = number() else { return nil }
    return byte == UInt8(ascii: "-") ? try? Arithmetic.negated(value) : value
  }

  private mutating func atom(_ byte: UInt8) -> TemplateValue? {
    switch byte {
    case 0x30...0x39: return number()
    case UInt8(ascii: "."):
      if peek(1) == byte, peek(2) == byte {
        at += 3
        return .ellipsis
      }
      return number()
    case UInt8(ascii: "["): return list()
    case UInt8(ascii: "("): return parentheses()
    case UInt8(ascii: "{"): return braces()
    case UInt8(ascii: "'"), UInt8(ascii: "\""): return strings()
    default: return word()
    }
  }

  private mutating func word() -> TemplateValue? {
    let start = at
    while let byte = peek(), isNameByte(byte) || byte >= 0x80 { at += 1 }
    let name = UnsafeBufferPointer(rebasing: bytes[start..<at])
    if let next = peek(), next == UInt8(ascii: "'") || next == UInt8(ascii: "\"") {
      at = start
      return strings()
    }
    switch String(decoding: name, as: UTF8.self) {
    case "None": return TemplateValue.none
    case "True": return .bool(true)
    case "False": return .bool(false)
    case "set":
      skipSpace()
      guard peek() == UInt8(ascii: "(") else { return nil }
      return emptySet()
    default: return nil
    }
  }

  private mutating func emptySet() -> TemplateValue? {
    guard open() else { return nil }
    skipSpace()
    return close(UInt8(ascii: ")")) ? .set(TemplateSet()) : nil
  }

  private mutating func open() -> Bool {
    at += 1
    depth += 1
    return depth <= Self.depthLimit
  }

  private mutating func close(_ byte: UInt8) -> Bool {
    guard peek() == byte else { return false }
    at += 1
    depth -= 1
    return true
  }

  /// Elements up to a closing bracket, which is left in place.
  private mutating func elements(until end: UInt8) -> (elements: [TemplateValue], endsWithComma: Bool)? {
    var elements: [TemplateValue] = []
    var endsWithComma = false
    skipSpace()
    while let byte = peek(), byte != end {
      if !elements.isEmpty, !endsWithComma { return nil }
      guard let element = literal() else { return nil }
      elements.append(element)
      skipSpace()
      endsWithComma = peek() == UInt8(ascii: ",")
      if endsWithComma {
        at += 1
        skipSpace()
      }
    }
    return (elements, endsWithComma)
  }

  private mutating func list() -> TemplateValue? {
    guard open(), let (elements, _) = elements(until: UInt8(ascii: "]")), close(UInt8(ascii: "]")) else { return nil }
    return .list(elements)
  }

  private mutating func parentheses() -> TemplateValue? {
    guard open(), let (elements, isTuple) = elements(until: UInt8(ascii: ")")), close(UInt8(ascii: ")")) else { return nil }
    return elements.count == 1 && !isTuple ? elements[0] : .tuple(elements)
  }

  private mutating func braces() -> TemplateValue? {
    guard open() else { return nil }
    skipSpace()
    if close(UInt8(ascii: "}")) { return .dict(TemplateDict()) }
    let start = at
    guard literal() != nil else { return nil }
    skipSpace()
    let isDict = peek() == UInt8(ascii: ":")
    at = start
    if !isDict {
      guard let (elements, _) = elements(until: UInt8(ascii: "}")), close(UInt8(ascii: "}")) else { return nil }
      return (try? TemplateSet(elements)).map { .set($0) }
    }
    return members()
  }

  private mutating func members() -> TemplateValue? {
    let dict = TemplateDict()
    while true {
      guard let key = literal() else { return nil }
      skipSpace()
      guard peek() == UInt8(ascii: ":") else { return nil }
      at += 1
      skipSpace()
      guard let value = literal(), (try? dict.set(key, to: value)) != nil else { return nil }
      skipSpace()
      if close(UInt8(ascii: "}")) { return .dict(dict) }
      guard peek() == UInt8(ascii: ",") else { return nil }
      at += 1
      skipSpace()
      if close(UInt8(ascii: "}")) { return .dict(dict) }
    }
  }
}
