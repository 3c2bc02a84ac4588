/// A signed integer of any size, for arithmetic that leaves 64 bits.
///
/// Sign and magnitude; the magnitude is in 32-bit limbs, the least significant first and none of them leading zeros.
public struct BigInteger: Sendable, Hashable {
  /// Results with more bits than this are refused, so that no template can eat the machine's memory or time.
  public static let maximumBitWidth = 1 << 18

  package let isNegative: Bool
  package let limbs: [UInt32]

  init(isNegative: Bool, limbs: [UInt32]) {
    let count = (limbs.lastIndex { $0 != 0 } ?? -1) + 1
    self.limbs = count == limbs.count ? limbs : Array(limbs.prefix(count))
    self.isNegative = isNegative && count > 0
  }

  public init(_ value: some FixedWidthInteger) {
    var rest = value.magnitude
    var limbs: [UInt32] = []
    while rest != 0 {
      limbs.append(UInt32(truncatingIfNeeded: rest))
      rest = rest.bitWidth > 32 ? rest >> 32 : 0
    }
    self.init(isNegative: value < 0, limbs: limbs)
  }

  public var isZero: Bool { limbs.isEmpty }

  /// -1, 0 or 1.
  public var signum: Int { isZero ? 0 : isNegative ? -1 : 1 }

  /// The number of bits of the magnitude; zero has none.
  public var bitWidth: Int {
    guard let last = limbs.last else { return 0 }
    return limbs.count * 32 - last.leadingZeroBitCount
  }

  /// Whether the lowest bit is set.
  public var isOdd: Bool { (limbs.first ?? 0) & 1 == 1 }

  public var magnitude: BigInteger { BigInteger(isNegative: false, limbs: limbs) }

  /// The value when it fits a machine integer.
  public var intValue: Int? {
    guard limbs.count <= 2 else { return nil }
    let low = limbs.reversed().reduce(UInt64(0)) { $0 << 32 | UInt64($1) }
    if isNegative { return low <= UInt64(Int.max) + 1 ? Int(truncatingIfNeeded: 0 &- low) : nil }
    return Int(exactly: low)
  }
}

/// Why arithmetic on big integers was refused.
public enum BigIntegerError: Error, Hashable, Sendable {
  case divisionByZero
  /// The result would have more than ``BigInteger/maximumBitWidth`` bits.
  case tooLarge
}

// MARK: - Comparison

extension BigInteger: Comparable {
  public static func < (left: Self, right: Self) -> Bool {
    if left.isNegative != right.isNegative { return left.isNegative }
    let order = compareMagnitudes(left.limbs, right.limbs)
    return left.isNegative ? order > 0 : order < 0
  }

  static func compareMagnitudes(_ left: [UInt32], _ right: [UInt32]) -> Int {
    if left.count != right.count { return left.count < right.count ? -1 : 1 }
    for place in left.indices.reversed() where left[place] != right[place] {
      return left[place] < right[place] ? -1 : 1
    }
    return 0
  }
}

// MARK: - Sums and products

extension BigInteger {
  public static prefix func - (value: Self) -> Self { BigInteger(isNegative: !value.isNegative, limbs: value.limbs) }

  public static func + (left: Self, right: Self) -> Self {
    if left.isNegative == right.isNegative {
      return BigInteger(isNegative: left.isNegative, limbs: sum(left.limbs, right.limbs))
    }
    if compareMagnitudes(left.limbs, right.limbs) >= 0 {
      return BigInteger(isNegative: left.isNegative, limbs: difference(left.limbs, right.limbs))
    }
    return BigInteger(isNegative: right.isNegative, limbs: difference(right.limbs, left.limbs))
  }

  public static func - (left: Self, right: Self) -> Self { left + -right }

  /// - Throws: ``BigIntegerError/tooLarge``.
  public func multiplied(by other: Self) throws(BigIntegerError) -> Self {
    guard bitWidth + other.bitWidth <= Self.maximumBitWidth + 1 else { throw .tooLarge }
    return BigInteger(isNegative: isNegative != other.isNegative, limbs: Self.product(limbs, other.limbs))
  }

