/// The text of a private key as people paste it into forms: with lost or doubled line breaks, quotes, or other things around it.
enum KeyText {
  /// What a text holds that is no private key that can be read.
  enum Content { case publicKey, certificate, openSSHKey, other }

  private static let lineLength = 64
  /// Texts beyond this are no keys; the largest ones in use take some ten thousand bytes.
  private static let longest = 1 << 20

  /// Other forms of the key to try when it cannot be read as it is, the likeliest one first: PEM, or DER.
  static func repaired(_ bytes: [UInt8]) -> [[UInt8]] {
    guard !bytes.isEmpty, bytes.count <= longest, let text = String(validating: bytes, as: UTF8.self) else { return [] }
    return forms(of: text, unpacks: true)
  }

  private static func forms(of text: String, unpacks: Bool) -> [[UInt8]] {
    let text = withLineBreaks(text)
    if let block = privateKeyBlock(in: text) { return block.pem.map { [Array($0.utf8)] } ?? [] }
    guard unpacks, !text.contains("-----"), let inner = base64Decoded(bare(text)), !inner.isEmpty else { return [] }
    // The whole PEM text, or what stands between its first and last line, as base64.
    if inner[0] == 0x30 { return [inner] }
    return String(validating: inner, as: UTF8.self).map { forms(of: $0, unpacks: false) } ?? []
  }

  /// What the text holds instead of a private key.
  static func content(_ bytes: [UInt8]) -> Content {
    let text = String(decoding: bytes.prefix(longest), as: UTF8.self)
    if text.contains("OPENSSH PRIVATE KEY") { return .openSSHKey }
    if text.contains("PRIVATE KEY") { return .other }
    if text.contains("PUBLIC KEY") || text.hasPrefix("ssh-") { return .publicKey }
    return text.contains("BEGIN CERTIFICATE") || text.contains("BEGIN TRUSTED CERTIFICATE") ? .certificate : .other
  }

  /// The text with line breaks where it has their escapes, however often they were escaped, and with plain dashes.
  private static func withLineBreaks(_ text: String) -> String {
    var result: [UInt8] = []
    let bytes = Array(text.utf8)
    var at = 0
    while at < bytes.count {
      guard bytes[at] == UInt8(ascii: "\\") else {
        result.append(bytes[at])
        at += 1
        continue
      }
      while at < bytes.count, bytes[at] == UInt8(ascii: "\\") { at += 1 }
      guard at < bytes.count else { break }
      switch bytes[at] {
      case UInt8(ascii: "n"), UInt8(ascii: "r"):
        result.append(0x0A)
        at += 1
      case UInt8(ascii: "t"):
        result.append(0x20)
        at += 1
      default: break
      }
    }
    return String(decoding: result, as: UTF8.self).replacing("\u{2013}", with: "--").replacing("\u{2014}", with: "---")
  }

  private struct Block {
    /// Nil when what stands in the block cannot be the text of a key.
    let pem: String?
  }

  /// The first private key of a text, as PEM ought to be written.
  private static func privateKeyBlock(in text: String) -> Block? {
    var rest = text[...]
    while let begin = rest.firstRange(of: "BEGIN") {
      rest = rest[begin.upperBound...]
      guard let dashes = rest.firstRange(of: "--") else { return nil }
      let label = label(rest[..<dashes.lowerBound])
      let body = rest[dashes.upperBound...].drop { $0 == "-" }
      guard let label, label.hasSuffix("PRIVATE KEY") else { continue }
      // Base64 has no dashes: the first one begins the last line, which may be missing.
      let end = headersEnd(body)
      let content = body[end.place...].prefix { $0 != "-" }
      let base64 = String(content.filter { !$0.isWhitespace && !"\"'`,".contains($0) })
      guard let decoded = base64Decoded(base64), !decoded.isEmpty else { return Block(pem: nil) }
      var lines = ["-----BEGIN \(label)-----"] + end.headers
      if !end.headers.isEmpty { lines.append("") }
      var left = base64[...]
      while !left.isEmpty {
        lines.append(String(left.prefix(lineLength)))
        left = left.dropFirst(lineLength)
      }
      return Block(pem: (lines + ["-----END \(label)-----", ""]).joined(separator: "\n"))
    }
    return nil
  }

  /// A label with its blanks, which may have been lost or become other blanks; nil when it is none.
  private static func label(_ text: Substring) -> String? {
    let letters = text.filter { !$0.isWhitespace }
    let kinds = ["PRIVATEKEY": "PRIVATE KEY", "PUBLICKEY": "PUBLIC KEY", "CERTIFICATE": "CERTIFICATE", "PARAMETERS": "PARAMETERS"]
    for (suffix, kind) in kinds where letters.hasSuffix(suffix) {
      let algorithm = letters.dropLast(suffix.count)
      return algorithm.isEmpty ? kind : "\(algorithm) \(kind)"
    }
    return nil
  }

  /// The headers of an encrypted key (`Proc-Type`, `DEK-Info`), one a line, and where they end.
  private static func headersEnd(_ body: Substring) -> (headers: [String], place: String.Index) {
    var headers: [String] = []
    var place = body.startIndex
    while true {
      let rest = body[place...].drop { $0.isWhitespace }
      let name = rest.prefix { $0.isLetter || $0 == "-" }
      guard !name.isEmpty, rest[name.endIndex...].first == ":" else { return (headers, place) }
      var value = ""
      var tail = rest[name.endIndex...].dropFirst()
      repeat {
        tail = tail.drop { $0.isWhitespace }
        let word = tail.prefix { !$0.isWhitespace }
        if word.isEmpty { break }
        value += word
        tail = tail[word.endIndex...]
      } while value.hasSuffix(",")
      headers.append("\(name): \(value)")
      place = tail.startIndex
    }
  }

  private static func bare(_ text: String) -> String { text.filter { !$0.isWhitespace && !"\"'`".contains($0) } }

  /// The bytes of base64 in either alphabet, padded or not; nil for what is none.
  private static func base64Decoded(_ text: String) -> [UInt8]? {
    var bytes: [UInt8] = []
    var bits: UInt32 = 0
    var count = 0
    var hasEnded = false
    for byte in text.utf8 {
      let value: UInt8
      switch byte {
      case 0x41...0x5A: value = byte - 0x41
      case 0x61...0x7A: value = byte - 0x61 + 26
      case 0x30...0x39: value = byte - 0x30 + 52
      case UInt8(ascii: "+"), UInt8(ascii: "-"): value = 62
      case UInt8(ascii: "/"), UInt8(ascii: "_"): value = 63
      case UInt8(ascii: "="):
        hasEnded = true
        continue
      default: return nil
      }
      if hasEnded { return nil }
      bits = bits << 6 | UInt32(value)
      count += 6
      if count >= 8 {
        count -= 8
        bytes.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
      }
    }
    return count == 6 ? nil : bytes
  }
}
