internal import Glibc

/// Writes records straight onto tapes: their text and its tokens together, so that nothing is scanned.
///
/// For readers of formats that are not JSON. Whoever writes answers for the grammar: keys before values, everything closed that was
/// opened, text in UTF-8, and no key twice in what is called unique.
package struct RecordTapeWriter: ~Copyable {
  /// A tape is ended before it reaches the 4 GiB that its tokens can point into.
  private static let largestTape = 1 << 28
  private static let fewTokens = 64

  private var buffer: JSONBuffer
  private var memory: TokenMemory
  private var tokenCount = 0
  private var recordCount = 0
  /// The token of the object or list being written.
  private var container = JSONToken.none
  private var views: [JSONView] = []

  /// - Parameters:
  ///   - byteCapacity: how much text is expected.
  ///   - tokenCapacity: how many keys and values are expected.
  package init(byteCapacity: Int = 0, tokenCapacity: Int = 0) {
    buffer = JSONBuffer(minimumCapacity: byteCapacity)
    memory = TokenMemory(atLeast: max(tokenCapacity, Self.fewTokens))
  }

  deinit { memory.give() }

  private var tokens: UnsafeMutablePointer<JSONToken> {
    @inline(__always) get { memory.start }
  }

  // MARK: Piece by piece

  /// Opens a record.
  package mutating func openRecord() {
    if buffer.count > Self.largestTape { endTape() }
    recordCount += 1
    open(.object)
  }

  /// Opens a list as the value of a key.
  package mutating func openList() { open(.array) }

  /// Closes what was opened last.
  package mutating func close() {
    let open = tokens[container]
    buffer.append(open.isKind(.object) ? UInt8(ascii: "}") : UInt8(ascii: "]"))
    tokens[container] = JSONToken(closing: open, at: buffer.count, next: tokenCount, unique: false)
    container = open.container
  }

  /// Writes the key of the value to come.
  package mutating func write(key: UnsafeBufferPointer<UInt8>) {
    separate()
    writeText(key)
    buffer.append(UInt8(ascii: ":"))
  }

  /// Writes the key of the value to come.
  package mutating func write(key: String) {
    var key = key
    key.withUTF8 { write(key: $0) }
  }

  /// Writes a string, as the value of a key or an element of a list.
  package mutating func write(_ text: UnsafeBufferPointer<UInt8>) {
    separate()
    writeText(text)
  }

  /// Writes a string, as the value of a key or an element of a list.
  package mutating func write(_ text: String) {
    var text = text
    text.withUTF8 { write($0) }
  }

  package mutating func writeNull() {
    separate()
    if container != JSONToken.none { tokens[container].holdsNull(tokenCount - container) }
    let start = buffer.count
    ("null" as StaticString).withUTF8Buffer { buffer.append(UnsafeRawBufferPointer($0)) }
    append(JSONToken(.null, offset: start, length: 4, next: tokenCount + 1))
  }

  private mutating func open(_ kind: TokenKind) {
    separate()
    append(JSONToken(opening: kind, at: buffer.count, in: container, twin: JSONToken.none, isAlike: false))
    container = tokenCount - 1
    buffer.append(kind == .object ? UInt8(ascii: "{") : UInt8(ascii: "["))
  }

  private mutating func writeText(_ text: UnsafeBufferPointer<UInt8>) {
    let start = buffer.count
    StringWriter.write(text, to: &buffer)
    let length = buffer.count - start
    append(JSONToken(.string, offset: start, length: length, next: tokenCount + 1, escaped: length > text.count + 2))
  }

  /// Writes the comma before all members and elements but the first.
  private mutating func separate() {
    guard container != JSONToken.none else { return }
    let last = buffer.base[buffer.count - 1]
    if last != UInt8(ascii: "{"), last != UInt8(ascii: "["), last != UInt8(ascii: ":") { buffer.append(UInt8(ascii: ",")) }
  }

  private mutating func append(_ token: JSONToken) {
    reserveTokens(1)
    tokens[tokenCount] = token
    tokenCount += 1
  }

  // MARK: All at once

  /// Where the text and the tokens of a record can be written by whoever knows how to do so faster.
  package struct Room {
    /// The start of the tape's text: tokens count from here.
    package let text: UnsafeMutablePointer<UInt8>
    package var textCount: Int
    /// The first token of the tape.
    package let tokens: UnsafeMutablePointer<JSONToken>
    package var tokenCount: Int
  }

  /// Room for one record at least, behind what has been written; valid until the next call.
  package mutating func room(bytes: Int, tokens count: Int) -> Room {
    if buffer.count > Self.largestTape { endTape() }
    buffer.reserve(bytes)
    reserveTokens(count)
    return Room(text: buffer.base, textCount: buffer.count, tokens: tokens, tokenCount: tokenCount)
  }

  /// Takes over what was written into a ``Room``: one record, or nothing.
  package mutating func commit(_ room: Room) {
    if room.tokenCount > tokenCount { recordCount += 1 }
    buffer.count = room.textCount
    tokenCount = room.tokenCount
  }

  // MARK: The end

  /// The records in their order.
  package consuming func finish() -> [JSONView] {
    endTape()
    return views
  }

  private mutating func endTape() {
    guard recordCount > 0 else { return }
    var text = JSONBuffer()
    swap(&text, &buffer)
    JSONTape(written: text, memory, count: tokenCount).appendRoots(to: &views, count: recordCount)
    memory = TokenMemory(atLeast: Self.fewTokens)
    tokenCount = 0
    recordCount = 0
  }

  @inline(__always)
  private mutating func reserveTokens(_ additional: Int) {
    if additional > memory.capacity &- tokenCount { growTokens(additional) }
  }

  @inline(never)
  private mutating func growTokens(_ additional: Int) {
    memory = memory.grown(tokenCount, by: additional)
  }
}
