import PythonRules

/// Rounding to decimal places, halves to even, as `round()` does it.
enum Rounding {
  /// - Returns: nil when the result is beyond the largest double.
  static func round(_ value: Double, _ digits: Int) -> Double? {
    guard value.isFinite, digits <= 323 else { return value }
    if digits < -308 { return value * 0 }
    if digits >= 0 { return Double(PythonNumberText.fixed(value, digits)) }
    guard let whole = BigInteger(truncating: value) else { return value }
    let hasFraction = value != value.rounded(.towardZero)
    let result = nearest(whole.magnitude, -digits, hasFraction: hasFraction).doubleValue
    return result.map { value.sign == .minus ? -$0 : $0 }
  }

  /// Integers only change with a negative number of digits.
  static func round(_ value: BigInteger, _ digits: Int) -> TemplateValue {
    guard digits < 0 else { return TemplateValue(integer: value) }
    // Beyond its own length every number rounds to zero.
    if -digits > value.bitWidth { return .integer(0) }
    let result = nearest(value.magnitude, -digits, hasFraction: false)
    return TemplateValue(integer: value.signum < 0 ? -result : result)
  }

  /// The nearest multiple of a power of ten to a number that is not negative.
  private static func nearest(_ value: BigInteger, _ zeros: Int, hasFraction: Bool) -> BigInteger {
    guard let unit = try? BigInteger(10).raised(to: zeros), let (quotient, remainder) = try? value.flooredDivision(by: unit),
      let lower = try? quotient.multiplied(by: unit)
    else { return BigInteger(0) }
    let doubled = remainder + remainder
    let goesUp = doubled > unit || doubled == unit && (hasFraction || quotient.isOdd)
    return goesUp ? lower + unit : lower
  }
}
