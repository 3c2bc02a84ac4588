// MARK: - Text

extension BigInteger: CustomStringConvertible {
  /// Reads digits of a base from 2 to 36 (letters of either case), with an optional sign; no spaces, no prefix.
  /// - Returns: nil for anything else, also for no digits.
  public init?(_ text: some StringProtocol, radix: Int = 10) {
    var digits = Array(text.utf8)[...]
    let isNegative = digits.first == UInt8(ascii: "-")
    if isNegative || digits.first == UInt8(ascii: "+") { digits = digits.dropFirst() }
    if digits.isEmpty { return nil }
    var values: [UInt8] = []
    values.reserveCapacity(digits.count)
    for digit in digits {
      guard let value = Self.value(ofDigit: digit), value < radix else { return nil }
      values.append(value)
    }
    let limbs = radix & (radix - 1) == 0 ? Self.packed(values, bits: radix.trailingZeroBitCount) : Self.multiplied(values, radix)
    self.init(isNegative: isNegative, limbs: limbs)
  }

  /// The limbs of digits that stand for so many bits each.
  private static func packed(_ digits: [UInt8], bits: Int) -> [UInt32] {
    var limbs: [UInt32] = []
    limbs.reserveCapacity(digits.count * bits / 32 + 1)
    var (pending, width): (UInt64, Int) = (0, 0)
    for digit in digits.reversed() {
      pending |= UInt64(digit) << UInt64(width)
      width += bits
      if width >= 32 {
        limbs.append(UInt32(truncatingIfNeeded: pending))
        (pending, width) = (pending >> 32, width - 32)
      }
    }
    if pending > 0 { limbs.append(UInt32(pending)) }
    return limbs
  }

  /// The limbs of digits of any base, in a time that grows with the square of their number.
  private static func multiplied(_ digits: [UInt8], _ radix: Int) -> [UInt32] {
    // As many digits at once as fit a limb.
    var (chunk, width) = (radix, 1)
    while chunk * radix <= UInt32.max { (chunk, width) = (chunk * radix, width + 1) }
    var limbs: [UInt32] = []
    var start = 0
    // The first group is the one that may be short.
    var end = (digits.count - 1) % width + 1
    while start < digits.count {
      var carry = digits[start..<end].reduce(UInt64(0)) { $0 * UInt64(radix) + UInt64($1) }
      limbs.withUnsafeMutableBufferPointer { limbs in
        for place in limbs.indices {
          carry += UInt64(limbs[place]) * UInt64(chunk)
          limbs[place] = UInt32(truncatingIfNeeded: carry)
          carry >>= 32
        }
      }
      if carry > 0 { limbs.append(UInt32(carry)) }
      (start, end) = (end, end + width)
    }
    return limbs
  }

  static func value(ofDigit byte: UInt8) -> UInt8? {
    switch byte {
    case 0x30...0x39: byte - 0x30
    case 0x61...0x7A: byte - 87
    case 0x41...0x5A: byte - 55
    default: nil
    }
  }

  /// The decimal digits, unless there are more than are written.
  package var writableDigits: String? {
    // A decimal digit is a little more than 3.32 bits.
    guard bitWidth <= PythonNumberText.maximumDigits * 10 / 3 else { return nil }
    let text = description
    return text.utf8.count - (isNegative ? 1 : 0) <= PythonNumberText.maximumDigits ? text : nil
  }

  /// The decimal digits, with `-` in front when negative.
  public var description: String { text(radix: 10) }

  /// The digits in a base from 2 to 36, in lower case, with `-` in front when negative.
  public func text(radix: Int) -> String {
    if isZero { return "0" }
    if radix & (radix - 1) == 0 { return (isNegative ? "-" : "") + packedText(bits: radix.trailingZeroBitCount) }
    // As many digits at once as fit a limb.
    var (chunk, width) = (radix, 1)
    while chunk * radix <= UInt32.max { (chunk, width) = (chunk * radix, width + 1) }
    var pieces: [String] = []
    var rest = limbs
    while !rest.isEmpty {
      let (quotient, digits) = Self.divide(rest, by: UInt32(chunk))
      rest = BigInteger(isNegative: false, limbs: quotient).limbs
      let piece = String(digits, radix: radix)
      pieces.append(rest.isEmpty ? piece : String(repeating: "0", count: width - piece.utf8.count) + piece)
    }
    return (isNegative ? "-" : "") + pieces.reversed().joined()
  }

