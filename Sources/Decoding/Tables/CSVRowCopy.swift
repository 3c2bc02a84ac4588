internal import JSON

/// The copying of one row.
///
/// Tables spend their time here, so that it is written for speed: eight bytes are looked at and copied at once by plain pointers, and a
/// record's text is written together with its tokens. All helpers are inlined into ``copied(_:_:)``, which works on a local copy: the
/// state then lives in registers.
struct CSVRowCopy {
  /// What does not change from row to row.
  struct Layout {
    let members: UnsafeBufferPointer<CSVHeader.Member>
    let openings: UnsafeBufferPointer<UInt8>
    let delimiter: UInt8
    let nullLengths: UInt64
    let delimiters: UInt64

    init(members: UnsafeBufferPointer<CSVHeader.Member>, openings: UnsafeBufferPointer<UInt8>, delimiter: UInt8, nullLengths: UInt64) {
      self.members = members
      self.openings = openings
      self.delimiter = delimiter
      self.nullLengths = nullLengths
      delimiters = UInt64(delimiter) &* CSVRowCopy.ones
    }
  }

  private enum Stop { case field, row, unusual }

  private static let ones: UInt64 = 0x0101_0101_0101_0101
  private static let highs: UInt64 = 0x8080_8080_8080_8080

  private(set) var at: Int
  private(set) var lines = 0
  private(set) var room: RecordTapeWriter.Room
  private let bytes: UnsafePointer<UInt8>
  private let end: Int
  /// The last place from which eight bytes can be read.
  private let lastWord: Int
  private var isEscaped = false

  init(_ bytes: UnsafePointer<UInt8>, _ at: Int, end: Int, into room: RecordTapeWriter.Room) {
    self.bytes = bytes
    self.at = at
    self.end = end
    lastWord = end &- 8
    self.room = room
  }

  /// The state behind the row, or behind an empty line; nil when the row is left to the parser.
  func copied(_ layout: Layout, _ header: CSVHeader) -> CSVRowCopy? {
    var state = self
    return state.copy(layout, header) ? state : nil
  }

  @inline(__always)
  private mutating func copy(_ layout: Layout, _ header: CSVHeader) -> Bool {
    guard at <= lastWord else { return false }
    let first = bytes[at]
    if first == UInt8(ascii: "\n") || first == UInt8(ascii: "\r") { return endLine(first) }
    let start = room.textCount
    let record = room.tokenCount
    room.tokenCount &+= 1
    var place = 0
    var hasNulls = false
    var stop = Stop.field
    while place < layout.members.count {
      openMember(layout.members[place], layout.openings)
      if stop == .field {
        let value = room.textCount
        stop = copyField(layout)
        if stop == .unusual { return false }
        hasNulls = closeValue(from: value, layout, header) || hasNulls
      } else {
        // The row is short.
        putNull()
        hasNulls = true
      }
      place &+= 1
    }
    guard stop == .row else { return false }
    put(UInt8(ascii: "}"))
    room.tokens[record] = JSONToken(
      .object, offset: start, length: room.textCount &- start, next: room.tokenCount, unique: true, hasNulls: hasNulls)
    return true
  }

  // MARK: Reading

  /// Copies the field at `at` with its opening quote and goes behind what ends it.
  @inline(__always)
  private mutating func copyField(_ layout: Layout) -> Stop {
    put(UInt8(ascii: "\""))
    isEscaped = false
    guard at <= lastWord else { return .unusual }
    guard bytes[at] == UInt8(ascii: "\"") else { return copyPlain(layout) }
    at &+= 1
    return copyQuoted(layout)
  }

  @inline(__always)
  private mutating func copyPlain(_ layout: Layout) -> Stop {
    while at <= lastWord {
      let word = copyWord()
      let delimiters = word ^ layout.delimiters
      let marks = ((delimiters &- Self.ones) | Self.special(word)) & ~word & Self.highs
      if marks == 0 {
        advance(8)
        continue
      }
      advance(marks.trailingZeroBitCount &>> 3)
      let byte = bytes[at]
      if byte == layout.delimiter {
        at &+= 1
        return .field
      }
      if byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") { return endLine(byte) ? .row : .unusual }
      escape(byte)
    }
    return .unusual
  }

