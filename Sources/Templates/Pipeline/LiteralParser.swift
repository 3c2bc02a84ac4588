/// Reads text as a literal of the manifest language, which is what happens to the result of every template.
///
/// Numbers, quoted text, `True`, `False`, `None`, `...`, lists, tuples, sets and dictionaries become values; everything
/// else, from dates to JSON with `true` in it, is no literal.
enum LiteralParser {
  /// - Returns: nil when the text is no literal.
  static func value(of text: String) -> TemplateValue? {
    var text = text
    return text.withUTF8 { bytes in
      guard mayStart(bytes) else { return nil }
      var reader = LiteralReader(bytes)
      return reader.whole()
    }
  }

  /// Tells quickly about most text that it is no literal.
  static func mayStart(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    var at = 0
    while at < bytes.count {
      let byte = bytes[at]
      switch byte {
      case 0x20, 0x09, 0x0C, 0x0A, 0x0D: at += 1
      case 0x30...0x39, UInt8(ascii: "."), UInt8(ascii: "'"), UInt8(ascii: "\""), UInt8(ascii: "["), UInt8(ascii: "("),
        UInt8(ascii: "{"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "#"), UInt8(ascii: "\\"):
        return true
      case UInt8(ascii: "N"), UInt8(ascii: "T"), UInt8(ascii: "F"), UInt8(ascii: "s"):
        return follows(bytes, at, "None") || follows(bytes, at, "True") || follows(bytes, at, "False") || follows(bytes, at, "set")
      case UInt8(ascii: "b"), UInt8(ascii: "B"), UInt8(ascii: "r"), UInt8(ascii: "R"), UInt8(ascii: "u"), UInt8(ascii: "U"):
        return bytes[(at + 1)...].prefix(2).contains { $0 == UInt8(ascii: "'") || $0 == UInt8(ascii: "\"") }
      default: return false
      }
    }
    return false
  }

  private static func follows(_ bytes: UnsafeBufferPointer<UInt8>, _ at: Int, _ word: StaticString) -> Bool {
    guard at + word.utf8CodeUnitCount <= bytes.count else { return false }
    for offset in 0..<word.utf8CodeUnitCount where bytes[at + offset] != word.utf8Start[offset] { return false }
    return true
  }
}
