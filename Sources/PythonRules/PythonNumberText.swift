/// Reading numbers from text as `int()` and `float()` do, and writing them with a fixed number of digits.
///
/// Both take white space around the number, digits of any script and single `_` between digits.
package enum PythonNumberText {
  /// Integers with more digits than this are neither read nor written.
  package static let maximumDigits = 4300

  /// An integer as a text spells it.
  package struct Digits {
    package let isNegative: Bool
    package let radix: Int
    /// ASCII, with leading zeros.
    package let digits: [UInt8]

    /// Whether Python refuses an integer of so many digits.
    package var isTooLong: Bool {
      let isPowerOfTwo = radix & (radix - 1) == 0
      return isPowerOfTwo
        ? digits.count * radix.trailingZeroBitCount > BigInteger.maximumBitWidth : digits.count > PythonNumberText.maximumDigits
    }

    /// The value when it fits a machine integer.
    package var intValue: Int? {
      if radix == 10, digits.count <= 18 {
        let magnitude = digits.reduce(0) { $0 &* 10 &+ Int($1 &- 0x30) }
        return isNegative ? -magnitude : magnitude
      }
      return Int(text, radix: radix)
    }

    /// Sign and digits without leading zeros.
    package var text: String {
      let significant = digits.drop { $0 == 0x30 }
      return significant.isEmpty ? "0" : (isNegative ? "-" : "") + String(decoding: significant, as: UTF8.self)
    }
  }

  /// `int(text, base)`, of any length; nil when the text is no integer of that base.
  /// - Parameter base: 2 to 36, or 0 to go by the prefix.
  package static func digits(_ text: String, base: Int = 10) -> Digits? {
    var rest = trimmedASCII(text)
    let isNegative = takeSign(&rest)
    let (radix, hasPrefix) = takePrefix(&rest, base)
    var digits: [UInt8] = []
    digits.reserveCapacity(rest.count)
    // A `_` may follow a digit or the prefix.
    var mayBeUnderscore = hasPrefix
    for byte in rest {
      if byte == UInt8(ascii: "_"), mayBeUnderscore {
        mayBeUnderscore = false
        continue
      }
      guard let value = BigInteger.value(ofDigit: byte), value < radix else { return nil }
      digits.append(byte)
      mayBeUnderscore = true
    }
    guard mayBeUnderscore, !digits.isEmpty else { return nil }
    if base == 0, !hasPrefix, digits[0] == 0x30, digits.contains(where: { $0 != 0x30 }) { return nil }
    return Digits(isNegative: isNegative, radix: radix, digits: digits)
  }

  /// `float(text)`; nil when the text is no number.
  package static func double(_ text: String) -> Double? {
    var rest = trimmedASCII(text)
    let isNegative = takeSign(&rest)
    if let first = rest.first, first | 0x20 >= UInt8(ascii: "a"), let special = special(rest) { return isNegative ? -special : special }
    var number: [UInt8] = isNegative ? [UInt8(ascii: "-")] : []
    number.reserveCapacity(rest.count + 3)
    guard let whole = takeDigits(&rest, into: &number) else { return nil }
    if whole == 0 { number.append(UInt8(ascii: "0")) }
    var fraction = 0
    if rest.first == UInt8(ascii: ".") {
      rest.removeFirst()
      number.append(UInt8(ascii: "."))
      guard let count = takeDigits(&rest, into: &number) else { return nil }
      if count == 0 { number.append(UInt8(ascii: "0")) }
      fraction = count
    }
    guard whole + fraction > 0 else { return nil }
    if let mark = rest.first, mark | 0x20 == UInt8(ascii: "e") {
      rest.removeFirst()
      number += [UInt8(ascii: "e"), takeSign(&rest) ? UInt8(ascii: "-") : UInt8(ascii: "+")]
      guard let count = takeDigits(&rest, into: &number), count > 0 else { return nil }
    }
    return rest.isEmpty ? Double(String(decoding: number, as: UTF8.self)) : nil
  }

  private static func special(_ rest: ArraySlice<UInt8>) -> Double? {
    switch String(decoding: rest.map { $0 | 0x20 }, as: UTF8.self) {
    case "inf", "infinity": .infinity
    case "nan": .nan
    default: nil
    }
  }

  /// Whether a sign stood there and was `-`.
  private static func takeSign(_ rest: inout ArraySlice<UInt8>) -> Bool {
    guard let first = rest.first, first == UInt8(ascii: "-") || first == UInt8(ascii: "+") else { return false }
    rest.removeFirst()
    return first == UInt8(ascii: "-")
  }

  /// Moves the digits at the start, without the `_` between them.
  /// - Returns: how many there were; nil when a `_` stands elsewhere.
  private static func takeDigits(_ rest: inout ArraySlice<UInt8>, into number: inout [UInt8]) -> Int? {
    var count = 0
    var afterDigit = false
    var end = rest.startIndex
    while end < rest.endIndex {
      let byte = rest[end]
      if byte >= 0x30, byte <= 0x39 {
        number.append(byte)
        count += 1
        afterDigit = true
      } else if byte == UInt8(ascii: "_") {
        guard afterDigit else { return nil }
        afterDigit = false
      } else {
        break
      }
      end += 1
    }
    rest = rest[end...]
    return count == 0 || afterDigit ? count : nil
  }

  private static func takePrefix(_ digits: inout ArraySlice<UInt8>, _ base: Int) -> (radix: Int, hasPrefix: Bool) {
    guard base != 10 else { return (10, false) }
    let prefixes: [(UInt8, Int)] = [(UInt8(ascii: "x"), 16), (UInt8(ascii: "o"), 8), (UInt8(ascii: "b"), 2)]
    if digits.first == UInt8(ascii: "0"), let letter = digits.dropFirst().first.map({ $0 | 0x20 }) {
      for (sign, radix) in prefixes where sign == letter && (base == 0 || base == radix) {
        digits = digits.dropFirst(2)
        return (radix, true)
      }
    }
    return (base == 0 ? 10 : base, false)
  }

  /// The text without white space around, digits of every script as ASCII; other characters cannot be part of a number.
  private static func trimmedASCII(_ text: String) -> ArraySlice<UInt8> {
    // Nearly every text is plain: then neither white space nor other scripts have to be looked for.
    if text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) { return Array(text.utf8)[...] }
    let scalars = text.unicodeScalars
    guard let first = scalars.firstIndex(where: { !isSpace($0) }), let last = scalars.lastIndex(where: { !isSpace($0) }) else { return [] }
    return scalars[first...last].map { scalar in
      if scalar.isASCII { return UInt8(scalar.value) }
      return PythonCharacter.digit(scalar.value).map { 0x30 + UInt8($0) } ?? 0xFF
    }[...]
  }

  /// White space around numbers, of which the separators of ASCII are none.
  private static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
    PythonCharacter.isSpace(scalar) && !(0x1C...0x1F).contains(scalar.value)
  }

  /// The digits of a finite number with so many behind the point, exactly rounded, halves to even.
  package static func fixed(_ value: Double, _ precision: Int) -> String {
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