  @inline(__always)
  private mutating func copyQuoted(_ layout: Layout) -> Stop {
    while at <= lastWord {
      let word = copyWord()
      let marks = Self.special(word) & ~word & Self.highs
      if marks == 0 {
        advance(8)
        continue
      }
      advance(marks.trailingZeroBitCount &>> 3)
      let byte = bytes[at]
      if byte == UInt8(ascii: "\"") {
        guard at &+ 1 < end else { return .unusual }
        at &+= 1
        let next = bytes[at]
        if next == UInt8(ascii: "\"") {
          escape(next)
        } else if next == layout.delimiter {
          at &+= 1
          return .field
        } else {
          guard next == UInt8(ascii: "\n") || next == UInt8(ascii: "\r") else { return .unusual }
          return endLine(next) ? .row : .unusual
        }
      } else {
        if byte == UInt8(ascii: "\r") { return .unusual }
        if byte == UInt8(ascii: "\n") { lines &+= 1 }
        escape(byte)
      }
    }
    return .unusual
  }

  /// Goes behind a line break; false when it is not known whether all of it is there.
  @inline(__always)
  private mutating func endLine(_ byte: UInt8) -> Bool {
    if byte == UInt8(ascii: "\r") {
      guard at &+ 1 < end else { return false }
      if bytes[at &+ 1] == UInt8(ascii: "\n") { at &+= 1 }
    }
    at &+= 1
    lines &+= 1
    return true
  }

  /// Marks quotes, backslashes and control characters. The lowest mark is exact once those of bytes beyond ASCII are taken away;
  /// borrows may mark bytes above it only.
  @inline(__always)
  private static func special(_ word: UInt64) -> UInt64 {
    let quote = word ^ 0x2222_2222_2222_2222
    let backslash = word ^ 0x5c5c_5c5c_5c5c_5c5c
    return (quote &- ones) | (backslash &- ones) | (word &- 0x2020_2020_2020_2020)
  }

  /// Copies eight bytes, which count only as far as ``advance(_:)`` says.
  @inline(__always)
  private func copyWord() -> UInt64 {
    let word = UnsafeRawPointer(bytes + at).loadUnaligned(as: UInt64.self)
    UnsafeMutableRawPointer(room.text + room.textCount).storeBytes(of: word, as: UInt64.self)
    return UInt64(littleEndian: word)
  }

  @inline(__always)
  private mutating func advance(_ length: Int) {
    at &+= length
    room.textCount &+= length
  }

  // MARK: Writing

  @inline(__always)
  private mutating func put(_ byte: UInt8) {
    room.text[room.textCount] = byte
    room.textCount &+= 1
  }

  @inline(__always)
  private mutating func put(_ token: JSONToken) {
    room.tokens[room.tokenCount] = token
    room.tokenCount &+= 1
  }

  /// Writes the byte at `at` as an escape and goes behind it.
  @inline(__always)
  private mutating func escape(_ byte: UInt8) {
    room.textCount &+= JSONEscape.put(byte, at: room.text + room.textCount)
    at &+= 1
    isEscaped = true
  }

  /// Writes what stands before a value: `{"id":` or `,"name":`.
  @inline(__always)
  private mutating func openMember(_ member: CSVHeader.Member, _ openings: UnsafeBufferPointer<UInt8>) {
    let source = UnsafeRawPointer(openings.baseAddress.unsafelyUnwrapped + member.start)
    let target = UnsafeMutableRawPointer(room.text + room.textCount)
    var done = 0
    repeat {
      target.storeBytes(of: source.loadUnaligned(fromByteOffset: done, as: UInt64.self), toByteOffset: done, as: UInt64.self)
      done &+= 8
    } while done < member.length
    put(
      JSONToken(
        .string, offset: room.textCount &+ 1, length: member.length &- 2, next: room.tokenCount &+ 1, escaped: member.isEscaped))
    room.textCount &+= member.length
  }

  /// Ends the string that starts at `start`; true when it stands for null.
  @inline(__always)
  private mutating func closeValue(from start: Int, _ layout: Layout, _ header: CSVHeader) -> Bool {
    put(UInt8(ascii: "\""))
    let length = room.textCount &- start
    if layout.nullLengths & CSVHeader.lengthBit(length) != 0,
      header.isNull(json: UnsafeBufferPointer(start: room.text + start, count: length))
    {
      room.textCount = start
      putNull()
      return true
    }
    put(JSONToken(.string, offset: start, length: length, next: room.tokenCount &+ 1, escaped: isEscaped))
    return false
  }

  @inline(__always)
  private mutating func putNull() {
    put(JSONToken(.null, offset: room.textCount, length: 4, next: room.tokenCount &+ 1))
    UnsafeMutableRawPointer(room.text + room.textCount).storeBytes(of: UInt32(0x6c6c_756e).littleEndian, as: UInt32.self)
    room.textCount &+= 4
  }
}
