/// Percent-encoding of addresses, byte by byte.
public enum PercentEncoding {
  /// The bytes that never need escaping: letters, digits and `_.-~`.
  public static let unreserved = ByteSet("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-~".utf8)
  static let keptInAddresses = unreserved.union("!#$%&'()*+,/:;=?@[]".utf8)
  private static let digits = Array("0123456789ABCDEF".utf8)

  public static func encode(_ text: String, keeping kept: ByteSet, spaceAsPlus: Bool = false) -> String {
    if text.utf8.allSatisfy({ kept.contains($0) }) { return text }
    var bytes: [UInt8] = []
    for byte in text.utf8 {
      if kept.contains(byte) {
        bytes.append(byte)
      } else if spaceAsPlus, byte == 0x20 {
        bytes.append(0x2b)
      } else {
        bytes += [0x25, digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Text with its escapes undone; what is no escape stays.
  static func decode(_ text: some StringProtocol, plusAsSpace: Bool) -> String {
    let bytes = Array(text.utf8)
    var result: [UInt8] = []
    var place = 0
    while place < bytes.count {
      if bytes[place] == 0x25, place + 2 < bytes.count,
        let value = UInt8(String(decoding: bytes[(place + 1)...(place + 2)], as: UTF8.self), radix: 16)
      {
        result.append(value)
        place += 3
      } else {
        result.append(plusAsSpace && bytes[place] == 0x2b ? 0x20 : bytes[place])
        place += 1
      }
    }
    return String(decoding: result, as: UTF8.self)
  }

  /// An address with what must be escaped escaped, what need not be escaped written out, and all else left alone.
  ///
  /// An address with a `%` that starts no escape is taken as not escaped at all.
  public static func normalize(_ address: String) -> String {
    guard let unescaped = unescapeUnreserved(address) else {
      return encode(address, keeping: keptInAddresses.removing(0x25))
    }
    return encode(unescaped, keeping: keptInAddresses)
  }

  /// Escapes of unreserved characters undone; nil when an escape is malformed.
  private static func unescapeUnreserved(_ text: String) -> String? {
    guard text.utf8.contains(0x25) else { return text }
    let bytes = Array(text.utf8)
    var result: [UInt8] = []
    var place = 0
    while place < bytes.count {
      guard bytes[place] == 0x25 else {
        result.append(bytes[place])
        place += 1
        continue
      }
      // Two characters that are letters or digits but no hexadecimal number make the whole address malformed.
      let pair = bytes[(place + 1)..<min(place + 3, bytes.count)]
      let isAlphanumeric = pair.count == 2 && pair.allSatisfy { ($0 | 0x20) >= 0x61 && ($0 | 0x20) <= 0x7a || $0 >= 0x30 && $0 <= 0x39 }
      guard isAlphanumeric else {
        result.append(0x25)
        place += 1
        continue
      }
      guard let value = UInt8(String(decoding: pair, as: UTF8.self), radix: 16) else { return nil }
      if unreserved.contains(value) { result.append(value) } else { result += [0x25] + pair }
      place += 3
    }
    return String(decoding: result, as: UTF8.self)
  }
}
