internal import Dates

/// Moves the boundaries of windows to whole days, weeks or months.
enum DatetimeClamping: Sendable, Equatable {
  case none
  case day
  /// Weeks begin on this day, 0 for Monday.
  case week(firstDay: Int)
  case month

  /// The next beginning of a period, or the value itself when it is one.
  ///
  /// A value on the first day of a week or month counts as its beginning whatever its time.
  func up(_ value: DateTime) throws(DateError) -> DateTime {
    switch self {
    case .none: return value
    case .day:
      let midnight = Self.midnight(value)
      return midnight == value ? midnight : try midnight.adding(TimeDelta(days: 1))
    case .week(let firstDay): return try Self.midnight(value).adding(TimeDelta(days: Self.daysUntil(firstDay, value)))
    case .month:
      guard value.day != 1 else { return Self.midnight(value) }
      let (year, month) = value.month == 12 ? (value.year + 1, 1) : (value.year, value.month + 1)
      return try Self.midnight(value).replacing(year: year, month: month, day: 1)
    }
  }

  /// The beginning of the period in which the value lies.
  func down(_ value: DateTime) throws(DateError) -> DateTime {
    switch self {
    case .none: return value
    case .day: return Self.midnight(value)
    case .week(let firstDay):
      let days = Self.daysUntil(firstDay, value)
      return try Self.midnight(value).adding(TimeDelta(days: days == 0 ? 0 : days - 7))
    case .month: return try Self.midnight(value).replacing(day: 1)
    }
  }

  private static func midnight(_ value: DateTime) -> DateTime { DateTime(value.date, offset: value.offset) }

  private static func daysUntil(_ firstDay: Int, _ value: DateTime) -> Int { (firstDay - value.date.weekday + 7) % 7 }
}
