/// The beginning of an answer, as messages show it.
enum BodyPreview {
  static let longBytes = 500
  static let shortBytes = 80
  /// Where more of an answer is there, so much of it is looked through for secrets that the end goes through.
  static let marginBytes = 4096
  /// So many bytes of binary data tell its format, and no secret.
  private static let signatureBytes = 4

  /// One line of text. Line breaks are escaped; of binary data only the format's signature is shown.
  ///
  /// - Parameter mask: hides the secrets. It sees more than is shown, as it would not know a part of one.
  static func text(_ body: [UInt8], _ length: Int, _ mask: (String) -> String) -> String {
    if body.prefix(length).contains(where: isBinary) { return "binary data (\(signature(body)))" }
    let text = mask(String(decoding: body.prefix(length + marginBytes), as: UTF8.self))
    let shown = text.utf8.count <= length ? text : String(decoding: text.utf8.prefix(length), as: UTF8.self)
    return escaped(shown)
  }

  /// Whether a byte is a control character that no text has.
  private static func isBinary(_ byte: UInt8) -> Bool { byte < 0x20 && !(0x08...0x0D).contains(byte) && byte != 0x1B }

  private static func signature(_ body: [UInt8]) -> String {
    body.prefix(signatureBytes).map { ($0 < 0x10 ? "0" : "") + String($0, radix: 16) }.joined(separator: " ")
  }

  private static func escaped(_ text: String) -> String {
    let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    guard lines.count > 1 else { return text }
    let last = lines.lastIndex { !$0.isEmpty } ?? 0
    return lines[...last].joined(separator: "\\n")
  }
}
