/// The alternative form of an ISO 8601 duration: a calendar date and a time, `0001-02-03T04:05:06`, whose parts are taken
/// as numbers of years, months, days and so on.
///
/// Every ISO form of a date and a time is accepted, also reduced ones; what follows a complete part is ignored.
enum ISODurationDate {
  private typealias Fields = [UInt8: Int]

  /// Letters stand for one digit each, everything else for itself. Tried in this order.
  private static let dateForms = [
    "YYYY-MM-DD", "YYYYMMDD", "YYYY-Www-d", "YYYYWwwd", "YYYY-ddd", "YYYYddd", "YYYY-Www", "YYYYWww", "YYYY-MM", "YYYYMM", "YYYY", "CC",
  ].map { Array($0.utf8) }
  private static let timeForms = ["HH:NN:SS", "HHNNSS", "HH:NN", "HHNN", "HH"].map { Array($0.utf8) }
  private static let fieldLetters = Set("YMDwdCHNS".utf8)

  static func read(_ text: String) throws(DateError) -> CalendarDuration {
    let parts = text.utf8.split(separator: UInt8(ascii: "T"), omittingEmptySubsequences: false)
    guard parts.count == 2 else { throw ISODurationReader.failure("P" + text) }
    guard let date = try date(Array(parts[0])), let time = try time(Array(parts[1])) else { throw ISODurationReader.failure("P" + text) }
    return CalendarDuration(
      years: CalendarAmount(date.year), months: CalendarAmount(date.month),
      delta: try TimeDelta(days: date.day, microseconds: time))
  }

  private static func match(_ form: [UInt8], _ text: [UInt8]) -> Fields? {
    guard text.count >= form.count else { return nil }
    var fields = Fields()
    for (expected, byte) in zip(form, text) {
      if fieldLetters.contains(expected) {
        guard (48...57).contains(byte) else { return nil }
        fields[expected] = (fields[expected] ?? 0) * 10 + Int(byte) - 48
      } else if expected != byte {
        return nil
      }
    }
    return fields
  }

  private static func date(_ text: [UInt8]) throws(DateError) -> CalendarDate? {
    for form in dateForms {
      guard let fields = match(form, text) else { continue }
      func field(_ letter: Unicode.Scalar) -> Int? { fields[UInt8(ascii: letter)] }
      if let century = field("C") { return try CalendarDate(year: century * 100 + 1, month: 1, day: 1) }
      let year = field("Y") ?? 0
      if let month = field("M") {
        return try CalendarDate(year: year, month: month == 0 ? 1 : month, day: field("D") ?? 1)
      }
      let first = try CalendarDate(year: year, month: 1, day: 1)
      if let week = field("w") {
        let iso = first.isoWeekDate
        let day = field("d") ?? 1
        let days = (week - (iso.week == 1 ? 1 : 0)) * 7 - iso.weekday + day
        return try CalendarDate(daysSinceEpoch: first.daysSinceEpoch + days)
      }
      guard let day = field("d") else { return first }
      return try CalendarDate(daysSinceEpoch: first.daysSinceEpoch + day - 1)
    }
    return nil
  }

  /// Microseconds since midnight.
  private static func time(_ text: [UInt8]) throws(DateError) -> Int? {
    for form in timeForms {
      guard let fields = match(form, text) else { continue }
      let digits = fraction(text, from: form.count)
      let unit: Int128 = fields[UInt8(ascii: "S")] != nil ? 1_000_000 : fields[UInt8(ascii: "N")] != nil ? 60_000_000 : 3_600_000_000
      let time = try DateTime(
        year: 1, hour: fields[UInt8(ascii: "H")] ?? 0, minute: fields[UInt8(ascii: "N")] ?? 0, second: fields[UInt8(ascii: "S")] ?? 0)
      let scaled = unit * digits.value
      var extra: Int128
      let rest: Int128
      (extra, rest) = scaled.quotientAndRemainder(dividingBy: digits.unit)
      if rest * 2 > digits.unit || (rest * 2 == digits.unit && extra & 1 == 1) { extra += 1 }
      guard Int(extra) < Int(unit) else { throw DateError(.value, "a fraction in a duration rounds up to a whole unit") }
      return time.timeOfDay + Int(extra)
    }
    return nil
  }

  private static func fraction(_ text: [UInt8], from start: Int) -> (value: Int128, unit: Int128) {
    let none = (value: Int128(0), unit: Int128(1))
    guard start + 1 < text.count, text[start] == UInt8(ascii: ".") || text[start] == UInt8(ascii: ",") else { return none }
    let end = text[(start + 1)...].firstIndex { !(48...57).contains($0) } ?? text.endIndex
    guard end > start + 1 else { return none }
    var (value, unit): (Int128, Int128) = (0, 1)
    // Eighteen digits are far below a microsecond; more would only overflow.
    for byte in text[(start + 1)..<end].prefix(18) {
      value = value * 10 + Int128(byte) - 48
      unit *= 10
    }
    return (value, unit)
  }
}
