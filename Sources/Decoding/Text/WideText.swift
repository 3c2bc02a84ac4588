/// Encodings of two and four bytes a unit.
enum WideText {
  typealias Order = TextEncoding.ByteOrder

  static func utf16(
    _ bytes: UnsafeRawBufferPointer, _ order: Order, into output: inout [UInt8]
  ) -> (used: Int, stop: UTF8Check.Stop) {
    var at = 0
    while at < bytes.count {
      guard at + 2 <= bytes.count else { return (at, .incomplete) }
      let unit = UInt32(unit16(bytes, at, order))
      switch unit {
      case 0xD800...0xDBFF:
        guard at + 4 <= bytes.count else { return (at, .incomplete) }
        let low = UInt32(unit16(bytes, at + 2, order))
        guard (0xDC00...0xDFFF).contains(low) else { return (at, .invalid(length: 2)) }
        append(0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00), to: &output)
        at += 4
      case 0xDC00...0xDFFF: return (at, .invalid(length: 2))
      default:
        append(unit, to: &output)
        at += 2
      }
    }
    return (at, .valid)
  }

  static func utf32(
    _ bytes: UnsafeRawBufferPointer, _ order: Order, into output: inout [UInt8]
  ) -> (used: Int, stop: UTF8Check.Stop) {
    var at = 0
    while at < bytes.count {
      guard at + 4 <= bytes.count else { return (at, .incomplete) }
      let raw = bytes.loadUnaligned(fromByteOffset: at, as: UInt32.self)
      let unit = order == .littleEndian ? UInt32(littleEndian: raw) : UInt32(bigEndian: raw)
      guard Unicode.Scalar(unit) != nil else { return (at, .invalid(length: 4)) }
      append(unit, to: &output)
      at += 4
    }
    return (at, .valid)
  }

  private static func unit16(_ bytes: UnsafeRawBufferPointer, _ at: Int, _ order: Order) -> UInt16 {
    let raw = bytes.loadUnaligned(fromByteOffset: at, as: UInt16.self)
    return order == .littleEndian ? UInt16(littleEndian: raw) : UInt16(bigEndian: raw)
  }

  private static func append(_ unit: UInt32, to output: inout [UInt8]) {
    guard let scalar = Unicode.Scalar(unit) else { return }
    output.append(contentsOf: UTF8.encode(scalar).unsafelyUnwrapped)
  }
}
