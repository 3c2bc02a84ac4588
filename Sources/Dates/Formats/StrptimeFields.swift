/// The numbers read by a format, and how they make a date.
struct StrptimeFields {
  var year: Int?
  var isoYear: Int?
  var month = 1
  var day = 1
  var hour = 0
  /// Whether ``hour`` was read on a clock of twelve hours.
  var isHour12 = false
  var isAfternoon = false
  var minute = 0
  var second = 0
  var microsecond = 0
  var weekday: Int?
  var dayOfYear: Int?
  var week: Int?
  var weekStartsMonday = false
  var isoWeek: Int?
  var offset: Int?

  /// Throws a value error when the parts contradict each other or name no date.
  func resolved() throws(DateError) -> DateTime {
    try checkISOWeek()
    var year = self.year ?? (month == 2 && day == 29 ? 1904 : 1900)
    // A leap day without a year is worked out in a leap year and then put into 1900, where it does not exist.
    let usesLeapDay = self.year == nil && month == 2 && day == 29
    var dayOfYear = self.dayOfYear
    if dayOfYear == nil, let weekday {
      if let week {
        dayOfYear = try dayOfYearFromWeek(year: year, week: week, weekday: weekday)
      } else if let isoYear, let isoWeek {
        let monday = try CalendarDate(year: isoYear, month: 1, day: 4)
        let days = monday.daysSinceEpoch - monday.weekday + (isoWeek - 1) * 7 + weekday
        year = isoYear
        dayOfYear = days - CivilCalendar.days(year: isoYear, month: 1, day: 1) + 1
      }
    }
    let date: CalendarDate
    if let dayOfYear {
      let first = try CalendarDate(year: year, month: 1, day: 1)
      let days = first.daysSinceEpoch + dayOfYear - 1
      guard (CivilCalendar.firstDay...CivilCalendar.lastDay).contains(days) else {
        throw DateError(.value, "the date is out of range (years 1 to 9999)")
      }
      date = CalendarDate(validDays: days)
    } else {
      date = try CalendarDate(year: year, month: month, day: day)
    }
    let parts = date.components
    return try DateTime(
      year: usesLeapDay ? 1900 : parts.year, month: parts.month, day: parts.day, hour: resolvedHour, minute: minute, second: second,
      microsecond: microsecond, offset: offset)
  }

  private var resolvedHour: Int {
    guard isHour12 else { return hour }
    return hour % 12 + (isAfternoon ? 12 : 0)
  }

  private func checkISOWeek() throws(DateError) {
    if year == nil, isoYear != nil {
      guard isoWeek != nil, weekday != nil else {
        throw DateError(.value, "%G must be combined with %V and a day of the week (%A, %a, %w or %u)")
      }
      guard dayOfYear == nil else { throw DateError(.value, "%j cannot be combined with %G; use %Y") }
    } else if week == nil, isoWeek != nil {
      throw DateError(.value, "%V must be combined with %G and a day of the week (%A, %a, %w or %u), and cannot be combined with %Y")
    }
  }

  private func dayOfYearFromWeek(year: Int, week: Int, weekday: Int) throws(DateError) -> Int {
    var first = try CalendarDate(year: year, month: 1, day: 1).weekday
    var weekday = weekday
    if !weekStartsMonday {
      first = (first + 1) % 7
      weekday = (weekday + 1) % 7
    }
    if week == 0 { return 1 + weekday - first }
    return 1 + (7 - first) % 7 + 7 * (week - 1) + weekday
  }
}
