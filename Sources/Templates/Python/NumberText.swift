/// Reading numbers from text as `int()` and `float()` do, and writing them with a fixed number of digits.
enum NumberText {
  /// Integers with more digits than this are neither read nor written.
  static let maximumDigits = 4300

  static let tooManyDigits = TemplateError(
    .valueError, "the integer has more than \(maximumDigits) digits, which is the limit for writing it as text")

  /// `int(text, base)`; nil when the text is no integer of that base.
  /// - Parameter base: 2 to 36, or 0 to go by the prefix.
  static func integer(_ text: String, base: Int = 10) -> TemplateValue? {
    guard var digits = asciiDigits(text)[...].trimmed(), !digits.isEmpty else { return nil }
    var isNegative = false
    if digits.first == UInt8(ascii: "-") || digits.first == UInt8(ascii: "+") {
      isNegative = digits.removeFirst() == UInt8(ascii: "-")
    }
    guard let (radix, hasPrefix) = takePrefix(&digits, base) else { return nil }
    guard let plain = withoutUnderscores(digits, mayLead: hasPrefix, takesLetters: true), !plain.isEmpty else { return nil }
    if base == 0, !hasPrefix, plain.first == UInt8(ascii: "0"), plain.contains(where: { $0 != UInt8(ascii: "0") }) { return nil }
    if radix & (radix - 1) != 0, plain.count > maximumDigits { return nil }
    if radix & (radix - 1) == 0, plain.count * radix.trailingZeroBitCount > BigInteger.maximumBitWidth { return nil }
    let source = (isNegative ? "-" : "") + String(decoding: plain, as: UTF8.self)
    if let small = Int(source, radix: radix) { return .integer(small) }
    return BigInteger(source, radix: radix).map(TemplateValue.init(integer:))
  }

  /// `float(text)`; nil when the text is no number.
  static func double(_ text: String) -> Double? {
    guard let trimmed = asciiDigits(text)[...].trimmed(), let plain = withoutUnderscores(trimmed, mayLead: false, takesLetters: false)
    else { return nil }
    var digits = plain[...]
    var isNegative = false
    if digits.first == UInt8(ascii: "-") || digits.first == UInt8(ascii: "+") {
      isNegative = digits.removeFirst() == UInt8(ascii: "-")
    }
    switch String(decoding: digits.map { $0 | 0x20 }, as: UTF8.self) {
    case "inf", "infinity": return isNegative ? -.infinity : .infinity
    case "nan": return .nan
    default: break
    }
    guard isDecimal(digits) else { return nil }
    let value = Double(String(decoding: digits, as: UTF8.self)) ?? .nan
    return isNegative ? -value : value
  }

  /// Whether these are digits with at most one point and an exponent.
  private static func isDecimal(_ digits: ArraySlice<UInt8>) -> Bool {
    var rest = digits
    func takeDigits() -> Int {
      let count = rest.prefix { $0 >= 0x30 && $0 <= 0x39 }.count
      rest = rest.dropFirst(count)
      return count
    }
    var count = takeDigits()
    if rest.first == UInt8(ascii: ".") {
      rest = rest.dropFirst()
      count += takeDigits()
    }
    if count == 0 { return false }
    if let sign = rest.first, sign | 0x20 == UInt8(ascii: "e") {
      rest = rest.dropFirst()
      if rest.first == UInt8(ascii: "-") || rest.first == UInt8(ascii: "+") { rest = rest.dropFirst() }
      if takeDigits() == 0 { return false }
    }
    return rest.isEmpty
  }

  /// Digits of every script as ASCII, every kind of space as a blank; other characters cannot be part of a number.
  private static func asciiDigits(_ text: String) -> [UInt8] {
    if text.utf8.allSatisfy({ $0 < 0x80 }) { return text.utf8.map { PythonText.isSpace(Unicode.Scalar($0)) ? 0x20 : $0 } }
    return text.unicodeScalars.map { scalar in
      if PythonText.isSpace(scalar) { return 0x20 }
      if scalar.isASCII { return UInt8(scalar.value) }
      guard scalar.properties.generalCategory == .decimalNumber, let value = scalar.properties.numericValue else { return 0xFF }
      return 0x30 + UInt8(value)
    }
  }

