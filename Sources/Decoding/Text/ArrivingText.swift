/// Decodes text that arrives in pieces and whose encoding shows on the way: by a byte order mark, by what the server declares, and
/// otherwise UTF-8.
///
/// As with JSON, a declared charset that extends ASCII is only believed when the text is not UTF-8: the first piece with other
/// characters than ASCII decides. From then on bytes that do not fit are an error.
package struct ArrivingText: Sendable {
  private enum Stage: Sendable {
    /// There are too few bytes for a byte order mark.
    case start
    /// Nothing but ASCII has come.
    case ascii
    case settled
  }

  private var stage: Stage
  private var decoder: TextDecoder
  private let declaredCharset: String?
  /// What has come and cannot be decoded before the encoding is known.
  private var head: [UInt8] = []
  private var decoded = 0

  /// - Parameters:
  ///   - encoding: the encoding, whatever the text looks like.
  ///   - keepsMark: whether a leading byte order mark of UTF-8 stays in the text. Default false.
  package init(_ encoding: TextEncoding, keepsMark: Bool = false) {
    stage = .settled
    decoder = TextDecoder(encoding, keepsMark: keepsMark)
    declaredCharset = nil
  }

  /// - Parameter declaredCharset: the `charset` of the `Content-Type`; nil when none is declared.
  package init(declaredCharset: String?) {
    stage = .start
    decoder = TextDecoder(.utf8)
    self.declaredCharset = declaredCharset
  }

  /// Decodes the next bytes and appends the text to `output`.
  ///
  /// - Throws: ``FormatError`` for bytes that do not fit the encoding; what was right before them has been decoded.
  package mutating func decode(_ bytes: UnsafeRawBufferPointer, into output: inout [UInt8]) throws(FormatError) {
    guard stage != .settled else { return try decoder.decode(bytes, into: &output) }
    head.append(contentsOf: bytes)
    try decodeHead(isLast: false, into: &output)
  }

  /// Says that no more bytes come: a character cut at the end is an error.
  package mutating func finish(into output: inout [UInt8]) throws(FormatError) {
    if stage != .settled { try decodeHead(isLast: true, into: &output) }
    try decoder.finish(into: &output)
  }

  /// Whether the next bytes can be taken as they are by a reader that checks UTF-8 itself. They then count as read.
  package mutating func passes(_ bytes: UnsafeRawBufferPointer) -> Bool {
    if stage == .start, head.isEmpty, bytes.count >= 4, needsNoDeclaration, Self.detected(bytes) == nil { stage = .settled }
    return stage == .settled && decoder.isUTF8 && !decoder.isWithinCharacter
  }

  /// As ``TextDecoder/unchanged(_:)``.
  mutating func unchanged(_ bytes: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer? {
    stage == .settled ? decoder.unchanged(bytes) : nil
  }

  private var needsNoDeclaration: Bool {
    guard let declaredCharset else { return true }
    let encoding = TextEncoding(name: declaredCharset)
    return encoding == .utf8 || encoding == .utf8WithMark
  }

  private mutating func decodeHead(isLast: Bool, into output: inout [UInt8]) throws(FormatError) {
    if stage == .start {
      guard isLast || head.count >= 4 || (head.count >= 2 && Self.isASCII(head[0]) && Self.isASCII(head[1])) else { return }
      stage = .ascii
      let detected = head.withUnsafeBytes { Self.detected($0) }
      if let detected { return try settle(detected, into: &output) }
      if needsNoDeclaration { return try settle(.utf8, into: &output) }
      if let declared, !declared.extendsASCII { return try settle(declared, into: &output) }
    }
    let (count, stop) = head.withUnsafeBytes { UTF8Check.prefix($0) }
    let firstOther = head.firstIndex { $0 >= 0x80 } ?? head.count
    if firstOther < count { return try settle(.utf8, into: &output) }
    switch stop {
    case .valid: try pass(head.count, into: &output)
    case .incomplete where !isLast: try pass(count, into: &output)
    case .incomplete, .invalid: try settle(try declaredEncoding(), into: &output)
    }
  }

  private var declared: TextEncoding? { declaredCharset.flatMap { TextEncoding(name: $0) } }

  private func declaredEncoding() throws(FormatError) -> TextEncoding {
    guard let declared else {
      throw FormatError(
        .unsupported, in: "text",
        "the response declares the unknown charset \"\((declaredCharset ?? "").prefix(40))\" and is not UTF-8")
    }
    return declared
  }

  /// Decodes ASCII from the front of the head.
  private mutating func pass(_ count: Int, into output: inout [UInt8]) throws(FormatError) {
    let front = Array(head.prefix(count))
    head.removeFirst(count)
    decoded += count
    try front.withBytes { (bytes) throws(FormatError) in try decoder.decode(bytes, into: &output) }
  }

  private mutating func settle(_ encoding: TextEncoding, into output: inout [UInt8]) throws(FormatError) {
    stage = .settled
    if encoding != .utf8, encoding != .utf8WithMark { decoder = TextDecoder(encoding, from: decoded) }
    let rest = head
    head = []
    try rest.withBytes { (bytes) throws(FormatError) in try decoder.decode(bytes, into: &output) }
  }

  private static func isASCII(_ byte: UInt8) -> Bool { (1..<0x80).contains(byte) }

  /// The encoding that a byte order mark gives away, or zeros between all of the first ASCII characters: a stray one says nothing.
  private static func detected(_ bytes: UnsafeRawBufferPointer) -> TextEncoding? {
    guard let encoding = BodyText.detected(bytes) else { return nil }
    let zeros = bytes.prefix(4).map { $0 == 0 }
    switch encoding {
    case .utf16LittleEndian: return zeros == [false, true, false, true] ? encoding : nil
    case .utf16BigEndian: return zeros == [true, false, true, false] ? encoding : nil
    default: return encoding
    }
  }
}
