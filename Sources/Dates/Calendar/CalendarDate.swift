/// A day of the proleptic Gregorian calendar, in the years 1 to 9999.
public struct CalendarDate: Sendable, Hashable, Comparable {
  /// Days since 1970-01-01; negative before.
  public let daysSinceEpoch: Int

  /// Throws an overflow error outside the years 1 to 9999.
  public init(daysSinceEpoch days: Int) throws(DateError) {
    guard (CivilCalendar.firstDay...CivilCalendar.lastDay).contains(days) else { throw .outOfRange() }
    daysSinceEpoch = days
  }

  init(validDays days: Int) { daysSinceEpoch = days }

  /// Throws a value error for a date that does not exist, naming the part that is wrong.
  public init(year: Int, month: Int, day: Int) throws(DateError) {
    guard (1...9999).contains(year) else { throw DateError(.value, "year \(year) is out of range (1 to 9999)") }
    guard (1...12).contains(month) else { throw DateError(.value, "month \(month) is out of range (1 to 12)") }
    let last = CivilCalendar.daysInMonth(year, month)
    guard (1...last).contains(day) else {
      throw DateError(.value, "day \(day) is out of range: month \(month) of \(year) has \(last) days")
    }
    daysSinceEpoch = CivilCalendar.days(year: year, month: month, day: day)
  }

  public var year: Int { components.year }
  public var month: Int { components.month }
  public var day: Int { components.day }
  public var components: (year: Int, month: Int, day: Int) { CivilCalendar.civil(days: daysSinceEpoch) }

  /// 0 for Monday to 6 for Sunday.
  public var weekday: Int { CivilCalendar.weekday(days: daysSinceEpoch) }
  /// 1 for Monday to 7 for Sunday.
  public var isoWeekday: Int { weekday + 1 }
  /// 1 for January 1.
  public var dayOfYear: Int { daysSinceEpoch - CivilCalendar.days(year: year, month: 1, day: 1) + 1 }
  /// The number of the day when 0001-01-01 is day 1.
  public var ordinal: Int { daysSinceEpoch - CivilCalendar.firstDay + 1 }

  /// The ISO 8601 week date; week 1 is the one with January 4.
  public var isoWeekDate: (year: Int, week: Int, weekday: Int) {
    let thursday = daysSinceEpoch - weekday + 3
    let year = CivilCalendar.civil(days: thursday).year
    let week = (thursday - CivilCalendar.days(year: year, month: 1, day: 1)) / 7 + 1
    return (year, week, isoWeekday)
  }

  /// The same date with some parts changed; throws when it does not exist.
  public func replacing(year: Int? = nil, month: Int? = nil, day: Int? = nil) throws(DateError) -> CalendarDate {
    let old = components
    return try CalendarDate(year: year ?? old.year, month: month ?? old.month, day: day ?? old.day)
  }

  /// Whole days of the delta only; a part of a day is left out (`date + 1 hour` is the same date).
  public func adding(_ delta: TimeDelta) throws(DateError) -> CalendarDate {
    try CalendarDate(daysSinceEpoch: daysSinceEpoch + delta.days)
  }

  public func subtracting(_ delta: TimeDelta) throws(DateError) -> CalendarDate {
    try CalendarDate(daysSinceEpoch: daysSinceEpoch - delta.days)
  }

  public func adding(_ duration: CalendarDuration) throws(DateError) -> CalendarDate {
    try movedByMonths(of: duration, sign: 1).adding(duration.delta)
  }

  public func subtracting(_ duration: CalendarDuration) throws(DateError) -> CalendarDate {
    try movedByMonths(of: duration, sign: -1).subtracting(duration.delta)
  }

  public func since(_ other: CalendarDate) -> TimeDelta { TimeDelta(validDays: daysSinceEpoch - other.daysSinceEpoch) }

  /// Moves by the duration's years and months; a day beyond the end of the month becomes its last day.
  func movedByMonths(of duration: CalendarDuration, sign: Int) throws(DateError) -> CalendarDate {
    let amount = try duration.wholeYearsAndMonths()
    let old = components
    let (months, overflow) = amount.months.addingReportingOverflow(sign * (old.month - 1))
    guard !overflow else { throw .outOfRange() }
    let carry = CivilCalendar.floorDivide(sign * months, 12)
    let (year, tooFar) = (old.year + carry).addingReportingOverflow(sign * amount.years)
    let month = CivilCalendar.floorModulo(sign * months, 12) + 1
    guard !tooFar, (1...9999).contains(year) else { throw DateError(.value, "year is out of range (1 to 9999) after adding months") }
    let day = min(old.day, CivilCalendar.daysInMonth(year, month))
    return CalendarDate(validDays: CivilCalendar.days(year: year, month: month, day: day))
  }

  /// `YYYY-MM-DD`.
  public var isoFormat: String {
    var bytes = DateText()
    bytes.append(date: self)
    return bytes.text
  }

  public static func < (left: Self, right: Self) -> Bool { left.daysSinceEpoch < right.daysSinceEpoch }
}

extension CalendarDate: CustomStringConvertible {
  public var description: String { isoFormat }
}
