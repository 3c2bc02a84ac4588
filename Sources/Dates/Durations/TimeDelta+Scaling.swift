extension TimeDelta {
  /// Times a binary number, rounded to the nearest microsecond, half to even.
  public func multiplied(by factor: Double) throws(DateError) -> TimeDelta {
    let (significand, exponent) = try Self.parts(factor)
    let product = totalMicroseconds * significand
    if exponent >= 0 { return try TimeDelta(totalMicroseconds: Self.shifted(product, exponent)) }
    guard exponent > -126 else { return .zero }
    return try TimeDelta(totalMicroseconds: Self.roundedQuotient(product, 1 << Int128(-exponent)))
  }

  /// Divided by a whole number that is not zero, rounded to the nearest microsecond, half to even.
  public func divided(by divisor: Int) throws(DateError) -> TimeDelta {
    try TimeDelta(totalMicroseconds: Self.roundedQuotient(totalMicroseconds, Int128(divisor)))
  }

  /// Divided by a binary number that is not zero, rounded to the nearest microsecond, half to even.
  public func divided(by divisor: Double) throws(DateError) -> TimeDelta {
    let (significand, exponent) = try Self.parts(divisor)
    if exponent <= 0 {
      let scaled = try Self.shifted(totalMicroseconds, -exponent)
      return try TimeDelta(totalMicroseconds: Self.roundedQuotient(scaled, significand))
    }
    guard exponent < 72 else { return .zero }
    return try TimeDelta(totalMicroseconds: Self.roundedQuotient(totalMicroseconds, significand << Int128(exponent)))
  }

  /// Divided by a whole number that is not zero, rounded down.
  public func floorDivided(by divisor: Int) throws(DateError) -> TimeDelta {
    try TimeDelta(totalMicroseconds: Self.floorQuotient(totalMicroseconds, Int128(divisor)))
  }

  /// How many times a delta that is not zero goes into this one, rounded down.
  public func quotient(by divisor: TimeDelta) -> Int128 { Self.floorQuotient(totalMicroseconds, divisor.totalMicroseconds) }

  /// What is left after ``quotient(by:)``; it has the sign of the divisor.
  public func remainder(by divisor: TimeDelta) -> TimeDelta {
    let rest = totalMicroseconds - quotient(by: divisor) * divisor.totalMicroseconds
    let perDay = Int128(CivilCalendar.microsecondsPerDay)
    let days = Self.floorQuotient(rest, perDay)
    let inDay = Int(rest - days * perDay)
    return TimeDelta(validDays: Int(days), seconds: inDay / 1_000_000, microseconds: inDay % 1_000_000)
  }

  /// This delta as a multiple of one that is not zero.
  public func ratio(to divisor: TimeDelta) -> Double { Double(totalMicroseconds) / Double(divisor.totalMicroseconds) }

  /// A finite number as a whole significand and a power of two.
  private static func parts(_ value: Double) throws(DateError) -> (significand: Int128, exponent: Int) {
    guard !value.isNaN else { throw DateError(.value, "a duration cannot be scaled by NaN") }
    guard value.isFinite else { throw DateError(.overflow, "a duration cannot be scaled by an infinite number") }
    guard value != 0 else { return (0, 0) }
    let exponent = Int(value.exponent) - 52
    let significand = Int128(value.significand * 0x1p52)
    return (value < 0 ? -significand : significand, exponent)
  }

  private static func shifted(_ value: Int128, _ exponent: Int) throws(DateError) -> Int128 {
    guard value != 0 else { return 0 }
    guard exponent < 127 else { throw outOfRange() }
    let (product, overflow) = value.multipliedReportingOverflow(by: 1 << Int128(min(exponent, 126)))
    guard !overflow else { throw outOfRange() }
    return product
  }

  private static func outOfRange() -> DateError { DateError(.overflow, "a duration is out of range (±999999999 days)") }

  private static func floorQuotient(_ value: Int128, _ divisor: Int128) -> Int128 {
    let (quotient, remainder) = value.quotientAndRemainder(dividingBy: divisor)
    return remainder != 0 && (remainder < 0) != (divisor < 0) ? quotient - 1 : quotient
  }

  private static func roundedQuotient(_ value: Int128, _ divisor: Int128) -> Int128 {
    let floor = floorQuotient(value, divisor)
    let twice = (value - floor * divisor).magnitude * 2
    if twice == divisor.magnitude { return floor + (floor & 1) }
    return twice > divisor.magnitude ? floor + 1 : floor
  }
}