  /// Digits that stand for so many bits each.
  private func packedText(bits: Int) -> String {
    let digits = Array("0123456789abcdefghijklmnopqrstuvwxyz".utf8)
    var text: [UInt8] = []
    var (pending, width): (UInt64, Int) = (0, 0)
    for limb in limbs {
      pending |= UInt64(limb) << UInt64(width)
      width += 32
      while width >= bits {
        text.append(digits[Int(pending & (1 << UInt64(bits) - 1))])
        (pending, width) = (pending >> UInt64(bits), width - bits)
      }
    }
    if pending > 0 { text.append(digits[Int(pending)]) }
    while text.count > 1, text.last == digits[0] { text.removeLast() }
    return String(decoding: text.reversed(), as: UTF8.self)
  }
}

// MARK: - Doubles

extension BigInteger {
  /// The whole part of a number; nil for infinities and nan.
  public init?(truncating value: Double) {
    guard value.isFinite else { return nil }
    let whole = value.rounded(.towardZero)
    guard whole != 0 else {
      self.init(0)
      return
    }
    let significand = UInt64(whole.significandBitPattern) | 1 << 52
    let exponent = Int(whole.exponent) - 52
    let bits = BigInteger(significand).limbs
    let limbs = exponent >= 0 ? Self.shiftedLeft(bits, by: exponent) : Self.shiftedRight(bits, by: -exponent).limbs
    self.init(isNegative: value < 0, limbs: limbs)
  }

  /// The nearest double, halves to even; nil when it is beyond the largest one.
  public var doubleValue: Double? { Self.double(limbs, exponent: 0, isNegative: isNegative, hasRest: false) }

  /// `left / right` as the nearest double, halves to even, however large the two are; nil when the quotient overflows.
  /// - Throws: ``BigIntegerError/divisionByZero``.
  public static func quotient(_ left: Self, _ right: Self) throws(BigIntegerError) -> Double? {
    if right.isZero { throw .divisionByZero }
    let isNegative = left.isNegative != right.isNegative
    if left.isZero { return 0 }
    // Scaled so that the whole quotient has more bits than a double; what is cut off only matters for ties.
    let shift = 66 - (left.bitWidth - right.bitWidth)
    let dividend = shift > 0 ? shiftedLeft(left.limbs, by: shift) : left.limbs
    let divisor = shift < 0 ? shiftedLeft(right.limbs, by: -shift) : right.limbs
    let (whole, rest) = divide(dividend, divisor)
    let limbs = BigInteger(isNegative: false, limbs: whole).limbs
    return double(limbs, exponent: -shift, isNegative: isNegative, hasRest: rest.contains { $0 != 0 })
  }

  /// `limbs * 2^exponent`, a little more when `hasRest`, rounded once; also right for subnormal results.
  private static func double(_ limbs: [UInt32], exponent: Int, isNegative: Bool, hasRest: Bool) -> Double? {
    let width = BigInteger(isNegative: false, limbs: limbs).bitWidth
    if width == 0 { return isNegative ? -0.0 : 0 }
    // The exponent of the last bit a double of this size keeps.
    let lowest = max(exponent + width - 53, -1074)
    let drop = lowest - exponent
    let (kept, lost) = drop > 1 ? shiftedRight(limbs, by: drop - 1) : (shiftedLeft(limbs, by: 1 - drop), false)
    // One bit more than kept decides about rounding.
    let bits = kept.reversed().reduce(UInt64(0)) { $0 << 32 | UInt64($1) }
    var significand = bits >> 1
    if bits & 1 == 1, lost || hasRest || significand & 1 == 1 { significand += 1 }
    let value = Double(sign: isNegative ? .minus : .plus, exponent: lowest, significand: Double(significand))
    return value.isFinite ? value : nil
  }

  /// Compares exactly, without rounding either side; nil for nan.
  /// - Returns: -1, 0 or 1 as this integer is less than, equal to or greater than the number.
  public func compare(to value: Double) -> Int? {
    if value.isNaN { return nil }
    guard let whole = BigInteger(truncating: value) else { return value > 0 ? -1 : 1 }
    if self != whole { return self < whole ? -1 : 1 }
    let fraction = value - value.rounded(.towardZero)
    return fraction > 0 ? -1 : fraction < 0 ? 1 : 0
  }
}
