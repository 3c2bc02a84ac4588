/// The rule for the years after a zone's last recorded change, in the notation of POSIX: `CET-1CEST,M3.5.0,M10.5.0/3`.
struct TimeZoneFooter: Sendable {
  /// When in a year the clock changes.
  private enum Day: Sendable {
    /// Month, week (5 for the last), day of the week from Sunday.
    case weekday(month: Int, week: Int, weekday: Int)
    /// From 1, never counting February 29.
    case julian(Int)
    /// From 0, counting February 29.
    case dayOfYear(Int)
  }

  private struct Change: Sendable {
    let day: Day
    /// Seconds after midnight; may lie outside the day.
    let time: Int
  }

  private let standardOffset: Int
  private let daylight: (offset: Int, start: Change, end: Change)?

  /// Nil for a text that is no such rule.
  init?(_ text: String) {
    var scanner = Scanner(bytes: Array(text.utf8))
    guard scanner.name(), let west = scanner.time() else { return nil }
    standardOffset = -west
    guard !scanner.isAtEnd else {
      daylight = nil
      return
    }
    guard scanner.name() else { return nil }
    var offset = standardOffset + 3600
    if scanner.peek != UInt8(ascii: ",") {
      guard let west = scanner.time() else { return nil }
      offset = -west
    }
    guard let start = scanner.change(), let end = scanner.change(), scanner.isAtEnd else { return nil }
    daylight = (offset, start, end)
  }

  func offset(at instant: Int) -> Int {
    guard let daylight else { return standardOffset }
    let year = CivilCalendar.civil(days: CivilCalendar.floorDivide(instant + standardOffset, 86_400)).year
    let start = Self.seconds(daylight.start, year) - standardOffset
    let end = Self.seconds(daylight.end, year) - daylight.offset
    let isDaylight = start < end ? instant >= start && instant < end : instant >= start || instant < end
    return isDaylight ? daylight.offset : standardOffset
  }

  /// Seconds since 1970 on the wall clock.
  private static func seconds(_ change: Change, _ year: Int) -> Int {
    let newYear = CivilCalendar.days(year: year, month: 1, day: 1)
    let day: Int
    switch change.day {
    case .julian(let number): day = newYear + number - 1 + (CivilCalendar.isLeap(year) && number > 59 ? 1 : 0)
    case .dayOfYear(let number): day = newYear + number
    case .weekday(let month, let week, let weekday):
      let first = CivilCalendar.days(year: year, month: month, day: 1)
      let firstWeekday = (CivilCalendar.weekday(days: first) + 1) % 7
      var offset = (weekday - firstWeekday + 7) % 7 + (week - 1) * 7
      while offset >= CivilCalendar.daysInMonth(year, month) { offset -= 7 }
      day = first + offset
    }
    return day * 86_400 + change.time
  }

  private struct Scanner {
    let bytes: [UInt8]
    var place = 0

    var isAtEnd: Bool { place >= bytes.count }
    var peek: UInt8? { isAtEnd ? nil : bytes[place] }

    mutating func skip(_ byte: Unicode.Scalar) -> Bool {
      guard peek == UInt8(ascii: byte) else { return false }
      place += 1
      return true
    }

    mutating func number() -> Int? {
      let digits = bytes[place...].prefix { (48...57).contains($0) }
      guard !digits.isEmpty, digits.count < 6 else { return nil }
      place += digits.count
      return digits.reduce(0) { $0 * 10 + Int($1) - 48 }
    }

    /// Letters, or anything between `<` and `>`.
    mutating func name() -> Bool {
      if skip("<") {
        guard let end = bytes[place...].firstIndex(of: UInt8(ascii: ">")) else { return false }
        place = end + 1
        return true
      }
      let letters = bytes[place...].prefix { (97...122).contains($0 | 32) }
      place += letters.count
      return !letters.isEmpty
    }

    /// Seconds of `[+-]h[:m[:s]]`.
    mutating func time() -> Int? {
      let isNegative = skip("-")
      if !isNegative { _ = skip("+") }
      guard let hours = number() else { return nil }
      var seconds = hours * 3600
      for unit in [60, 1] where skip(":") {
        guard let value = number() else { return nil }
        seconds += value * unit
      }
      return isNegative ? -seconds : seconds
    }

    mutating func change() -> Change? {
      guard skip(",") else { return nil }
      let day: Day
      if skip("M") {
        guard let month = number(), skip("."), let week = number(), skip("."), let weekday = number(), (1...12).contains(month),
          (1...5).contains(week), (0...6).contains(weekday)
        else { return nil }
        day = .weekday(month: month, week: week, weekday: weekday)
      } else if skip("J") {
        guard let number = number() else { return nil }
        day = .julian(number)
      } else {
        guard let number = number() else { return nil }
        day = .dayOfYear(number)
      }
      guard skip("/") else { return Change(day: day, time: 7200) }
      guard let time = time() else { return nil }
      return Change(day: day, time: time)
    }
  }
}
