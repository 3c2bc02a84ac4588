/// Brings the percent-encoding of an address that a server sent into order.
enum PercentEncoding {
  /// Encodes what may not stand in an address and decodes what need not be encoded; delimiters stay as they are.
  static func tidied(_ address: String) -> String {
    let bytes = Array(address.utf8)
    if let decoded = decodingUnreserved(bytes) {
      return encoding(decoded, keepingPercent: true)
    }
    return encoding(bytes, keepingPercent: false)
  }

  /// Nil when a `%` is followed by two letters or digits that are no hexadecimal number.
  private static func decodingUnreserved(_ bytes: [UInt8]) -> [UInt8]? {
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    var index = 0
    while index < bytes.count {
      let byte = bytes[index]
      guard byte == UInt8(ascii: "%"), index + 2 < bytes.count, isAlphanumeric(bytes[index + 1]), isAlphanumeric(bytes[index + 2])
      else {
        result.append(byte)
        index += 1
        continue
      }
      guard let high = hexadecimal(bytes[index + 1]), let low = hexadecimal(bytes[index + 2]) else { return nil }
      let value = high << 4 | low
      if isUnreserved(value) {
        result.append(value)
      } else {
        result.append(contentsOf: bytes[index...(index + 2)])
      }
      index += 3
    }
    return result
  }

  private static func encoding(_ bytes: [UInt8], keepingPercent: Bool) -> String {
    let digits = Array("0123456789ABCDEF".utf8)
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    for byte in bytes {
      if isUnreserved(byte) || delimiters.contains(byte) || (keepingPercent && byte == UInt8(ascii: "%")) {
        result.append(byte)
      } else {
        result.append(UInt8(ascii: "%"))
        result.append(digits[Int(byte >> 4)])
        result.append(digits[Int(byte & 15)])
      }
    }
    return String(decoding: result, as: UTF8.self)
  }

  private static let delimiters = Array("!#$&'()*+,/:;=?@[]".utf8)

  private static func isUnreserved(_ byte: UInt8) -> Bool {
    isAlphanumeric(byte) || byte == 0x2D || byte == 0x2E || byte == 0x5F || byte == 0x7E
  }

  private static func isAlphanumeric(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20)
  }

  private static func hexadecimal(_ byte: UInt8) -> UInt8? {
    switch byte {
    case 0x30...0x39: byte - 0x30
    case 0x41...0x46: byte - 0x37
    case 0x61...0x66: byte - 0x57
    default: nil
    }
  }
}
