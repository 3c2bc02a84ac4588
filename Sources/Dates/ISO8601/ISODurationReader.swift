/// Reads ISO 8601 durations: `P1Y2M3W4DT5H6M7.8S` with an optional sign in front, or the alternative form of a date and
/// time behind the `P` (`P0001-02-03T04:05:06`).
enum ISODurationReader {
  private struct Designator {
    let letter: UInt8
    let isTime: Bool
  }

  private static let designators = [
    Designator(letter: UInt8(ascii: "Y"), isTime: false), Designator(letter: UInt8(ascii: "M"), isTime: false),
    Designator(letter: UInt8(ascii: "W"), isTime: false), Designator(letter: UInt8(ascii: "D"), isTime: false),
    Designator(letter: UInt8(ascii: "H"), isTime: true), Designator(letter: UInt8(ascii: "M"), isTime: true),
    Designator(letter: UInt8(ascii: "S"), isTime: true),
  ]

  static func read(_ text: String) throws(DateError) -> ISODuration {
    var bytes = Array(text.utf8)
    // The end of the text may be one line feed before its real end.
    if bytes.last == UInt8(ascii: "\n") { bytes.removeLast() }
    let isNegative = bytes.first == UInt8(ascii: "-")
    let hasSign = isNegative || bytes.first == UInt8(ascii: "+")
    let body = bytes[(hasSign ? 1 : 0)...]
    if body.count > 1, body.first == UInt8(ascii: "P"), let parts = split(body.dropFirst()) {
      return try duration(of: parts, isNegative: isNegative)
    }
    if text.utf8.first == UInt8(ascii: "P") { return .calendar(try ISODurationDate.read(String(text.dropFirst()))) }
    throw failure(text)
  }

  static func failure(_ text: String) -> DateError {
    DateError(.duration, "'\(text)' is not an ISO 8601 duration; write for example P1D, PT1H or P1M")
  }

  /// The digits in front of each designator, in their fixed order; nil when the text has another form.
  private static func split(_ text: ArraySlice<UInt8>) -> [ArraySlice<UInt8>]? {
    var parts = [ArraySlice<UInt8>](repeating: [], count: designators.count)
    var next = 0
    var inTime = false
    var place = text.startIndex
    while place < text.endIndex {
      if text[place] == UInt8(ascii: "T") {
        guard !inTime else { return nil }
        inTime = true
        place += 1
        continue
      }
      guard let end = numberEnd(text, from: place), end < text.endIndex else { return nil }
      guard let index = designators.indices.first(where: { designators[$0].letter == text[end] && designators[$0].isTime == inTime }),
        index >= next
      else { return nil }
      parts[index] = text[place..<end]
      next = index + 1
      place = end + 1
    }
    return parts
  }

  /// Where a number (digits, then perhaps a point or comma and digits) ends; nil when there is none.
  private static func numberEnd(_ text: ArraySlice<UInt8>, from start: Int) -> Int? {
    func digits(from place: Int) -> Int? {
      let end = text[place...].firstIndex { !(48...57).contains($0) } ?? text.endIndex
      return end > place ? end : nil
    }
    guard let end = digits(from: start) else { return nil }
    guard end < text.endIndex, text[end] == UInt8(ascii: ".") || text[end] == UInt8(ascii: ",") else { return end }
    return digits(from: end + 1)
  }

  private static func duration(of parts: [ArraySlice<UInt8>], isNegative: Bool) throws(DateError) -> ISODuration {
    let years = try CalendarAmount(digits: parts[0])
    let months = try CalendarAmount(digits: parts[1])
    let delta = try TimeDelta(
      weeks: number(parts[2]), days: number(parts[3]), hours: number(parts[4]), minutes: number(parts[5]), seconds: number(parts[6]))
    if years.isZero, months.isZero { return .fixed(isNegative ? try delta.negated() : delta) }
    let duration = CalendarDuration(years: years, months: months, delta: delta)
    return .calendar(isNegative ? try duration.negated() : duration)
  }

  private static func number(_ digits: ArraySlice<UInt8>) -> Double {
    let text = digits.map { $0 == UInt8(ascii: ",") ? UInt8(ascii: ".") : $0 }
    return Double(String(decoding: text, as: UTF8.self)) ?? 0
  }
}
