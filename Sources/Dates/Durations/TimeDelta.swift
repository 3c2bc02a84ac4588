/// A span of time of fixed length, with a precision of one microsecond.
///
/// Kept normalised: ``seconds`` and ``microseconds`` are never negative, only ``days`` is, so that minus one second is
/// `days: -1, seconds: 86399`.
public struct TimeDelta: Sendable, Hashable, Comparable {
  public let days: Int
  /// 0 to 86399.
  public let seconds: Int
  /// 0 to 999999.
  public let microseconds: Int

  static let dayLimit = 999_999_999

  public static let zero = TimeDelta(validDays: 0)
  public static let millisecond = TimeDelta(validDays: 0, microseconds: 1000)
  public static let second = TimeDelta(validDays: 0, seconds: 1)
  public static let day = TimeDelta(validDays: 1)

  init(validDays days: Int, seconds: Int = 0, microseconds: Int = 0) {
    self.days = days
    self.seconds = seconds
    self.microseconds = microseconds
  }

  /// Any whole numbers, normalised. Throws an overflow error beyond ±999999999 days.
  public init(days: Int = 0, seconds: Int = 0, microseconds: Int = 0) throws(DateError) {
    let perDay = Int128(CivilCalendar.microsecondsPerDay)
    try self.init(totalMicroseconds: Int128(days) * perDay + Int128(seconds) * 1_000_000 + Int128(microseconds))
  }

  /// Of a number of microseconds. Throws an overflow error beyond ±999999999 days.
  public init(totalMicroseconds total: Int128) throws(DateError) {
    let perDay = Int128(CivilCalendar.microsecondsPerDay)
    var (days, rest) = total.quotientAndRemainder(dividingBy: perDay)
    if rest < 0 {
      rest += perDay
      days -= 1
    }
    guard days.magnitude <= Self.dayLimit else {
      throw DateError(.overflow, "a duration of \(days) days is out of range (±999999999 days)")
    }
    self.init(validDays: Int(days), seconds: Int(rest / 1_000_000), microseconds: Int(rest % 1_000_000))
  }

  /// Of fractional parts. Each part's fraction is carried down exactly as far as binary numbers allow; the rest is rounded
  /// to the nearest microsecond, half to even. Throws for numbers that are not finite and beyond the range.
  public init(
    weeks: Double = 0, days: Double = 0, hours: Double = 0, minutes: Double = 0, seconds: Double = 0, milliseconds: Double = 0,
    microseconds: Double = 0
  ) throws(DateError) {
    let parts = [
      (microseconds, 1.0), (milliseconds, 1e3), (seconds, 1e6), (minutes, 6e7), (hours, 3.6e9), (days, 8.64e10), (weeks, 6.048e11),
    ]
    var total: Int128 = 0
    var leftover = 0.0
    for (value, factor) in parts where value != 0 {
      guard !value.isNaN else { throw DateError(.value, "a duration cannot be NaN") }
      guard value.magnitude * factor < 1e30 else {
        throw DateError(.overflow, "a duration of \(value) is out of range (±999999999 days)")
      }
      let whole = value.rounded(.towardZero)
      total += Int128(whole) * Int128(factor)
      let fraction = (value - whole) * factor
      let wholeFraction = fraction.rounded(.towardZero)
      total += Int128(wholeFraction)
      leftover += fraction - wholeFraction
    }
    if leftover != 0 {
      var rounded = leftover.rounded(.toNearestOrAwayFromZero)
      if (rounded - leftover).magnitude == 0.5 {
        let odd = Double(total & 1)
        rounded = 2 * ((leftover + odd) * 0.5).rounded(.toNearestOrAwayFromZero) - odd
      }
      total += Int128(rounded)
    }
    try self.init(totalMicroseconds: total)
  }

  public var totalMicroseconds: Int128 {
    Int128(days) * Int128(CivilCalendar.microsecondsPerDay) + Int128(seconds * 1_000_000 + microseconds)
  }

  /// The nearest double to the number of seconds.
  public var totalSeconds: Double { Microseconds.inSeconds(totalMicroseconds) }

  public var isZero: Bool { self == .zero }
  public var isNegative: Bool { days < 0 }

  public func adding(_ other: TimeDelta) throws(DateError) -> TimeDelta {
    try TimeDelta(totalMicroseconds: totalMicroseconds + other.totalMicroseconds)
  }

  public func subtracting(_ other: TimeDelta) throws(DateError) -> TimeDelta {
    try TimeDelta(totalMicroseconds: totalMicroseconds - other.totalMicroseconds)
  }

  public func negated() throws(DateError) -> TimeDelta { try TimeDelta(totalMicroseconds: -totalMicroseconds) }

  public func multiplied(by factor: Int) throws(DateError) -> TimeDelta {
    let (product, overflow) = totalMicroseconds.multipliedReportingOverflow(by: Int128(factor))
    guard !overflow else { throw DateError(.overflow, "a duration is out of range (±999999999 days) after multiplying by \(factor)") }
    return try TimeDelta(totalMicroseconds: product)
  }

  public static func < (left: Self, right: Self) -> Bool {
    (left.days, left.seconds, left.microseconds) < (right.days, right.seconds, right.microseconds)
  }
}

/// `3 days, 4:05:06.000007`; a single day is `1 day`, negative spans `-1 day, 23:59:59`.
extension TimeDelta: CustomStringConvertible {
  public var description: String {
    var out = DateText()
    if days != 0 { out.append("\(days) day\(days.magnitude == 1 ? "" : "s"), ") }
    out.append(seconds / 3600, width: 1)
    out.append(UInt8(ascii: ":"))
    out.append(seconds / 60 % 60, width: 2)
    out.append(UInt8(ascii: ":"))
    out.append(seconds % 60, width: 2)
    if microseconds != 0 {
      out.append(UInt8(ascii: "."))
      out.append(microseconds, width: 6)
    }
    return out.text
  }
}
