/// The state machine of delimited text over UTF-8, fed with pieces cut anywhere.
struct CSVParser {
  private enum State { case fieldStart, plain, quoted, quoteInQuoted }

  /// The fields of the row so far, unquoted, one behind another.
  private(set) var bytes: [UInt8] = []
  /// Where each complete field ends in ``bytes``.
  private(set) var ends: [Int] = []
  /// The line being read, counted from 1.
  var line = 1
  /// Where the last quoted field starts.
  private(set) var quoteLine = 1
  /// Whether a field of the row is quoted.
  private(set) var hasQuotes = false

  private var state = State.fieldStart
  /// Whether the line has had a character; a line without one is no row.
  private var hasBegun = false
  private var skipsLineFeed = false
  private let delimiter: [UInt8]
  /// The first byte of the delimiter, mostly all of it.
  private let delimiterStart: UInt8
  private let isDelimiterLong: Bool
  /// How much of a delimiter of several bytes has been read.
  private var matched = 0
  private let maximumRowBytes: Int
  /// Whether line breaks within quotes all become `\n`.
  private let normalizesLineBreaks: Bool

  init(delimiter: [UInt8], maximumRowBytes: Int, normalizesLineBreaks: Bool) {
    self.normalizesLineBreaks = normalizesLineBreaks
    self.delimiter = delimiter
    delimiterStart = delimiter[0]
    isDelimiterLong = delimiter.count > 1
    self.maximumRowBytes = maximumRowBytes
  }

  var fields: [String] {
    var start = 0
    return ends.map { end in
      defer { start = end }
      return String(decoding: bytes[start..<end], as: UTF8.self)
    }
  }

  /// Whether the row has nothing but blanks between its delimiters.
  var isBlank: Bool { !hasQuotes && bytes.allSatisfy { $0 == 0x20 || $0 == 0x09 } }

  /// Whether a quoted field has not been closed.
  var isInQuotes: Bool { state == .quoted }

  /// Whether a row starts at `at`, of which nothing has been read yet; goes behind the rest of a line break first.
  mutating func startsRow(_ text: UnsafeRawBufferPointer, at: inout Int) -> Bool {
    guard !hasBegun, state == .fieldStart, matched == 0 else { return false }
    if skipsLineFeed {
      skipsLineFeed = false
      if text[at] == UInt8(ascii: "\n") { at += 1 }
    }
    return true
  }

  mutating func startRow() {
    bytes.removeAll(keepingCapacity: true)
    ends.removeAll(keepingCapacity: true)
    state = .fieldStart
    hasBegun = false
    hasQuotes = false
  }

  /// Reads on until a line ends a row (true; it may be empty) or the text is used up (false).
  mutating func scan(_ text: UnsafeRawBufferPointer, from at: inout Int) throws(FormatError) -> Bool {
    while at < text.count {
      let byte = text[at]
      if skipsLineFeed {
        skipsLineFeed = false
        if byte == UInt8(ascii: "\n") {
          if state == .quoted, !normalizesLineBreaks { bytes.append(byte) }
          at += 1
          continue
        }
      }
      if state == .quoted {
        scanQuoted(text, from: &at)
      } else if state != .fieldStart || byte != UInt8(ascii: "\"") {
        if try scanPlain(text, from: &at) { return true }
      } else {
        state = .quoted
        hasBegun = true
        hasQuotes = true
        quoteLine = line
        at += 1
      }
      if bytes.count > maximumRowBytes {
        throw FormatError(
          .limit, in: "CSV", "a row has more than \(maximumRowBytes) bytes", line: line, fix: "look for a quote that is never closed")
      }
    }
    return false
  }

  /// Says that no more text comes.
  ///
  /// - Returns: whether there is a row without a line break behind it.
  mutating func finish() -> Bool {
    guard hasBegun else { return false }
    if matched > 0 {
      bytes.append(contentsOf: delimiter[..<matched])
      matched = 0
    }
    ends.append(bytes.count)
    return true
  }

  /// Within quotes only a quote and a carriage return mean anything.
  private mutating func scanQuoted(_ text: UnsafeRawBufferPointer, from at: inout Int) {
    let start = at
    while at < text.count {
      let byte = text[at]
      if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\r") { break }
      if byte == UInt8(ascii: "\n") { line += 1 }
      at += 1
    }
    append(text, start..<at)
    guard at < text.count else { return }
    if text[at] == UInt8(ascii: "\"") {
      state = .quoteInQuoted
    } else {
      bytes.append(UInt8(ascii: normalizesLineBreaks ? "\n" : "\r"))
      skipsLineFeed = true
      line += 1
    }
    at += 1
  }

  /// - Returns: whether the line ended.
  private mutating func scanPlain(_ text: UnsafeRawBufferPointer, from at: inout Int) throws(FormatError) -> Bool {
    let byte = text[at]
    if matched > 0 {
      continueDelimiter(byte, &at)
      return false
    }
    if byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") {
      at += 1
      line += 1
      skipsLineFeed = byte == UInt8(ascii: "\r")
      if hasBegun { ends.append(bytes.count) }
      return true
    }
    hasBegun = true
    if byte == delimiterStart {
      at += 1
      if isDelimiterLong { matched = 1 } else { endField() }
    } else if state == .quoteInQuoted, byte == UInt8(ascii: "\"") {
      bytes.append(byte)
      state = .quoted
      at += 1
    } else {
      state = .plain
      let start = at
      at = plainEnd(text, from: at)
      append(text, start..<at)
    }
    return false
  }

  /// Where the text of an unquoted field stops.
  @inline(__always)
  private func plainEnd(_ text: UnsafeRawBufferPointer, from start: Int) -> Int {
    guard let bytes = text.baseAddress else { return start }
    let stop = delimiterStart
    let count = text.count
    var at = start
    while at < count {
      let byte = bytes.load(fromByteOffset: at, as: UInt8.self)
      if byte == stop || byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") { break }
      at &+= 1
    }
    return at
  }

  private mutating func continueDelimiter(_ byte: UInt8, _ at: inout Int) {
    if byte == delimiter[matched] {
      matched += 1
      at += 1
      completeDelimiter()
    } else {
      // In UTF-8 no character starts within another, so what was read cannot begin a delimiter later on.
      bytes.append(contentsOf: delimiter[..<matched])
      matched = 0
      state = .plain
    }
  }

  private mutating func completeDelimiter() {
    guard matched == delimiter.count else { return }
    matched = 0
    endField()
  }

  @inline(__always)
  private mutating func endField() {
    ends.append(bytes.count)
    state = .fieldStart
  }

  private mutating func append(_ text: UnsafeRawBufferPointer, _ range: Range<Int>) {
    bytes.append(contentsOf: UnsafeRawBufferPointer(rebasing: text[range]))
  }
}
