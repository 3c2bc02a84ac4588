internal import Dates

/// The attributes and methods of dates without a time.
enum DayMembers {
  static func member(_ name: String, of day: CalendarDate) -> TemplateValue? {
    switch name {
    case "year": .integer(day.year)
    case "month": .integer(day.month)
    case "day": .integer(day.day)
    case "strftime": DateMembers.strftime(DateTime(day))
    case "isoformat": DateMembers.method(name) { _, _ in .string(day.isoFormat) }
    case "weekday": DateMembers.method(name) { _, _ in .integer(day.weekday) }
    case "isoweekday": DateMembers.method(name) { _, _ in .integer(day.isoWeekday) }
    case "isocalendar": DateMembers.method(name) { _, _ in DateMembers.weekDate(day) }
    case "toordinal": DateMembers.method(name) { _, _ in .integer(day.ordinal) }
    case "ctime": DateMembers.method(name) { _, _ in .string(DatetimeFormatCache.format("%c", .plain).format(DateTime(day))) }
    case "replace":
      DateMembers.method(name, TemplateSignature("year=", "month=", "day=")) { call, bound throws(TemplateError) in
        let (year, month, dayNumber) = (
          try DateMembers.part(bound[0], call), try DateMembers.part(bound[1], call), try DateMembers.part(bound[2], call)
        )
        return .date(
          try DateFunctions.date { () throws(DateError) in try day.replacing(year: year, month: month, day: dayNumber) })
      }
    case "today": DateMembers.method(name) { call, _ throws(TemplateError) in .date(try DateFunctions.now(call).date) }
    default: nil
    }
  }
}
