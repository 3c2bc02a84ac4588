/// Base64 in the standard alphabet and in that for addresses.
public enum Base64 {
  public enum Alphabet: Sendable {
    /// With `+` and `/`.
    case standard
    /// With `-` and `_`, as in JSON Web Tokens.
    case urlSafe
  }

  /// Why a text cannot be decoded.
  public enum DecodingError: Error, Hashable, Sendable {
    /// One character is left over, which holds less than a byte.
    case truncated(characters: Int)
    /// The text stops without the signs that fill its last group.
    case missingPadding
  }

  /// The text of some bytes.
  /// - Parameter padded: Whether `=` fills the last group up.
  public static func encode(_ bytes: some Sequence<UInt8>, alphabet: Alphabet = .standard, padded: Bool = true) -> String {
    let letters = alphabet == .standard ? standardLetters : urlLetters
    var output: [UInt8] = []
    output.reserveCapacity((bytes.underestimatedCount + 2) / 3 * 4)
    var bits: UInt32 = 0
    var held = 0
    for byte in bytes {
      bits = bits << 8 | UInt32(byte)
      held += 8
      while held >= 6 {
        held -= 6
        output.append(letters[Int(bits >> UInt32(held) & 63)])
      }
    }
    if held > 0 { output.append(letters[Int(bits << UInt32(6 - held) & 63)]) }
    while padded, output.count % 4 != 0 { output.append(UInt8(ascii: "=")) }
    return String(decoding: output, as: UTF8.self)
  }

  /// The bytes of a text in the standard alphabet. Characters outside of it are skipped, what follows the padding too.
  public static func decode(_ text: String) throws(DecodingError) -> [UInt8] {
    var output: [UInt8] = []
    output.reserveCapacity(text.utf8.count / 4 * 3)
    var bits: UInt32 = 0
    var count = 0
    var padding = 0
    for byte in text.utf8 {
      if byte == UInt8(ascii: "=") {
        padding += 1
        if count % 4 >= 2, count % 4 + padding >= 4 { return output }
        continue
      }
      guard let value = value(byte) else { continue }
      padding = 0
      bits = bits << 6 | value
      count += 1
      if count % 4 != 1 { output.append(UInt8(truncatingIfNeeded: bits >> UInt32((4 - count % 4) % 4 * 2))) }
    }
    switch count % 4 {
    case 0: return output
    case 1: throw .truncated(characters: count)
    default: throw .missingPadding
    }
  }

  private static func value(_ byte: UInt8) -> UInt32? {
    switch byte {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(byte) - 65
    case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(byte) - 71
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte) + 4
    case UInt8(ascii: "+"): 62
    case UInt8(ascii: "/"): 63
    default: nil
    }
  }

  private static let standardLetters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
  private static let urlLetters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)
}