  private static func takePrefix(_ digits: inout ArraySlice<UInt8>, _ base: Int) -> (radix: Int, hasPrefix: Bool)? {
    let prefixes: [(UInt8, Int)] = [(UInt8(ascii: "x"), 16), (UInt8(ascii: "o"), 8), (UInt8(ascii: "b"), 2)]
    if digits.first == UInt8(ascii: "0"), let letter = digits.dropFirst().first.map({ $0 | 0x20 }) {
      for (sign, radix) in prefixes where sign == letter && (base == 0 || base == radix) {
        digits = digits.dropFirst(2)
        return (radix, true)
      }
    }
    return (base == 0 ? 10 : base, false)
  }

  /// Underscores may stand between two digits, which are letters too in integers, and behind a prefix.
  private static func withoutUnderscores(_ digits: ArraySlice<UInt8>, mayLead: Bool, takesLetters: Bool) -> [UInt8]? {
    guard digits.contains(UInt8(ascii: "_")) else { return Array(digits) }
    func isDigit(_ byte: UInt8?) -> Bool {
      guard let byte else { return false }
      return byte >= 0x30 && byte <= 0x39 || takesLetters && byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A
    }
    var plain: [UInt8] = []
    var before: UInt8? = mayLead ? 0x30 : nil
    for place in digits.indices {
      let byte = digits[place]
      let after = place + 1 < digits.endIndex ? digits[place + 1] : nil
      if byte == UInt8(ascii: "_") {
        guard isDigit(before), isDigit(after) else { return nil }
      } else {
        plain.append(byte)
      }
      before = byte
    }
    return plain
  }

  /// The digits of a finite number with so many behind the point, exactly rounded, halves to even.
  static func fixed(_ value: Double, _ precision: Int) -> String {
    if precision == 0, abs(value) < 0x1p53 {
      return (value.sign == .minus ? "-" : "") + String(Int(abs(value).rounded(.toNearestOrEven)))
    }
    let digits = scaledDigits(abs(value), precision)
    let padded = String(repeating: "0", count: max(0, precision + 1 - digits.utf8.count)) + digits
    let sign = value.sign == .minus ? "-" : ""
    return precision == 0 ? sign + padded : sign + padded.dropLast(precision) + "." + padded.suffix(precision)
  }

  /// `value * 10^precision` rounded to an integer, halves to even.
  private static func scaledDigits(_ value: Double, _ precision: Int) -> String {
    guard value != 0 else { return "0" }
    // The value is significand * 2^exponent with both whole.
    let exponent = Int(value.exponent) - 52
    let significand = BigInteger(truncating: value.significand * 0x1p52)?.limbs ?? []
    let power = (try? BigInteger(10).raised(to: precision)) ?? BigInteger(1)
    guard let scaled = try? BigInteger(isNegative: false, limbs: significand).multiplied(by: power) else { return "0" }
    if exponent >= 0 { return BigInteger(isNegative: false, limbs: BigInteger.shiftedLeft(scaled.limbs, by: exponent)).description }
    let (kept, hasRest) = BigInteger.shiftedRight(scaled.limbs, by: -exponent - 1)
    let doubled = BigInteger(isNegative: false, limbs: kept)
    var whole = BigInteger(isNegative: false, limbs: BigInteger.shiftedRight(kept, by: 1).limbs)
    if doubled.isOdd, hasRest || whole.isOdd { whole = whole + BigInteger(1) }
    return whole.description
  }
}

extension ArraySlice where Element == UInt8 {
  /// Without the blanks on either side.
  fileprivate func trimmed() -> Self? {
    guard let first = firstIndex(where: { $0 != 0x20 }), let last = lastIndex(where: { $0 != 0x20 }) else { return [] }
    return self[first...last]
  }
}

extension TemplateValue {
  /// An integer of any size, in its shortest form.
  init(integer: BigInteger) {
    self = integer.intValue.map { .integer($0) } ?? .bigInteger(integer)
  }
}
