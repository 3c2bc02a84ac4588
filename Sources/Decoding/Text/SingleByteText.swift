/// Encodings of one byte a character.
enum SingleByteText {
  static func latin1(_ bytes: UnsafeRawBufferPointer, into output: inout [UInt8]) -> (used: Int, stop: UTF8Check.Stop) {
    for byte in bytes { append(UInt16(byte), to: &output) }
    return (bytes.count, .valid)
  }

  static func windows1252(_ bytes: UnsafeRawBufferPointer, into output: inout [UInt8]) -> (used: Int, stop: UTF8Check.Stop) {
    for (place, byte) in bytes.enumerated() {
      guard (0x80...0x9F).contains(byte) else {
        append(UInt16(byte), to: &output)
        continue
      }
      let unit = upper[Int(byte) - 0x80]
      guard unit != 0 else { return (place, .invalid(length: 1)) }
      append(unit, to: &output)
    }
    return (bytes.count, .valid)
  }

  /// The characters of bytes 0x80 to 0x9F; zero where there is none.
  private static let upper: [UInt16] = [
    0x20AC, 0, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0, 0x017D, 0,
    0, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0, 0x017E, 0x0178,
  ]

  @inline(__always)
  private static func append(_ unit: UInt16, to output: inout [UInt8]) {
    if unit < 0x80 {
      output.append(UInt8(truncatingIfNeeded: unit))
    } else if unit < 0x800 {
      output.append(0xC0 | UInt8(truncatingIfNeeded: unit >> 6))
      output.append(0x80 | UInt8(truncatingIfNeeded: unit & 0x3F))
    } else {
      output.append(0xE0 | UInt8(truncatingIfNeeded: unit >> 12))
      output.append(0x80 | UInt8(truncatingIfNeeded: unit >> 6 & 0x3F))
      output.append(0x80 | UInt8(truncatingIfNeeded: unit & 0x3F))
    }
  }
}
