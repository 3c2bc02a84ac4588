/// Reads text as a literal of the manifest language, which is what happens to the result of every template.
///
/// Numbers, quoted text, `True`, `False`, `None`, `...`, lists, tuples, sets and dictionaries become values; everything
/// else, from dates to JSON with `true` in it, is no literal.
enum LiteralParser {
  /// - Returns: nil when the text is no literal.
  static func value(of text: String) -> TemplateValue? {
    var text = text
    return text.withUTF8 { bytes in
      guard mayStart(bytes) else { return nil }
      var reader = LiteralReader(bytes)
      return reader.whole()
    }
  }

  /// Tells quickly about most text that it is no literal.
  private static func mayStart(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    var at = 0
    while at < bytes.count {
      let byte = bytes[at]
      switch byte {
      case 0x20, 0x09, 0x0C, 0x0A, 0x0D: at += 1
      case 0x30...0x39, UInt8(ascii: "."), UInt8(ascii: "'"), UInt8(ascii: "\""), UInt8(ascii: "["), UInt8(ascii: "("),
        UInt8(ascii: "{"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "#"), UInt8(ascii: "\\"):
        return true
      case UInt8(ascii: "N"), UInt8(ascii: "T"), UInt8(ascii: "F"), UInt8(ascii: "s"):
        return follows(bytes, at, "None") || follows(bytes, at, "True") || follows(bytes, at, "False") || follows(bytes, at, "set")
      case UInt8(ascii: "b"), UInt8(ascii: "B"), UInt8(ascii: "r"), UInt8(ascii: "R"), UInt8(ascii: "u"), UInt8(ascii: "U"):
        return bytes[(at + 1)...].prefix(2).contains { $0 == UInt8(ascii: "'") || $0 == UInt8(ascii: "\"") }
      default: return false
      }
    }
    return false
  }

  private static func follows(_ bytes: UnsafeBufferPointer<UInt8>, _ at: Int, _ word: StaticString) -> Bool {
    guard at + word.utf8CodeUnitCount <= bytes.count else { return false }
    for offset in 0..<word.utf8CodeUnitCount where bytes[at + offset] != word.utf8Start[offset] { return false }
    return true
  }
}

/// Walks over the bytes of a literal. Every function gives nil as soon as the text turns out not to be one.
struct LiteralReader {
  /// Brackets may nest this deep.
  private static let depthLimit = 200

  private let bytes: UnsafeBufferPointer<UInt8>
  private var at = 0
  private var depth = 0

  init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

  mutating func whole() -> TemplateValue? {
    while let byte = peek(), byte == 0x20 || byte == 0x09 { at += 1 }
    guard skipLeadingLines(), let value = expressions() else { return nil }
    return skipTrailingLines() ? value : nil
  }

  // MARK: Space

  private func peek(_ offset: Int = 0) -> UInt8? { at + offset < bytes.count ? bytes[at + offset] : nil }

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
  private mutating func skipSpace() {
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

  // MARK: Numbers

  private func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }

  private mutating func number() -> TemplateValue? {
    let start = at
    if peek() == UInt8(ascii: "0"), let kind = peek(1), let radix = radix(kind) { return prefixed(radix) }
    guard skipDigits(optional: peek() == UInt8(ascii: ".")) else { return nil }
    var isFloat = false
    if peek() == UInt8(ascii: ".") {
      isFloat = true
      at += 1
      let hasWhole = at - 1 > start
      if let next = peek(), isDigit(next) {
        guard skipDigits(optional: false) else { return nil }
      } else if !hasWhole {
        return nil
      }
    }
    if let byte = peek(), byte | 0x20 == UInt8(ascii: "e") {
      isFloat = true
      at += 1
      if let sign = peek(), sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") { at += 1 }
      guard skipDigits(optional: false) else { return nil }
    }
    let digits = bytes[start..<at].filter { $0 != UInt8(ascii: "_") }
    if let byte = peek(), byte | 0x20 == UInt8(ascii: "j") {
      at += 1
      return endsNumber ? Double(String(decoding: digits, as: UTF8.self)).map { .complex(0, $0) } : nil
    }
    guard endsNumber else { return nil }
    if isFloat { return Double(completed(digits)).map { .double($0) } }
    return integer(digits)
  }

  /// Digits with a digit on both sides of the point.
  private func completed(_ digits: [UInt8]) -> String {
    var text = String(decoding: digits, as: UTF8.self)
    if text.hasPrefix(".") { text = "0" + text }
    return text.replacing(".e", with: ".0e").replacing(".E", with: ".0e") + (text.hasSuffix(".") ? "0" : "")
  }

  private var endsNumber: Bool {
    guard let byte = peek() else { return true }
    return !isNameByte(byte) && byte < 0x80
  }

