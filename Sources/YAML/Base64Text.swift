/// Base64 as `!!binary` takes it: characters outside the alphabet are passed over.
enum Base64Text {
  static func bytes(_ text: String) throws(ScalarFailure) -> [UInt8] {
    var bytes: [UInt8] = []
    var (bits, count, padding): (UInt32, Int, Int) = (0, 0, 0)
    for byte in text.utf8 {
      guard byte < 0x80 else { throw ScalarFailure(expected: "base64", reason: "it contains characters that are not ASCII") }
      if byte == UInt8(ascii: "=") {
        padding += 1
        if count >= 2, count + padding >= 4 { return bytes }
        continue
      }
      guard let value = value(of: byte) else { continue }
      padding = 0
      bits = bits << 6 | value
      count += 1
      switch count {
      case 2: bytes.append(UInt8(truncatingIfNeeded: bits >> 4))
      case 3: bytes.append(UInt8(truncatingIfNeeded: bits >> 2))
      case 4:
        bytes.append(UInt8(truncatingIfNeeded: bits))
        (bits, count) = (0, 0)
      default: break
      }
    }
    guard count == 0 else { throw ScalarFailure(expected: "base64", reason: "it is cut short") }
    return bytes
  }

  private static func value(of byte: UInt8) -> UInt32? {
    switch byte {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(byte - UInt8(ascii: "A"))
    case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(byte - UInt8(ascii: "a")) + 26
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte - UInt8(ascii: "0")) + 52
    case UInt8(ascii: "+"): 62
    case UInt8(ascii: "/"): 63
    default: nil
    }
  }
}
