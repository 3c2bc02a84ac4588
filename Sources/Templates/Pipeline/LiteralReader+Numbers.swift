import PythonRules

/// Numbers in their many notations.
extension LiteralReader {
  func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }

  mutating func number() -> TemplateValue? {
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
    guard digits.count <= PythonNumberText.maximumDigits else { return nil }
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
    // What cannot be written as decimal digits stays text.
    let text = String(decoding: digits, as: UTF8.self)
    guard digits.count * radix.trailingZeroBitCount <= PythonNumberText.maximumDigits * 10 / 3 else { return nil }
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
}
