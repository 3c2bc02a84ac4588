/// Texts of dates and times that PostgreSQL takes, by ISO 8601: what it would refuse ends a whole COPY, so it is looked at before.
enum DateText {
  /// Whether a text is a date, with nothing behind it.
  static func isDate(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool { bytes.count == 10 && startsWithDate(bytes) }

  /// Whether a text is a date and a time.
  ///
  /// - Parameter zone: whether a zone must, may or must not follow.
  static func isTimestamp(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    guard startsWithDate(bytes) else { return false }
    if bytes.count == 10 { return true }
    guard bytes.count > 11, bytes[10] == UInt8(ascii: "T") || bytes[10] == UInt8(ascii: " ") || bytes[10] == UInt8(ascii: "t") else {
      return false
    }
    return isTime(UnsafeBufferPointer(rebasing: bytes[11...]))
  }

  /// Whether a text is a time of day, perhaps with a zone.
  static func isTime(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    guard bytes.count >= 5, let hour = number(bytes, 0, 2), hour < 24, bytes[2] == UInt8(ascii: ":"), let minute = number(bytes, 3, 2),
      minute < 60
    else { return false }
    var place = 5
    if place < bytes.count, bytes[place] == UInt8(ascii: ":") {
      guard let second = number(bytes, place + 1, 2), second < 60 else { return false }
      place += 3
      if place < bytes.count, bytes[place] == UInt8(ascii: ".") {
        let start = place + 1
        place = start
        while place < bytes.count, isDigit(bytes[place]) { place += 1 }
        guard place > start else { return false }
      }
    }
    return isZone(UnsafeBufferPointer(rebasing: bytes[place...]))
  }

  /// Nothing, `Z`, `+01`, `+0100` or `+01:00`.
  private static func isZone(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    if bytes.isEmpty { return true }
    if bytes.count == 1 { return bytes[0] == UInt8(ascii: "Z") || bytes[0] == UInt8(ascii: "z") }
    guard bytes[0] == UInt8(ascii: "+") || bytes[0] == UInt8(ascii: "-"), let hour = number(bytes, 1, 2), hour < 16 else { return false }
    if bytes.count == 3 { return true }
    let minutes = bytes[3] == UInt8(ascii: ":") ? 4 : 3
    guard bytes.count == minutes + 2, let minute = number(bytes, minutes, 2) else { return false }
    return minute < 60
  }

  private static func startsWithDate(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    guard bytes.count >= 10, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"), let year = number(bytes, 0, 4), year > 0,
      let month = number(bytes, 5, 2), (1...12).contains(month), let day = number(bytes, 8, 2)
    else { return false }
    let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    let days = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    return (1...days[month - 1]).contains(day)
  }

  private static func number(_ bytes: UnsafeBufferPointer<UInt8>, _ start: Int, _ count: Int) -> Int? {
    guard start + count <= bytes.count else { return nil }
    var value = 0
    for byte in bytes[start..<start + count] {
      guard isDigit(byte) else { return nil }
      value = value * 10 + Int(byte - 0x30)
    }
    return value
  }

  private static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }
}