  private func integer(_ digits: [UInt8]) -> TemplateValue? {
    if digits[0] == UInt8(ascii: "0"), digits.contains(where: { $0 != UInt8(ascii: "0") }) { return nil }
    guard digits.count <= NumberText.maximumDigits else { return nil }
    if digits.count <= 18 { return .integer(digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }) }
    let text = String(decoding: digits, as: UTF8.self)
    if let small = Int(text) { return .integer(small) }
    return BigInteger(text).map { .bigInteger($0) }
  }

  private func radix(_ byte: UInt8) -> Int? {
    switch byte | 0x20 {
    case UInt8(ascii: "x"): 16
    case UInt8(ascii: "o"): 8
    case UInt8(ascii: "b"): 2
    default: nil
    }
  }

  private mutating func prefixed(_ radix: Int) -> TemplateValue? {
    at += 2
    var digits: [UInt8] = []
    var afterMark = false
    while let byte = peek() {
      if byte == UInt8(ascii: "_") {
        if afterMark { return nil }
        afterMark = true
      } else if let value = hexValue(byte), value < radix {
        digits.append(byte)
        afterMark = false
      } else {
        break
      }
      at += 1
    }
    guard !digits.isEmpty, !afterMark, endsNumber else { return nil }
    let text = String(decoding: digits, as: UTF8.self)
    return BigInteger(text, radix: radix).map(Arithmetic.normal)
  }

  /// Digits with single underscores between them.
  private mutating func skipDigits(optional: Bool) -> Bool {
    let start = at
    while let byte = peek() {
      if isDigit(byte) {
        at += 1
      } else if byte == UInt8(ascii: "_"), at > start, let next = peek(1), isDigit(next) {
        at += 2
      } else {
        break
      }
    }
    return optional || at > start
  }

  // MARK: Strings

  /// One or more string literals, which follow each other and are joined.
  private mutating func strings() -> TemplateValue? {
    guard let first = string() else { return nil }
    var text = first.text
    var data = first.bytes
    while true {
      let behind = at
      skipSpace()
      guard let byte = peek(), startsString(byte) else {
        at = behind
        break
      }
      guard let next = string(), (next.bytes == nil) == (data == nil) else { return nil }
      text += next.text
      if let more = next.bytes { data?.append(contentsOf: more) }
    }
    if let data { return .bytes(data) }
    return .string(text)
  }

  private func startsString(_ byte: UInt8) -> Bool {
    var offset = 0
    while let byte = peek(offset), offset < 3 {
      if byte == UInt8(ascii: "'") || byte == UInt8(ascii: "\"") { return true }
      guard "rRbBuUfF".utf8.contains(byte) else { return false }
      offset += 1
    }
    return false
  }

  private mutating func string() -> (text: String, bytes: [UInt8]?)? {
    var prefix = ""
    while let byte = peek(), byte != UInt8(ascii: "'"), byte != UInt8(ascii: "\"") {
      prefix.unicodeScalars.append(Unicode.Scalar(byte | 0x20))
      at += 1
    }
    guard ["", "r", "u", "b", "br", "rb"].contains(prefix), let quote = peek() else { return nil }
    let isTriple = peek(1) == quote && peek(2) == quote
    at += isTriple ? 3 : 1
    let start = at
    guard let end = stringEnd(quote, isTriple: isTriple) else { return nil }
    let body = ArraySlice(lineEndsNormal(bytes[start..<end]))
    at = end + (isTriple ? 3 : 1)
    let isRaw = prefix.contains("r")
    if prefix.contains("b") {
      if isRaw { return body.allSatisfy { $0 < 0x80 } ? ("", Array(body)) : nil }
      return (try? StringEscapes.resolveBytes(body)).map { ("", $0) }
    }
    if isRaw { return (String(decoding: body, as: UTF8.self), nil) }
    return (try? StringEscapes.resolve(body, mode: .template)).map { ($0, nil) }
  }

  private func lineEndsNormal(_ body: Slice<UnsafeBufferPointer<UInt8>>) -> [UInt8] {
    guard body.contains(0x0D) else { return Array(body) }
    var result: [UInt8] = []
    var previous: UInt8 = 0
    for byte in body {
      if byte == 0x0D { result.append(0x0A) } else if byte != 0x0A || previous != 0x0D { result.append(byte) }
      previous = byte
    }
    return result
  }

  private func stringEnd(_ quote: UInt8, isTriple: Bool) -> Int? {
    var end = at
    while end < bytes.count {
      let byte = bytes[end]
      if byte == UInt8(ascii: "\\") {
        end += 2
      } else if byte == quote {
        if !isTriple { return end }
        if end + 2 < bytes.count, bytes[end + 1] == quote, bytes[end + 2] == quote { return end }
        end += 1
      } else if byte == 0 || !isTriple && (byte == 0x0A || byte == 0x0D) {
        return nil
      } else {
        end += 1
      }
    }
    return nil
  }
}
