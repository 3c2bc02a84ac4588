/// Which encoding the body of an answer is in: what the bytes show, what the server declares, and how to get UTF-8.
package enum BodyText {
  /// A body ready for a reader that wants UTF-8.
  package enum Prepared: Sendable, Hashable {
    /// The bytes as they came, from this offset on (behind a byte order mark).
    case unchanged(from: Int)
    /// Decoded into UTF-8.
    case decoded([UInt8])
  }

  /// The `charset` of a `Content-Type`, as written there; nil when none is declared.
  package static func declaredCharset(_ contentType: String?) -> String? {
    guard let contentType, contentType.utf8.contains(UInt8(ascii: ";")) else { return nil }
    for part in contentType.split(separator: ";").dropFirst() {
      let halves = part.split(separator: "=", maxSplits: 1).map { trim($0) }
      guard halves.count == 2, halves[0].lowercased() == "charset" else { continue }
      let name = halves[1].filter { $0 != "\"" && $0 != "'" }
      return name.isEmpty ? nil : name
    }
    return nil
  }

  /// The encoding that a byte order mark, or the zeros between ASCII characters, give away; nil when nothing does.
  package static func detected(_ bytes: UnsafeRawBufferPointer) -> TextEncoding? {
    // Two ASCII characters belong to none of them, which settles it for nearly every body.
    if bytes.count >= 2, (1..<0x80).contains(bytes[0]), (1..<0x80).contains(bytes[1]) { return nil }
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { return .utf8WithMark }
    if bytes.starts(with: [0, 0, 0xFE, 0xFF]) || bytes.starts(with: [0xFF, 0xFE, 0, 0]) { return .utf32 }
    if bytes.starts(with: [0xFE, 0xFF]) || bytes.starts(with: [0xFF, 0xFE]) { return .utf16 }
    guard bytes.count >= 2 else { return nil }
    let zeros = bytes.prefix(4).map { $0 == 0 }
    if zeros.count == 4 {
      if zeros == [true, true, true, false] { return .utf32BigEndian }
      if zeros == [false, true, true, true] { return .utf32LittleEndian }
    }
    if zeros[0], !zeros[1] { return .utf16BigEndian }
    if !zeros[0], zeros[1] { return .utf16LittleEndian }
    return nil
  }

  /// Prepares a body of JSON text.
  ///
  /// A byte order mark is skipped; UTF-16 and UTF-32 are recognised. JSON is UTF-8 whatever the server says, so a declared charset
  /// that extends ASCII is only believed when the bytes are no UTF-8. Without a declaration nothing is checked here: the JSON
  /// reader checks UTF-8 itself.
  ///
  /// - Throws: ``FormatError`` when the declared or detected encoding is unknown or does not fit the bytes.
  package static func prepareJSON(_ bytes: UnsafeRawBufferPointer, contentType: String?) throws(FormatError) -> Prepared {
    switch detected(bytes) {
    case .utf8WithMark?: return .unchanged(from: 3)
    case let wide?: return .decoded(try TextDecoder.utf8(bytes, from: wide))
    case nil: break
    }
    guard let name = declaredCharset(contentType) else { return .unchanged(from: 0) }
    let declared = TextEncoding(name: name)
    if declared == .utf8 || declared == .utf8WithMark { return .unchanged(from: 0) }
    if declared?.extendsASCII ?? true, UTF8Check.prefix(bytes) == (bytes.count, .valid) { return .unchanged(from: 0) }
    guard let declared else {
      throw FormatError(.unsupported, in: "text", "the response declares the unknown charset \"\(name.prefix(40))\" and is not UTF-8")
    }
    return .decoded(try TextDecoder.utf8(bytes, from: declared))
  }

  private static func trim(_ text: Substring) -> String {
    var text = text
    while let first = text.first, first.isWhitespace { text.removeFirst() }
    while let last = text.last, last.isWhitespace { text.removeLast() }
    return String(text)
  }
}

private func == (left: (count: Int, stop: UTF8Check.Stop), right: (Int, UTF8Check.Stop)) -> Bool {
  left.count == right.0 && left.stop == right.1
}
