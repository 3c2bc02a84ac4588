/// A date, or date and time, in the form `!!timestamp` takes; the numbers are not yet checked against the calendar.
struct TimestampText {
  private(set) var hasTime = false
  private var year = 0, month = 0, day = 0
  private var hour = 0, minute = 0, second = 0, microsecond = 0
  /// Minutes east of Greenwich; nil for a local time.
  private var offset: Int?

  /// Nil for text of another form.
  init?(_ bytes: UnsafeBufferPointer<UInt8>) {
    var scan = ByteScanner(bytes)
    guard let year = scan.number(4, 4), scan.take("-"), let month = scan.number(1, 2), scan.take("-"), let day = scan.number(1, 2)
    else { return nil }
    (self.year, self.month, self.day) = (year, month, day)
    if scan.isAtEnd { return }
    guard scan.take("T") || scan.take("t") || scan.skip(Self.isBlank) > 0 else { return nil }
    guard let hour = scan.number(1, 2), scan.take(":"), let minute = scan.number(2, 2), scan.take(":"), let second = scan.number(2, 2)
    else { return nil }
    (self.hour, self.minute, self.second, hasTime) = (hour, minute, second, true)
    if scan.take(".") {
      var digits = 0
      while let digit = scan.number(1, 1) {
        if digits < 6 { microsecond = microsecond * 10 + digit }
        digits += 1
      }
      for _ in min(digits, 6)..<6 { microsecond *= 10 }
    }
    if scan.isAtEnd { return }
    scan.skip(Self.isBlank)
    guard readOffset(&scan), scan.isAtEnd else { return nil }
  }

  private mutating func readOffset(_ scan: inout ByteScanner) -> Bool {
    if scan.take("Z") {
      offset = 0
      return true
    }
    let isWest = scan.peek == UInt8(ascii: "-")
    guard scan.skipSign(), let hours = scan.number(1, 2) else { return false }
    var minutes = 0
    if scan.take(":") {
      guard let value = scan.number(2, 2) else { return false }
      minutes = value
    }
    offset = (hours * 60 + minutes) * (isWest ? -1 : 1)
    return true
  }

  /// What is wrong with the numbers, or nil.
  var problem: String? {
    if year < 1 { return "year 0 does not exist" }
    if !(1...12).contains(month) { return "month \(month) does not exist" }
    if !(1...Self.days(year, month)).contains(day) { return "month \(month) of \(year) has no day \(day)" }
    if hour > 23 || minute > 59 || second > 59 { return "time does not exist: \(Self.two(hour)):\(Self.two(minute)):\(Self.two(second))" }
    if let offset, abs(offset) >= 24 * 60 { return "an offset from UTC is less than 24 hours" }
    return nil
  }

  var date: String { "\(Self.padded(year, 4))-\(Self.two(month))-\(Self.two(day))" }

  /// The text Python's `isoformat` gives.
  var datetime: String {
    var text = "\(date)T\(Self.two(hour)):\(Self.two(minute)):\(Self.two(second))"
    if microsecond > 0 { text += ".\(Self.padded(microsecond, 6))" }
    guard let offset else { return text }
    return text + "\(offset < 0 ? "-" : "+")\(Self.two(abs(offset) / 60)):\(Self.two(abs(offset) % 60))"
  }

  private static func days(_ year: Int, _ month: Int) -> Int {
    switch month {
    case 2: (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  private static func two(_ value: Int) -> String { padded(value, 2) }

  private static func padded(_ value: Int, _ width: Int) -> String {
    let digits = String(value)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }

  private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
}
