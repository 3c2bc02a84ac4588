internal import Document

/// A non-negative integer of many digits, read some digits at a time.
struct WideInteger {
  /// Integers with more digits than this are refused, as Python does: the time to read them would grow with the square of their number.
  static let digitLimit = 4300

  /// Groups of nine decimal digits, the lowest first.
  private var groups: [UInt32] = [0]
  private static let base: UInt64 = 1_000_000_000

  var isZero: Bool { groups == [0] }

  /// The value when it is below 10^9.
  var small: UInt32? { groups.count == 1 ? groups[0] : nil }

  mutating func multiply(by factor: UInt32, adding addend: UInt32) {
    var carry = UInt64(addend)
    for place in groups.indices {
      let product = UInt64(groups[place]) * UInt64(factor) + carry
      groups[place] = UInt32(product % Self.base)
      carry = product / Self.base
    }
    if carry > 0 { groups.append(UInt32(carry)) }
  }

  /// Reads what Python's `int(text, radix)` reads: white space around, a sign, the radix' own prefix.
  mutating func read(_ text: some Sequence<UInt8>, radix: UInt32) throws(ScalarFailure) {
    var digits = Array(text)[...]
    while let last = digits.last, last == 0x20 || (0x09...0x0D).contains(last) { digits.removeLast() }
    digits = digits.drop { $0 == 0x20 || (0x09...0x0D).contains($0) }
    let prefix: UInt8? = radix == 8 ? UInt8(ascii: "o") : nil
    if let prefix, digits.count > 2, digits.first == 0x30, digits[digits.startIndex + 1] | 0x20 == prefix { digits = digits.dropFirst(2) }
    guard !digits.isEmpty else { throw ScalarValue.noInteger }
    try Self.check(digits.drop { $0 == 0x30 }.count, radix: radix)
    var (pending, factor): (UInt32, UInt32) = (0, 1)
    for byte in digits {
      let digit: UInt32
      switch byte {
      case 0x30...0x39: digit = UInt32(byte - 0x30)
      case 0x41...0x46: digit = UInt32(byte - 0x41 + 10)
      case 0x61...0x66: digit = UInt32(byte - 0x61 + 10)
      default: throw ScalarValue.noInteger
      }
      guard digit < radix else { throw ScalarValue.noInteger }
      pending = pending * radix + digit
      factor *= radix
      // As many digits at once as fit a group.
      if UInt64(factor) * UInt64(radix) > Self.base {
        multiply(by: factor, adding: pending)
        (pending, factor) = (0, 1)
      }
    }
    if factor > 1 { multiply(by: factor, adding: pending) }
  }

  /// - Throws: the failure for an integer with so many digits of a base, when there are too many.
  static func check(_ count: Int, radix: UInt32) throws(ScalarFailure) {
    let limit: Int =
      switch radix {
      case 2: digitLimit * 10 / 3
      case 8: digitLimit * 10 / 9
      case 16: digitLimit * 10 / 12
      default: digitLimit
      }
    if count > limit {
      throw ScalarFailure(expected: "an integer that can be read", reason: "it has \(count) digits, and the limit is \(limit)")
    }
  }

  func value(isNegative: Bool) -> Node.Value {
    if groups.count <= 2 {
      let value = Int(groups[0]) + (groups.count == 2 ? Int(groups[1]) * Int(Self.base) : 0)
      return .integer(isNegative ? -value : value)
    }
    var digits = isNegative ? "-" : ""
    for (place, group) in groups.reversed().enumerated() {
      let text = String(group)
      digits += place == 0 ? text : String(repeating: "0", count: 9 - text.count) + text
    }
    return Int(digits).map { .integer($0) } ?? .bigInteger(digits)
  }
}