  /// - Throws: ``BigIntegerError/tooLarge``.
  public func raised(to exponent: Int) throws(BigIntegerError) -> Self {
    precondition(exponent >= 0, "a negative power of an integer is not an integer")
    var result = BigInteger(1)
    if limbs.isEmpty || limbs == [1] {
      return exponent == 0 ? result : isNegative && exponent % 2 == 0 ? -self : self
    }
    guard (bitWidth - 1).multipliedReportingOverflow(by: exponent).overflow == false else { throw .tooLarge }
    guard (bitWidth - 1) * exponent <= Self.maximumBitWidth else { throw .tooLarge }
    var power = self
    var rest = exponent
    while true {
      if rest & 1 == 1 { result = try result.multiplied(by: power) }
      rest >>= 1
      if rest == 0 { return result }
      power = try power.multiplied(by: power)
    }
  }

  private static func sum(_ left: [UInt32], _ right: [UInt32]) -> [UInt32] {
    let (long, short) = left.count >= right.count ? (left, right) : (right, left)
    var result = long
    var carry: UInt64 = 0
    for place in result.indices {
      if place >= short.count, carry == 0 { return result }
      carry += UInt64(result[place]) + (place < short.count ? UInt64(short[place]) : 0)
      result[place] = UInt32(truncatingIfNeeded: carry)
      carry >>= 32
    }
    if carry > 0 { result.append(UInt32(carry)) }
    return result
  }

  /// - Precondition: `left` is not smaller than `right`.
  private static func difference(_ left: [UInt32], _ right: [UInt32]) -> [UInt32] {
    var result = left
    var borrow: Int64 = 0
    for place in result.indices {
      if place >= right.count, borrow == 0 { break }
      borrow += Int64(result[place]) - (place < right.count ? Int64(right[place]) : 0)
      result[place] = UInt32(truncatingIfNeeded: borrow)
      borrow >>= 32
    }
    return result
  }

  private static func product(_ left: [UInt32], _ right: [UInt32]) -> [UInt32] {
    if left.isEmpty || right.isEmpty { return [] }
    var result = [UInt32](repeating: 0, count: left.count + right.count)
    result.withUnsafeMutableBufferPointer { result in
      for (offset, factor) in left.enumerated() where factor != 0 {
        var carry: UInt64 = 0
        for (place, limb) in right.enumerated() {
          carry += UInt64(factor) * UInt64(limb) + UInt64(result[offset + place])
          result[offset + place] = UInt32(truncatingIfNeeded: carry)
          carry >>= 32
        }
        result[offset + right.count] = UInt32(carry)
      }
    }
    return result
  }
}

// MARK: - Division

extension BigInteger {
  /// The quotient rounded down and the remainder, which has the sign of the divisor.
  /// - Throws: ``BigIntegerError/divisionByZero``.
  public func flooredDivision(by divisor: Self) throws(BigIntegerError) -> (quotient: Self, remainder: Self) {
    if divisor.isZero { throw .divisionByZero }
    let (whole, rest) = Self.divide(limbs, divisor.limbs)
    let quotient = BigInteger(isNegative: isNegative != divisor.isNegative, limbs: whole)
    let remainder = BigInteger(isNegative: isNegative, limbs: rest)
    if remainder.isZero || isNegative == divisor.isNegative { return (quotient, remainder) }
    return (quotient - BigInteger(1), remainder + divisor)
  }

  /// Quotient and remainder by one limb.
  static func divide(_ dividend: [UInt32], by divisor: UInt32) -> (quotient: [UInt32], remainder: UInt32) {
    var quotient = dividend
    var rest: UInt64 = 0
    for place in quotient.indices.reversed() {
      let value = rest << 32 | UInt64(quotient[place])
      quotient[place] = UInt32(value / UInt64(divisor))
      rest = value % UInt64(divisor)
    }
    return (quotient, UInt32(rest))
  }

