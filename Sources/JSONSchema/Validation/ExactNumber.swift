import JSON
import PythonRules

/// Comparison and divisibility of JSON numbers without rounding.
enum ExactNumber {
  /// -1, 0 or 1; nil when one is not a number, or not comparable.
  static func compare(_ left: JSONValue, _ right: JSONValue) -> Int? {
    if let left = LongDigits(left) { return left.compare(to: right) }
    if let right = LongDigits(right) { return right.compare(to: left).map { -$0 } }
    switch (left, right) {
    case (.integer(let a), .integer(let b)): return order(a, b)
    case (.double(let a), .double(let b)): return a.isNaN || b.isNaN ? nil : order(a, b)
    case (_, .double(let b)): return whole(left)?.compare(to: b)
    case (.double(let a), _): return whole(right)?.compare(to: a).map { -$0 }
    default:
      guard let a = whole(left), let b = whole(right) else { return nil }
      return order(a, b)
    }
  }

  private static func order<T: Comparable>(_ left: T, _ right: T) -> Int { left < right ? -1 : left > right ? 1 : 0 }

  private static func whole(_ value: JSONValue) -> BigInteger? {
    switch value {
    case .integer(let number): BigInteger(number)
    case .bigInteger(let digits): BigInteger(digits)
    case .double(let number): BigInteger(truncating: number)
    default: nil
    }
  }

  /// Whether a number is a multiple of another; true for values that are not numbers.
  ///
  /// A floating-point divisor divides in floating point, so 0.3 is not a multiple of 0.1.
  static func isMultiple(_ value: JSONValue, of divisor: JSONValue) -> Bool {
    if let value = LongDigits(value) { return value.isMultiple(of: divisor) }
    if LongDigits(divisor) != nil { return value == 0 || !SchemaType.number.admits(value) }
    switch (value, divisor) {
    case (.integer(let a), .integer(let b)): return b == -1 || (b != 0 && a % b == 0)
    case (_, .double(let step)): return isMultiple(value, ofDouble: step)
    case (.double(let number), _):
      guard let step = divisor.doubleValue else { return true }
      return number.truncatingRemainder(dividingBy: step) == 0
    default:
      guard let a = whole(value), let b = whole(divisor) else { return true }
      return isMultiple(a, of: b)
    }
  }

  private static func isMultiple(_ value: BigInteger, of divisor: BigInteger) -> Bool {
    (try? value.flooredDivision(by: divisor).remainder.isZero) ?? false
  }

  private static func isMultiple(_ value: JSONValue, ofDouble step: Double) -> Bool {
    guard let number = value.doubleValue else { return true }
    let quotient = number / step
    if quotient.isFinite { return quotient.rounded(.towardZero) == quotient }
    guard let dividend = whole(value), step.isFinite, step != 0 else { return false }
    // The step is a whole significand times a power of two, which moves to the other side when it is a fraction.
    let exponent = Int(step.exponent) - 52
    guard let significand = BigInteger(truncating: step.significand * 0x1p52),
      let power = try? BigInteger(2).raised(to: abs(exponent)),
      let scaled = try? (exponent < 0 ? dividend : significand).multiplied(by: power)
    else { return false }
    return exponent < 0 ? isMultiple(scaled, of: significand) : isMultiple(dividend, of: scaled)
  }
}

/// An integer of so many digits that computing with it would take long; its digits tell enough.
private struct LongDigits {
  private static let limit = PythonNumberText.maximumDigits

  private let isNegative: Bool
  private let digits: Substring

  init?(_ value: JSONValue) {
    guard case .bigInteger(let text) = value, text.utf8.count > Self.limit else { return nil }
    isNegative = text.hasPrefix("-")
    digits = text.dropFirst(isNegative ? 1 : 0)
  }

  /// -1, 0 or 1; nil when the other value is not a number, or not comparable.
  func compare(to other: JSONValue) -> Int? {
    switch other {
    case .bigInteger(let text):
      guard let long = LongDigits(other) else { return isNegative ? -1 : 1 }
      if isNegative != text.hasPrefix("-") { return isNegative ? -1 : 1 }
      if digits == long.digits { return 0 }
      let isSmaller =
        digits.utf8.count == long.digits.utf8.count ? digits < long.digits : digits.utf8.count < long.digits.utf8.count
      return isSmaller != isNegative ? -1 : 1
    case .integer: return isNegative ? -1 : 1
    case .double(let number):
      if number.isNaN { return nil }
      // Every finite double is nearer to zero.
      return number.isInfinite ? (number < 0 ? 1 : -1) : isNegative ? -1 : 1
    default: return nil
    }
  }

  /// Whether it can be divided without a rest; only by what a machine can divide by.
  func isMultiple(of divisor: JSONValue) -> Bool {
    guard case .integer(let step) = divisor, step != 0 else { return false }
    let rest = digits.utf8.reduce(UInt(0)) { rest, digit in
      let scaled = rest.multipliedFullWidth(by: 10)
      let (low, carries) = scaled.low.addingReportingOverflow(UInt(digit - 0x30))
      return step.magnitude.dividingFullWidth((scaled.high + (carries ? 1 : 0), low)).remainder
    }
    return rest == 0
  }
}
