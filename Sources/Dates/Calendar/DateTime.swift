/// A date and time of day with microsecond precision, in the years 1 to 9999.
///
/// It is *aware* when it carries an offset from UTC, *naive* otherwise. Two aware values are compared by the instant they
/// name; a naive one never equals an aware one and is ordered as though it were in UTC.
public struct DateTime: Sendable, Hashable, Comparable {
  /// What a clock on the wall shows, in microseconds since 1970-01-01T00:00.
  public let wallClock: Int
  private let storedOffset: Int

  private static let naive = Int.min
  static let wallClockRange =
    CivilCalendar.firstDay * CivilCalendar.microsecondsPerDay..<(CivilCalendar.lastDay + 1) * CivilCalendar.microsecondsPerDay

  init(validWallClock: Int, offset: Int?) {
    wallClock = validWallClock
    storedOffset = offset ?? Self.naive
  }

  /// Throws an overflow error outside the years 1 to 9999.
  public init(wallClock: Int, offset: Int?) throws(DateError) {
    guard Self.wallClockRange.contains(wallClock) else { throw .outOfRange() }
    self.init(validWallClock: wallClock, offset: offset)
  }

  /// The time in UTC of a number of microseconds since 1970-01-01T00:00Z.
  public init(microsecondsSinceEpoch: Int) throws(DateError) { try self.init(wallClock: microsecondsSinceEpoch, offset: 0) }

  /// Microseconds east of UTC; nil for a naive value. Its magnitude is below one day.
  public var offset: Int? { storedOffset == Self.naive ? nil : storedOffset }
  public var isAware: Bool { storedOffset != Self.naive }

  /// Microseconds since 1970-01-01T00:00Z; a naive value counts as UTC. May lie a day outside the years 1 to 9999.
  public var microsecondsSinceEpoch: Int { storedOffset == Self.naive ? wallClock : wallClock - storedOffset }

  /// Of the parts of a date and time. `offset` is in microseconds. Throws a value error for a part out of its range.
  public init(
    year: Int, month: Int = 1, day: Int = 1, hour: Int = 0, minute: Int = 0, second: Int = 0, microsecond: Int = 0, offset: Int? = nil
  ) throws(DateError) {
    let date = try CalendarDate(year: year, month: month, day: day)
    guard (0...23).contains(hour) else { throw DateError(.value, "hour \(hour) is out of range (0 to 23)") }
    guard (0...59).contains(minute) else { throw DateError(.value, "minute \(minute) is out of range (0 to 59)") }
    guard (0...59).contains(second) else { throw DateError(.value, "second \(second) is out of range (0 to 59)") }
    guard (0...999_999).contains(microsecond) else {
      throw DateError(.value, "microsecond \(microsecond) is out of range (0 to 999999)")
    }
    if let offset { try Self.check(offset: offset) }
    let seconds = (hour * 60 + minute) * 60 + second
    let time = seconds * CivilCalendar.microsecondsPerSecond + microsecond
    self.init(validWallClock: date.daysSinceEpoch * CivilCalendar.microsecondsPerDay + time, offset: offset)
  }

  static func check(offset: Int) throws(DateError) {
    guard offset.magnitude < CivilCalendar.microsecondsPerDay else {
      throw DateError(.value, "an offset from UTC must be shorter than 24 hours")
    }
  }

  /// Midnight of a date.
  public init(_ date: CalendarDate, offset: Int? = nil) {
    self.init(validWallClock: date.daysSinceEpoch * CivilCalendar.microsecondsPerDay, offset: offset)
  }

  public var date: CalendarDate {
    CalendarDate(validDays: CivilCalendar.floorDivide(wallClock, CivilCalendar.microsecondsPerDay))
  }
  /// Microseconds since midnight on the wall clock.
  public var timeOfDay: Int { CivilCalendar.floorModulo(wallClock, CivilCalendar.microsecondsPerDay) }
  public var year: Int { date.year }
  public var month: Int { date.month }
  public var day: Int { date.day }
  public var hour: Int { timeOfDay / 3_600_000_000 }
  public var minute: Int { timeOfDay / 60_000_000 % 60 }
  public var second: Int { timeOfDay / 1_000_000 % 60 }
  public var microsecond: Int { timeOfDay % 1_000_000 }

  /// Seconds since 1970-01-01T00:00Z as the nearest double; a naive value counts as UTC.
  public var timestamp: Double { Microseconds.inSeconds(Int128(microsecondsSinceEpoch)) }

  /// The same instant on a clock at another offset (in microseconds); a naive value counts as UTC.
  public func converted(toOffset offset: Int = 0) throws(DateError) -> DateTime {
    try DateTime(wallClock: microsecondsSinceEpoch + offset, offset: offset)
  }

  /// The same wall clock with another offset, or none.
  public func withOffset(_ offset: Int?) -> DateTime { DateTime(validWallClock: wallClock, offset: offset) }

  /// The value itself when aware, otherwise the same wall clock in UTC.
  public var assumingUTC: DateTime { isAware ? self : withOffset(0) }

  /// Naive and aware values are different whatever they show.
  public static func == (left: Self, right: Self) -> Bool {
    left.isAware == right.isAware && left.microsecondsSinceEpoch == right.microsecondsSinceEpoch
  }

  public func hash(into hasher: inout Hasher) { hasher.combine(microsecondsSinceEpoch) }

  public static func < (left: Self, right: Self) -> Bool {
    let (leftInstant, rightInstant) = (left.microsecondsSinceEpoch, right.microsecondsSinceEpoch)
    return leftInstant == rightInstant ? !left.isAware && right.isAware : leftInstant < rightInstant
  }
}
