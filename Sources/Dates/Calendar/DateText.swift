/// Collects the ASCII text of dates.
struct DateText {
  var bytes: [UInt8] = []

  init() { bytes.reserveCapacity(32) }

  var text: String { String(decoding: bytes, as: UTF8.self) }

  mutating func append(_ byte: UInt8) { bytes.append(byte) }

  mutating func append(_ string: some StringProtocol) { bytes.append(contentsOf: string.utf8) }

  /// A number that is not negative, filled up with zeros (or another byte) to a width.
  mutating func append(_ number: Int, width: Int, fill: UInt8 = UInt8(ascii: "0")) {
    if width == 2, number < 100, fill == UInt8(ascii: "0") {
      bytes.append(UInt8(truncatingIfNeeded: 48 + number / 10))
      bytes.append(UInt8(truncatingIfNeeded: 48 + number % 10))
      return
    }
    let start = bytes.count
    var rest = number
    repeat {
      bytes.append(UInt8(truncatingIfNeeded: 48 + rest % 10))
      rest /= 10
    } while rest > 0
    while bytes.count - start < width { bytes.append(fill) }
    bytes[start...].reverse()
  }

  mutating func append(date: CalendarDate) {
    let (year, month, day) = date.components
    append(year, width: 4)
    append(UInt8(ascii: "-"))
    append(month, width: 2)
    append(UInt8(ascii: "-"))
    append(day, width: 2)
  }

  /// `±HH:MM`, with seconds and their fraction when the offset has them.
  mutating func append(offset: Int, separator: String = ":") {
    append(UInt8(ascii: offset < 0 ? "-" : "+"))
    let (seconds, microseconds) = offset.magnitude.quotientAndRemainder(dividingBy: 1_000_000)
    append(Int(seconds) / 3600, width: 2)
    append(separator)
    append(Int(seconds) / 60 % 60, width: 2)
    guard seconds % 60 != 0 || microseconds != 0 else { return }
    append(separator)
    append(Int(seconds) % 60, width: 2)
    guard microseconds != 0 else { return }
    append(UInt8(ascii: "."))
    append(Int(microseconds), width: 6)
  }
}
