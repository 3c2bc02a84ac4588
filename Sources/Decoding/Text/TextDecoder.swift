/// Turns bytes of any encoding into UTF-8, chunk by chunk; a character may be cut between chunks.
package struct TextDecoder: Sendable {
  /// What happens to bytes that mean nothing in the encoding.
  package enum InvalidBytes: Sendable, Hashable {
    /// A ``FormatError`` of kind `undecodable`; what was right before it has been delivered.
    case fail
    /// U+FFFD takes their place.
    case replace
  }

  package let encoding: TextEncoding
  let invalidBytes: InvalidBytes
  private var scheme: TextEncoding.Scheme
  private var dropsMark: Bool
  /// The beginning of a character whose rest has not come yet.
  private var pending: [UInt8] = []
  private var consumed: Int
  private let system: SystemDecoder?
  private static let mark: [UInt8] = [0xEF, 0xBB, 0xBF]

  /// - Parameters:
  ///   - encoding: the encoding of the bytes.
  ///   - invalidBytes: default ``InvalidBytes/fail``.
  ///   - keepsMark: whether a leading byte order mark of UTF-8 stays in the text, as Python's `utf-8` has it. Default false.
  ///     The mark of `utf-8-sig`, `utf-16` and `utf-32` is never part of the text.
  package init(_ encoding: TextEncoding, invalidBytes: InvalidBytes = .fail, keepsMark: Bool = false) {
    self.init(encoding, invalidBytes: invalidBytes, keepsMark: keepsMark, from: 0)
  }

  /// - Parameter consumed: the bytes that were decoded before in some other way; behind them there is no byte order mark.
  init(_ encoding: TextEncoding, invalidBytes: InvalidBytes = .fail, keepsMark: Bool = false, from consumed: Int) {
    self.encoding = encoding
    self.consumed = consumed
    self.invalidBytes = invalidBytes
    scheme = encoding.scheme
    switch scheme {
    case .utf8: dropsMark = !keepsMark
    case .utf8WithMark: dropsMark = true
    default: dropsMark = false
    }
    if case .system(let name) = scheme { system = SystemDecoder(name) } else { system = nil }
  }

  var isUTF8: Bool { scheme == .utf8 || scheme == .utf8WithMark }
  var isWithinCharacter: Bool { !pending.isEmpty }

  /// Decodes the next bytes and appends the text to `output`.
  package mutating func decode(_ bytes: UnsafeRawBufferPointer, into output: inout [UInt8]) throws(FormatError) {
    guard pending.isEmpty else {
      let joined = pending + bytes
      consumed -= pending.count
      pending = []
      return try joined.withBytes { (all) throws(FormatError) in try decodeRun(all, last: false, into: &output) }
    }
    try decodeRun(bytes, last: false, into: &output)
  }

  /// The next bytes as they are, without the beginning of a character at their end; nil, with nothing read, when they are not UTF-8
  /// that follows on whole characters.
  mutating func unchanged(_ bytes: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer? {
    guard isUTF8, consumed > 0, pending.isEmpty else { return nil }
    let (count, stop) = UTF8Check.prefix(bytes)
    if case .invalid = stop { return nil }
    consumed += count
    if count < bytes.count { hold(bytes[count...]) }
    return UnsafeRawBufferPointer(rebasing: bytes[..<count])
  }

  /// Says that no more bytes come: a character cut at the end is an error, or replaced.
  package mutating func finish(into output: inout [UInt8]) throws(FormatError) {
    let rest = pending
    consumed -= rest.count
    pending = []
    try rest.withBytes { (all) throws(FormatError) in try decodeRun(all, last: true, into: &output) }
  }

  /// Decodes a whole text at once.
  package static func utf8(
    _ bytes: UnsafeRawBufferPointer, from encoding: TextEncoding, invalidBytes: InvalidBytes = .fail
  ) throws(FormatError) -> [UInt8] {
    var decoder = TextDecoder(encoding, invalidBytes: invalidBytes)
    var output: [UInt8] = []
    output.reserveCapacity(bytes.count)
    try decoder.decode(bytes, into: &output)
    try decoder.finish(into: &output)
    return output
  }

  private mutating func decodeRun(_ bytes: UnsafeRawBufferPointer, last: Bool, into output: inout [UInt8]) throws(FormatError) {
    var rest = bytes[...]
    if !last, waitsForMark(bytes) {
      hold(rest)
      return
    }
    skipMark(&rest)
    while !rest.isEmpty {
      let part = UnsafeRawBufferPointer(rebasing: rest)
      let (used, stop) = decodePart(part, into: &output)
      consumed += used
      rest = rest.dropFirst(used)
      switch stop {
      case .valid: continue
      case .incomplete where !last:
        hold(rest)
        return
      case .incomplete:
        try reject(length: rest.count, of: rest, cut: true, into: &output)
        consumed += rest.count
        return
      case .invalid(let length):
        let length = min(length, rest.count)
        try reject(length: length, of: rest, cut: false, into: &output)
        consumed += length
        rest = rest.dropFirst(length)
      }
    }
  }

  private mutating func hold(_ rest: Slice<UnsafeRawBufferPointer>) {
    pending = Array(rest)
    consumed += rest.count
  }

  /// Whether there are too few bytes yet to tell a byte order mark from text.
  private func waitsForMark(_ bytes: UnsafeRawBufferPointer) -> Bool {
    guard consumed == 0 else { return false }
    switch scheme {
    case .utf8, .utf8WithMark: return dropsMark && bytes.count < 3 && bytes.elementsEqual(Self.mark.prefix(bytes.count))
    case .utf16(nil): return bytes.count < 2
    case .utf32(nil): return bytes.count < 4
    default: return false
    }
  }

  private mutating func skipMark(_ rest: inout Slice<UnsafeRawBufferPointer>) {
    guard consumed == 0 else { return }
    var length = 0
    switch scheme {
    case .utf8 where dropsMark, .utf8WithMark:
      if rest.starts(with: Self.mark) { length = 3 }
    case .utf16(nil):
      let isBig = rest.starts(with: [0xFE, 0xFF])
      if isBig || rest.starts(with: [0xFF, 0xFE]) { length = 2 }
      scheme = .utf16(isBig ? .bigEndian : .littleEndian)
    case .utf32(nil):
      let isBig = rest.starts(with: [0, 0, 0xFE, 0xFF])
      if isBig || rest.starts(with: [0xFF, 0xFE, 0, 0]) { length = 4 }
      scheme = .utf32(isBig ? .bigEndian : .littleEndian)
    default: break
    }
    rest = rest.dropFirst(length)
    consumed += length
  }

  private func decodePart(_ bytes: UnsafeRawBufferPointer, into output: inout [UInt8]) -> (used: Int, stop: UTF8Check.Stop) {
    switch scheme {
    case .utf8, .utf8WithMark:
      let (count, stop) = UTF8Check.prefix(bytes)
      output.append(contentsOf: UnsafeRawBufferPointer(rebasing: bytes[..<count]))
      return (count, stop)
    case .ascii:
      let count = bytes.firstIndex { $0 >= 0x80 } ?? bytes.count
      output.append(contentsOf: UnsafeRawBufferPointer(rebasing: bytes[..<count]))
      return (count, count == bytes.count ? .valid : .invalid(length: 1))
    case .latin1: return SingleByteText.latin1(bytes, into: &output)
    case .windows1252: return SingleByteText.windows1252(bytes, into: &output)
    case .utf16(let order): return WideText.utf16(bytes, order ?? .littleEndian, into: &output)
    case .utf32(let order): return WideText.utf32(bytes, order ?? .littleEndian, into: &output)
    case .system:
      guard let system else { return (0, .invalid(length: 1)) }
      let (used, stop) = system.convert(bytes, into: &output)
      return (used, stop == .done ? .valid : stop == .incomplete ? .incomplete : .invalid(length: 1))
    }
  }

  private func reject(
    length: Int, of rest: Slice<UnsafeRawBufferPointer>, cut: Bool, into output: inout [UInt8]
  ) throws(FormatError) {
    guard invalidBytes == .fail else {
      output += [0xEF, 0xBF, 0xBD]
      return
    }
    let digits = Array("0123456789abcdef".utf8)
    let shown = rest.prefix(length).map {
      String(decoding: [UInt8(ascii: "0"), UInt8(ascii: "x"), digits[Int($0 >> 4)], digits[Int($0 & 15)]], as: UTF8.self)
    }
    let what = cut ? "the text ends in the middle of a character" : "\(shown.joined(separator: " ")) is not a character of \(encoding)"
    throw FormatError(
      cut ? .truncated : .undecodable, in: "text", what, offset: consumed,
      fix: "declare the encoding the server really sends")
  }
}

extension Array where Element == UInt8 {
  /// As `withUnsafeBytes`, keeping the type of the error.
  func withBytes<R, E: Error>(_ body: (UnsafeRawBufferPointer) throws(E) -> R) throws(E) -> R {
    let outcome: Result<R, E> = withUnsafeBytes { (bytes) -> Result<R, E> in
      do throws(E) { return .success(try body(bytes)) } catch { return .failure(error) }
    }
    return try outcome.get()
  }
}
