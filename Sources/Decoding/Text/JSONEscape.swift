/// Escapes in JSON strings, as `JSONWriter` writes them.
enum JSONEscape {
  private static let hexDigits: StaticString = "0123456789abcdef"

  /// Writes the escape of an ASCII character, of six bytes at most.
  ///
  /// - Returns: the number of bytes written.
  static func put(_ byte: UInt8, at target: UnsafeMutablePointer<UInt8>) -> Int {
    target[0] = UInt8(ascii: "\\")
    switch byte {
    case 0x08: target[1] = UInt8(ascii: "b")
    case 0x09: target[1] = UInt8(ascii: "t")
    case 0x0a: target[1] = UInt8(ascii: "n")
    case 0x0c: target[1] = UInt8(ascii: "f")
    case 0x0d: target[1] = UInt8(ascii: "r")
    case 0x20...: target[1] = byte
    default:
      target[1] = UInt8(ascii: "u")
      target[2] = UInt8(ascii: "0")
      target[3] = UInt8(ascii: "0")
      target[4] = hexDigits.utf8Start[Int(byte >> 4)]
      target[5] = hexDigits.utf8Start[Int(byte & 15)]
      return 6
    }
    return 2
  }
}