  /// Schoolbook long division (Knuth's algorithm D): the divisor is shifted until its top bit is set, so that each
  /// digit guessed from the leading limbs is at most two too large.
  static func divide(_ dividend: [UInt32], _ divisor: [UInt32]) -> (quotient: [UInt32], remainder: [UInt32]) {
    if compareMagnitudes(dividend, divisor) < 0 { return ([], dividend) }
    if divisor.count == 1 {
      let (quotient, remainder) = divide(dividend, by: divisor[0])
      return (quotient, remainder == 0 ? [] : [remainder])
    }
    let shift = divisor[divisor.count - 1].leadingZeroBitCount
    let scaled = shiftedLeft(divisor, by: shift)
    var rest = shiftedLeft(dividend, by: shift)
    if rest.count == dividend.count { rest.append(0) }
    let count = divisor.count
    let (top, second) = (UInt64(scaled[count - 1]), UInt64(scaled[count - 2]))
    var quotient = [UInt32](repeating: 0, count: rest.count - count)
    for place in quotient.indices.reversed() {
      let leading = UInt64(rest[place + count]) << 32 | UInt64(rest[place + count - 1])
      var (guess, left) = leading.quotientAndRemainder(dividingBy: top)
      while guess > UInt32.max || guess * second > left << 32 | UInt64(rest[place + count - 2]) {
        guess -= 1
        left += top
        if left > UInt32.max { break }
      }
      if subtract(scaled, times: UInt32(guess), from: &rest, at: place) {
        guess -= 1
        addBack(scaled, to: &rest, at: place)
      }
      quotient[place] = UInt32(guess)
    }
    return (quotient, shiftedRight(BigInteger(isNegative: false, limbs: rest).limbs, by: shift).limbs)
  }

  /// - Returns: Whether the result went below zero.
  private static func subtract(_ limbs: [UInt32], times factor: UInt32, from rest: inout [UInt32], at place: Int) -> Bool {
    var carry: UInt64 = 0
    var borrow: Int64 = 0
    for (offset, limb) in limbs.enumerated() {
      carry += UInt64(limb) * UInt64(factor)
      borrow += Int64(rest[place + offset]) - Int64(carry & 0xffff_ffff)
      rest[place + offset] = UInt32(truncatingIfNeeded: borrow)
      borrow >>= 32
      carry >>= 32
    }
    borrow += Int64(rest[place + limbs.count]) - Int64(carry)
    rest[place + limbs.count] = UInt32(truncatingIfNeeded: borrow)
    return borrow < 0
  }

  private static func addBack(_ limbs: [UInt32], to rest: inout [UInt32], at place: Int) {
    var carry: UInt64 = 0
    for (offset, limb) in limbs.enumerated() {
      carry += UInt64(rest[place + offset]) + UInt64(limb)
      rest[place + offset] = UInt32(truncatingIfNeeded: carry)
      carry >>= 32
    }
    rest[place + limbs.count] &+= UInt32(carry)
  }
}

// MARK: - Shifts

extension BigInteger {
  static func shiftedLeft(_ limbs: [UInt32], by bits: Int) -> [UInt32] {
    let (whole, part) = bits.quotientAndRemainder(dividingBy: 32)
    var result = [UInt32](repeating: 0, count: whole) + limbs
    if part > 0 {
      var carry: UInt32 = 0
      for place in whole..<result.count {
        let limb = result[place]
        result[place] = limb << part | carry
        carry = limb >> (32 - part)
      }
      if carry > 0 { result.append(carry) }
    }
    return result
  }

  /// - Returns: The shifted limbs and whether a set bit fell off.
  static func shiftedRight(_ limbs: [UInt32], by bits: Int) -> (limbs: [UInt32], lostBits: Bool) {
    let (whole, part) = bits.quotientAndRemainder(dividingBy: 32)
    if whole >= limbs.count { return ([], !limbs.allSatisfy { $0 == 0 }) }
    var lost = limbs[..<whole].contains { $0 != 0 }
    var result = Array(limbs[whole...])
    if part > 0 {
      lost = lost || result[0] << (32 - part) != 0
      for place in result.indices {
        let above = place + 1 < result.count ? result[place + 1] << (32 - part) : 0
        result[place] = result[place] >> part | above
      }
    }
    return (BigInteger(isNegative: false, limbs: result).limbs, lost)
  }
}
