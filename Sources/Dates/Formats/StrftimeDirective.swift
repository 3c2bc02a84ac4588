/// One piece of a format for writing dates.
enum StrftimeDirective: Sendable, Hashable {
  enum Field: Sendable, Hashable {
    case year, century, yearOfCentury, month, day, hour, hour12, minute, second, dayOfYear
    case weekdayFromSunday, weekdayFromMonday, weekFromSunday, weekFromMonday, isoWeek, isoYear, isoYearOfCentury
  }

  enum Name: Sendable, Hashable { case weekday, shortWeekday, month, shortMonth, half }

  enum LetterCase: Sendable, Hashable { case asIs, upper, lower }

  /// What a number or text is filled up with in front; the first three are flags of the format.
  enum Fill: Sendable, Hashable { case standard, zeros, spaces, none }

  case literal([UInt8])
  /// At least `digits` wide unless the fill is `none`; `width` is what the format asks for, or 0.
  case number(Field, digits: Int, fill: Fill, width: Int)
  case name(Name, LetterCase, fill: Fill, width: Int)
  case microsecond
  case offset
  case zoneName
  /// Seconds since the epoch of the wall clock, taken as UTC.
  case wallClockSeconds(fill: Fill, width: Int)
  /// Several pieces under common case and width.
  case group([StrftimeDirective], LetterCase, fill: Fill, width: Int)
}
