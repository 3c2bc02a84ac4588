/// How manifests write the delimiter of a table.
enum CSVDelimiter {
  /// The delimiter in UTF-8: one character, perhaps written as an escape of Python's string literals; empty means a comma.
  static func bytes(_ text: String) throws(FormatError) -> [UInt8] {
    let scalars = text.hasPrefix("\\") ? unescape(text) : Array(text.unicodeScalars)
    guard !scalars.isEmpty || text.isEmpty else { throw problem(text) }
    guard let scalar = scalars.first else { return [UInt8(ascii: ",")] }
    guard scalars.count == 1, scalar != "\n", scalar != "\r", scalar != "\"" else { throw problem(text) }
    return Array(String(Character(scalar)).utf8)
  }

  private static func problem(_ text: String) -> FormatError {
    FormatError(
      .unsupported, in: "CSV", "`delimiter` must be one character, got \"\(text.prefix(20))\"",
      fix: "write a tab as \\t")
  }

  private static let simple: [Unicode.Scalar: Unicode.Scalar] = [
    "\\": "\\", "'": "'", "\"": "\"", "a": "\u{7}", "b": "\u{8}", "f": "\u{c}", "n": "\n", "r": "\r", "t": "\t", "v": "\u{b}",
  ]

  /// Empty when an escape is broken. Bytes beyond ASCII count as one character each, as in Python's `unicode_escape`.
  private static func unescape(_ text: String) -> [Unicode.Scalar] {
    let bytes = Array(text.utf8)
    var scalars: [Unicode.Scalar] = []
    var at = 0
    while at < bytes.count {
      guard bytes[at] == UInt8(ascii: "\\") else {
        scalars.append(Unicode.Scalar(bytes[at]))
        at += 1
        continue
      }
      guard at + 1 < bytes.count else { return [] }
      let kind = Unicode.Scalar(bytes[at + 1])
      at += 2
      if let plain = simple[kind] {
        scalars.append(plain)
      } else if let digits = ["x": 2, "u": 4, "U": 8][kind] {
        guard let scalar = number(bytes, &at, radix: 16, least: digits, most: digits) else { return [] }
        scalars.append(scalar)
      } else if ("0"..."7").contains(kind) {
        at -= 1
        guard let scalar = number(bytes, &at, radix: 8, least: 1, most: 3) else { return [] }
        scalars.append(scalar)
      } else {
        scalars += ["\\", kind]
      }
    }
    return scalars
  }

  private static func number(_ bytes: [UInt8], _ at: inout Int, radix: Int, least: Int, most: Int) -> Unicode.Scalar? {
    var value: UInt32 = 0
    var count = 0
    while count < most, at < bytes.count, let digit = Character(Unicode.Scalar(bytes[at])).hexDigitValue, digit < radix {
      value = value &* UInt32(radix) &+ UInt32(digit)
      count += 1
      at += 1
    }
    return count < least ? nil : Unicode.Scalar(value)
  }
}
