/// What the manual says of a piece of a date format.
public struct DateFormatGuideEntry: Sendable {
  public let directive: String
  public let meaning: String
  /// What it makes of the time ``DateFormatGuide/example``.
  public let example: String
  /// Whether dates can be read by it as well as written.
  public let isReadable: Bool

  init(_ directive: String, _ meaning: String, _ example: String, isReadable: Bool = true) {
    self.directive = directive
    self.meaning = meaning
    self.example = example
    self.isReadable = isReadable
  }
}

/// The words of date formats.
public enum DateFormatGuide {
  /// The time of the examples, in ISO 8601.
  public static let example = "2024-05-06T17:08:09.012345+02:00"

  /// Pieces of a format; all other text stands for itself.
  public static let directives: [DateFormatGuideEntry] = [
    DateFormatGuideEntry("%Y", "The year, four digits.", "2024"),
    DateFormatGuideEntry("%y", "The year without its century; 69 to 99 are read as 19…", "24"),
    DateFormatGuideEntry("%m", "The month, 01 to 12.", "05"),
    DateFormatGuideEntry("%B", "The month in English.", "May"),
    DateFormatGuideEntry("%b", "The month in English, three letters.", "May"),
    DateFormatGuideEntry("%d", "The day of the month, 01 to 31.", "06"),
    DateFormatGuideEntry("%j", "The day of the year, 001 to 366.", "127"),
    DateFormatGuideEntry("%A", "The day of the week in English.", "Monday"),
    DateFormatGuideEntry("%a", "The day of the week in English, three letters.", "Mon"),
    DateFormatGuideEntry("%w", "The day of the week, from 0 for Sunday.", "1"),
    DateFormatGuideEntry("%u", "The day of the week, from 1 for Monday.", "1"),
    DateFormatGuideEntry("%U", "The week of the year, the first Sunday begins week 1.", "18"),
    DateFormatGuideEntry("%W", "The week of the year, the first Monday begins week 1.", "19"),
    DateFormatGuideEntry("%G", "The year of the ISO week.", "2024"),
    DateFormatGuideEntry("%V", "The ISO week, 01 to 53.", "19"),
    DateFormatGuideEntry("%H", "The hour, 00 to 23.", "17"),
    DateFormatGuideEntry("%I", "The hour, 01 to 12; used with `%p`.", "05"),
    DateFormatGuideEntry("%p", "AM or PM.", "PM"),
    DateFormatGuideEntry("%M", "The minute.", "08"),
    DateFormatGuideEntry("%S", "The second.", "09"),
    DateFormatGuideEntry("%f", "The microseconds of the second; one to six digits are read.", "012345"),
    DateFormatGuideEntry("%_ms", "The milliseconds of the second.", "012"),
    DateFormatGuideEntry("%z", "The offset from UTC; `Z` and `+02:00` are read too.", "+0200"),
    DateFormatGuideEntry("%%", "A percent sign.", "%"),
  ]

  /// Formats that count time since 1970, in UTC; they stand alone.
  public static let counters: [DateFormatGuideEntry] = [
    DateFormatGuideEntry("%s", "Seconds.", "1715008089"),
    DateFormatGuideEntry("%s_as_float", "Seconds with a fraction.", "1715008089.012345"),
    DateFormatGuideEntry("%ms", "Milliseconds.", "1715008089012"),
    DateFormatGuideEntry("%epoch_microseconds", "Microseconds.", "1715008089012345"),
  ]
}
