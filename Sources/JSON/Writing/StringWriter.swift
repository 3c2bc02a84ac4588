/// Writes strings with quotes and the fewest escapes.
enum StringWriter {
  private static let hexDigits: StaticString = "0123456789abcdef"

  static func write(_ text: UnsafeBufferPointer<UInt8>, to buffer: inout JSONBuffer) {
    let length = text.count
    buffer.reserve(length &+ 2)
    buffer.append(UInt8(ascii: "\""))
    if let start = text.baseAddress {
      var from = 0
      while true {
        let special = special(start, from, length)
        buffer.append(start + from, special &- from)
        if special == length { break }
        escape(start[special], to: &buffer)
        from = special &+ 1
      }
    }
    buffer.append(UInt8(ascii: "\""))
  }

  /// The first place at or behind `from` of a quote, a backslash or a control character, or the length.
  @inline(__always)
  private static func special(_ start: UnsafePointer<UInt8>, _ from: Int, _ length: Int) -> Int {
    let ones: UInt64 = 0x0101_0101_0101_0101
    var at = from
    while at &+ 8 <= length {
      let word = UnsafeRawPointer(start + at).loadUnaligned(as: UInt64.self)
      let quote = word ^ 0x2222_2222_2222_2222
      let backslash = word ^ 0x5c5c_5c5c_5c5c_5c5c
      let marks =
        (((quote &- ones) & ~quote) | ((backslash &- ones) & ~backslash) | ((word &- 0x2020_2020_2020_2020) & ~word))
        & 0x8080_8080_8080_8080
      if marks != 0 { return at &+ marks.trailingZeroBitCount &>> 3 }
      at &+= 8
    }
    while at < length {
      let byte = start[at]
      if byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { return at }
      at &+= 1
    }
    return length
  }

  /// Writes the escape of an ASCII character.
  static func escape(_ byte: UInt8, to buffer: inout JSONBuffer) {
    buffer.append(UInt8(ascii: "\\"))
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"): buffer.append(byte)
    case 0x08: buffer.append(UInt8(ascii: "b"))
    case 0x09: buffer.append(UInt8(ascii: "t"))
    case 0x0a: buffer.append(UInt8(ascii: "n"))
    case 0x0c: buffer.append(UInt8(ascii: "f"))
    case 0x0d: buffer.append(UInt8(ascii: "r"))
    default:
      buffer.append(UInt8(ascii: "u"))
      hex(UInt16(byte), to: &buffer)
    }
  }

  /// Writes four hexadecimal digits.
  static func hex(_ unit: UInt16, to buffer: inout JSONBuffer) {
    for shift in [12, 8, 4, 0] as [UInt16] { buffer.append(hexDigits.utf8Start[Int(unit >> shift & 15)]) }
  }
}
