/// Hexadecimal text of bytes.
package enum Hexadecimal {
  /// Two lower-case digits a byte.
  package static func encode(_ bytes: [UInt8]) -> String {
    let digits: StaticString = "0123456789abcdef"
    return String(unsafeUninitializedCapacity: bytes.count * 2) { buffer in
      for (place, byte) in bytes.enumerated() {
        buffer[place * 2] = digits.utf8Start[Int(byte >> 4)]
        buffer[place * 2 + 1] = digits.utf8Start[Int(byte & 15)]
      }
      return bytes.count * 2
    }
  }
}
