import PythonRules

/// Reads a date, or a date and time, by ISO 8601: calendar, ordinal and week dates, complete or reduced, basic or extended.
struct ISODateReader {
  private let text: [UInt8]

  private static let dash = UInt8(ascii: "-")
  private static let colon = UInt8(ascii: ":")

  static func read(_ text: String) throws(DateError) -> DateTime {
    let reader = ISODateReader(text: Array(text.utf8))
    guard let (date, end) = try reader.date() else { throw failure(text) }
    guard end < reader.text.count else {
      return DateTime(try date())
    }
    // Any character may stand between date and time.
    guard let time = reader.time(from: end + 1) else { throw failure(text) }
    let day = try date()
    let isEndOfDay = time.hour == 24
    let value = try DateTime(
      year: day.year, month: day.month, day: day.day, hour: isEndOfDay ? 0 : time.hour, minute: time.minute, second: time.second,
      microsecond: time.microsecond, offset: time.offset)
    return isEndOfDay ? try value.adding(TimeDelta(validDays: 1)) : value
  }

  private static func failure(_ text: String) -> DateError {
    DateError(.value, "'\(text)' is not an ISO 8601 date or time; write for example 2024-01-31 or 2024-01-31T13:45:00Z")
  }

  /// A number in a range of the text, which may be cut short by the text's end; a sign or space counts as in any number.
  private func number(_ start: Int, _ length: Int) -> Int? {
    let end = min(start + length, text.count)
    guard start < end else { return nil }
    let digits = text[start..<end]
    if digits.allSatisfy({ $0 >= 48 && $0 <= 57 }) { return digits.reduce(0) { $0 * 10 + Int($1 - 48) } }
    guard digits.allSatisfy({ $0 < 128 }) else { return nil }
    return PythonNumberText.digits(String(decoding: digits, as: UTF8.self))?.intValue
  }

  // MARK: Date

  /// How to make the date (which may not exist) and where its text ends; nil when the form is unknown.
  private func date() throws(DateError) -> (() throws(DateError) -> CalendarDate, Int)? {
    guard text.count >= 4, let year = number(0, 4) else { return nil }
    if let (month, day, end) = calendarDate() {
      return ({ () throws(DateError) in try CalendarDate(year: year, month: month, day: day) }, end)
    }
    let hasSeparator = text.count > 4 && text[4] == Self.dash
    let start = hasSeparator ? 5 : 4
    if start < text.count, text[start] == UInt8(ascii: "W") { return try weekDate(year, start + 1, hasSeparator) }
    guard text.count - start >= 3, let day = number(start, 3), (1...(CivilCalendar.isLeap(year) ? 366 : 365)).contains(day) else {
      return nil
    }
    let first = try CalendarDate(year: year, month: 1, day: 1)
    return ({ () throws(DateError) in try CalendarDate(daysSinceEpoch: first.daysSinceEpoch + day - 1) }, start + 3)
  }

  private func calendarDate() -> (month: Int, day: Int, end: Int)? {
    guard text.count > 4 else { return (1, 1, 4) }
    let hasSeparator = text[4] == Self.dash
    var place = hasSeparator ? 5 : 4
    guard text.count - place >= 2, let month = number(place, 2) else { return nil }
    place += 2
    guard place < text.count else { return hasSeparator ? (month, 1, place) : nil }
    if hasSeparator {
      guard text[place] == Self.dash else { return nil }
      place += 1
    }
    guard text.count - place >= 2, let day = number(place, 2) else { return nil }
    return (month, day, place + 2)
  }

  private func weekDate(
    _ year: Int, _ start: Int, _ hasSeparator: Bool
  ) throws(DateError) -> (() throws(DateError) -> CalendarDate, Int)? {
    guard let week = number(start, 2) else { return nil }
    var place = start + 2
    var weekday = 1
    if place < text.count {
      guard (text[place] == Self.dash) == hasSeparator else { return nil }
      if hasSeparator { place += 1 }
      guard let digit = number(place, 1) else { return nil }
      weekday = digit
      place += 1
    }
    guard (1...53).contains(week), (1...7).contains(weekday) else { return nil }
    let fourth = try CalendarDate(year: year, month: 1, day: 4)
    let days = fourth.daysSinceEpoch - fourth.weekday + (week - 1) * 7 + weekday - 1
    return ({ () throws(DateError) in try CalendarDate(daysSinceEpoch: days) }, place)
  }

  // MARK: Time

  private struct Time {
    var hour = 0
    var minute = 0
    var second = 0
    var microsecond = 0
    var offset: Int?
  }

  private func time(from start: Int) -> Time? {
    guard text.count - start >= 2 else { return nil }
    var time = Time()
    var place = start
    var hasSeparator = false
    for part in 0..<5 where place < text.count {
      if isZoneStart(text[place]) {
        guard let offset = offset(from: place) else { return nil }
        time.offset = offset
        place = text.count
        break
      }
      if part == 1, text[place] == Self.colon {
        hasSeparator = true
        place += 1
      } else if part == 2, hasSeparator {
        guard text[place] == Self.colon else { return nil }
        place += 1
      }
      if part < 3 {
        guard let value = number(place, 2) else { return nil }
        if part == 0 { time.hour = value } else if part == 1 { time.minute = value } else { time.second = value }
        place += 2
      } else if part == 3 {
        place = fraction(from: place, into: &time)
      }
    }
    guard place >= text.count else { return nil }
    if time.hour == 24, time.minute != 0 || time.second != 0 || time.microsecond != 0 { return nil }
    return time
  }

  private func isZoneStart(_ byte: UInt8) -> Bool { byte == Self.dash || byte == 43 || byte | 32 == UInt8(ascii: "z") }

  /// The end of a fraction of a second, of which six digits count.
  private func fraction(from place: Int, into time: inout Time) -> Int {
    guard text[place] == UInt8(ascii: ".") || text[place] == UInt8(ascii: ",") else { return place }
    let end = text[(place + 1)...].firstIndex { !(48...57).contains($0) } ?? text.count
    guard end > place + 1 else { return place }
    var unit = 100_000
    for byte in text[(place + 1)..<end].prefix(6) {
      time.microsecond += (Int(byte) - 48) * unit
      unit /= 10
    }
    return end
  }

  /// Microseconds of `Z`, `±HH`, `±HHMM` or `±HH:MM` at the end of the text.
  private func offset(from place: Int) -> Int? {
    let length = text.count - place
    if length == 1 { return text[place] | 32 == UInt8(ascii: "z") ? 0 : nil }
    guard length == 3 || length == 5 || length == 6, text[place] | 32 != UInt8(ascii: "z"), let hours = number(place + 1, 2) else {
      return nil
    }
    var minutes = 0
    if length > 3 {
      let start = text[place + 3] == Self.colon ? place + 4 : place + 3
      guard let value = number(start, text.count - start) else { return nil }
      minutes = value
    }
    guard minutes <= 59, hours <= 23 else { return nil }
    let microseconds = (hours * 60 + minutes) * 60_000_000
    return text[place] == Self.dash ? -microseconds : microseconds
  }
}

extension DateTime {
  /// Reads a date, or date and time, by ISO 8601. Reduced forms count from their start, the fraction of a second is cut to
  /// microseconds, `24:00` is midnight of the next day; without an offset the value is naive.
  public init(isoText text: String) throws(DateError) { self = try ISODateReader.read(text) }
}
