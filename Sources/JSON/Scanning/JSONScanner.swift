internal import Glibc

/// One pass over padded bytes: checks grammar and UTF-8, writes tokens.
///
/// The bytes end with a zero at the given end, which no rule accepts: no bounds are checked inside. The helpers are inlined into
/// ``scan(from:to:)`` but ``followTwin(_:)``, which works on copies of what it uses most, so that those live in registers.
struct JSONScanner {
  let bytes: UnsafePointer<UInt8>
  let maximumDepth: Int
  private let allowsNonFinite: Bool
  private(set) var memory: TokenMemory
  var count = 0
  private(set) var sawSpace = false
  private(set) var sawNonFinite = false
  var at = 0
  var container = JSONToken.none
  var inObject = false
  var depth = 0
  private var lastRoot = JSONToken.none
  /// A value before the one to come in the same list, or at the same place within such a value.
  var twin = JSONToken.none
  /// The key to come, where the open object goes on like its twin.
  var expected = 0
  /// The end of that twin; 0 where there is none.
  var expectedEnd = 0
  /// The byte behind the twin's value before the expected key.
  var twinAt = 0
  /// About how many keys of the open object its twin does not have.
  private var strangeKeys = 0
  /// How many elements of lists are compared with none, as one was not like its twin: comparing in vain takes time.
  private var elementsWithoutTwin = 0
  /// Of the objects taken last as wholes.
  var shape: RecordShape?
  /// How many objects of lists have to come before a shape is tried.
  var objectsUntilShape = 2
  /// How many it is to be the next time.
  var shapeInterval = 1

  var tokens: UnsafeMutablePointer<JSONToken> {
    @inline(__always) get { memory.start }
  }

  /// - Parameter size: the number of bytes to come, from which room for tokens is guessed.
  init(_ bytes: UnsafePointer<UInt8>, size: Int, options: JSONOptions) {
    self.bytes = bytes
    maximumDepth = options.maximumDepth
    allowsNonFinite = options.allowsNonFinite
    memory = TokenMemory(atLeast: size / 8 + 16)
  }

  /// Scans one document; on failure the tokens are as they were before.
  @inline(never)
  mutating func scan(from start: Int, to end: Int) throws(ScanFailure) {
    var state = self
    state.at = start
    state.container = JSONToken.none
    state.inObject = false
    state.depth = 0
    state.twin = lastRoot
    do {
      try state.run(to: end)
    } catch {
      memory = state.memory
      throw error
    }
    state.lastRoot = count
    self = state
  }

  /// Each round of the outer loop scans a value, or the opening of one, and goes on to the place of the next; the inner one takes
  /// closing brackets and what goes on as its twin did. Both in one function, as the optimiser does not inline either into the other.
  @inline(__always)
  private mutating func run(to end: Int) throws(ScanFailure) {
    while true {
      // A round writes at most a value and a key.
      reserve(2)
      skipSpace()
      var place = try value()
      while true {
        if expected < expectedEnd, place == .behindOpening || expected != tokens[container].twin &+ 1 {
          // Not behind a strange first key's value: no comma stands before the first key of the twin.
          place = try followTwin(place)
          if place == .beforeValue { break }
        }
        skipSpace()
        if container == JSONToken.none {
          guard at == end else { throw ScanFailure(.expectedEnd, at) }
          return
        }
        let byte = bytes[at]
        if byte == (inObject ? UInt8(ascii: "}") : UInt8(ascii: "]")) {
          close()
          place = .behindValue
          if byte == UInt8(ascii: "}"), !inObject, container != JSONToken.none { matchSame(twin) }
          continue
        }
        if place == .behindValue {
          guard byte == UInt8(ascii: ",") else { throw ScanFailure(inObject ? .expectedCommaOrBrace : .expectedCommaOrBracket, at) }
          at &+= 1
          skipSpace()
        }
        if inObject { try key(isFirst: place == .behindOpening) }
        break
      }
    }
  }

  @inline(__always)
  mutating func reserve(_ additional: Int) {
    if additional > memory.capacity &- count { memory = Self.grown(memory, count, additional) }
  }

  /// Where scanning stands within a container.
  enum Place { case beforeValue, behindOpening, behindValue }

  /// Scans a value, or the opening of one.
  @inline(__always)
  private mutating func value() throws(ScanFailure) -> Place {
    let byte = bytes[at]
    if byte == UInt8(ascii: "\"") {
      try string()
    } else if byte == UInt8(ascii: "{") || byte == UInt8(ascii: "[") {
      guard depth < maximumDepth else { throw ScanFailure(.tooDeep, at) }
      if byte == UInt8(ascii: "{") { openObject() } else { openList() }
      return .behindOpening
    } else if NumberScanner.starts(byte, bytes[at &+ 1]) {
      let start = at
      let kind: TokenKind
      (at, kind) = try NumberScanner.end(bytes, start)
      appendScalar(kind, from: start)
    } else if let (end, kind) = WordScanner.end(bytes, at) {
      let start = at
      at = end
      appendScalar(kind, from: start)
      if kind == .null && container != JSONToken.none { tokens[container].holdsNull(count &- 1 &- container) }
    } else {
      try nonFinite()
    }
    return .behindValue
  }

  @inline(__always)
  mutating func skipSpace() {
    var byte = bytes[at]
    guard byte <= 0x20 else { return }
    while byte == 0x20 || byte == 0x0a || byte == 0x0d || byte == 0x09 {
      sawSpace = true
      at &+= 1
      byte = bytes[at]
    }
  }

  // MARK: Containers

  @inline(__always)
  mutating func openObject() {
    if elementsWithoutTwin > 0 && !inObject {
      elementsWithoutTwin &-= 1
      twin = JSONToken.none
    }
    let hasTwin = twin != JSONToken.none && tokens[twin].isKind(.object)
    open(JSONToken(opening: .object, at: at, in: container, twin: twin, isAlike: hasTwin))
    inObject = true
    if hasTwin {
      let object = tokens[twin]
      (expected, expectedEnd, twinAt) = (twin &+ 1, object.next, object.offset &+ 1)
      strangeKeys = 0
    } else {
      (expected, expectedEnd) = (0, 0)
    }
  }

  @inline(__always)
  private mutating func openList() {
    open(JSONToken(opening: .array, at: at, in: container, twin: twin, isAlike: false))
    inObject = false
    (expected, expectedEnd) = (0, 0)
    let hasElement = twin != JSONToken.none && tokens[twin].isKind(.array) && tokens[twin].next > twin &+ 1
    twin = hasElement ? twin &+ 1 : JSONToken.none
  }

  @inline(__always)
  private mutating func open(_ token: JSONToken) {
    tokens[count] = token
    container = count
    depth &+= 1
    count &+= 1
    at &+= 1
  }

  @inline(__always)
  mutating func close() {
    at &+= 1
    let closed = container
    let open = tokens[closed]
    container = open.container
    depth &-= 1
    let outer = container == JSONToken.none ? JSONToken(.array, offset: 0, length: 0, next: 0) : tokens[container]
    let isLikeUnique = open.isAlike && tokens[open.twin].isUnique
    tokens[closed] = JSONToken(closing: open, at: at, next: count, unique: isLikeUnique)
    (expected, expectedEnd) = (0, 0)
    if outer.isKind(.object) {
      inObject = true
      if open.twin != JSONToken.none && outer.twin != JSONToken.none {
        let value = tokens[open.twin]
        (expected, expectedEnd, twinAt) = (value.next, tokens[outer.twin].next, value.end)
      }
    } else {
      if inObject && !isLikeUnique && Self.hasUniqueKeys(bytes, tokens, closed) {
        tokens[closed] = JSONToken(closing: open, at: at, next: count, unique: true)
      }
      inObject = false
      // Of two that are alike the longer one has more keys to compare with.
      let isTwinLonger = open.isAlike && tokens[open.twin].next &- open.twin > count &- closed
      twin = isTwinLonger ? open.twin : closed
    }
  }

  /// Whether an element of a list has unique keys; those that are like it then have them, too.
  @inline(never)
  private static func hasUniqueKeys(_ bytes: UnsafePointer<UInt8>, _ tokens: UnsafePointer<JSONToken>, _ place: Int) -> Bool {
    ObjectOnTape(bytes, tokens, place).keys(limit: 128) == .unique
  }

  @inline(__always)
  private mutating func key(isFirst: Bool) throws(ScanFailure) {
    if expected < expectedEnd {
      // Perhaps some members of the twin are missing.
      var place = expected
      for _ in 0..<4 where place < expectedEnd {
        if takeKey(place) { return try colon() }
        place = tokens[place &+ 1].next
      }
      strangeKeys &+= 1
      if strangeKeys == 2 { giveUpTwin() }
    }
    guard bytes[at] == UInt8(ascii: "\"") else { throw ScanFailure(isFirst ? .expectedFirstKey : .expectedKey, at) }
    twin = JSONToken.none
    tokens[container].differs()
    try string()
    try colon()
  }

  @inline(__always)
  private mutating func giveUpTwin() {
    (expected, expectedEnd) = (0, 0)
    elementsWithoutTwin = 15
  }

  @inline(__always)
  private mutating func colon() throws(ScanFailure) {
    skipSpace()
    guard bytes[at] == UInt8(ascii: ":") else { throw ScanFailure(.expectedColon, at) }
    at &+= 1
  }

  /// Takes a key that is the same as another.
  @inline(__always)
  private mutating func takeKey(_ place: Int) -> Bool {
    let key = tokens[place]
    guard Self.isSame(bytes + at, bytes + key.offset, key.length) else { return false }
    append(JSONToken(key, movedBy: at &- key.offset, places: count &- place))
    at &+= key.length
    expectBehind(place &+ 1)
    return true
  }

  /// The value to come is likely to be like that at a place of the twin, and the one after that like what follows there.
  @inline(__always)
  mutating func expectBehind(_ place: Int) {
    let value = tokens[place]
    (twin, expected, twinAt) = (place, value.next, value.end)
  }

  /// Whether some bytes are the same; the margin behind a text may be read.
  @inline(__always)
  static func isSame(_ bytes: UnsafePointer<UInt8>, _ others: UnsafePointer<UInt8>, _ count: Int) -> Bool {
    let start = UnsafeRawPointer(bytes)
    let other = UnsafeRawPointer(others)
    let difference = start.loadUnaligned(as: UInt64.self) ^ other.loadUnaligned(as: UInt64.self)
    if count <= 8 { return UInt64(littleEndian: difference) &<< UInt64(truncatingIfNeeded: 64 &- count &* 8) == 0 }
    guard difference == 0 else { return false }
    let last = count &- 8
    var at = 8
    while at < last {
      guard start.loadUnaligned(fromByteOffset: at, as: UInt64.self) == other.loadUnaligned(fromByteOffset: at, as: UInt64.self)
      else { return false }
      at &+= 8
    }
    return start.loadUnaligned(fromByteOffset: last, as: UInt64.self) == other.loadUnaligned(fromByteOffset: last, as: UInt64.self)
  }

  // MARK: Scalars

  @inline(__always)
  mutating func append(_ token: JSONToken) {
    tokens[count] = token
    count &+= 1
  }

  @inline(__always)
  private mutating func appendScalar(_ kind: TokenKind, from start: Int, escaped: Bool = false) {
    append(JSONToken(kind, offset: start, length: at &- start, next: count &+ 1, escaped: escaped))
  }

  @inline(__always)
  mutating func string() throws(ScanFailure) {
    let start = at
    var end = StringScanner.plainEnd(bytes, start &+ 1)
    var escaped = false
    if bytes[end] != UInt8(ascii: "\"") { (end, escaped) = try StringScanner.end(bytes, start: start, at: end) }
    at = end &+ 1
    appendScalar(.string, from: start, escaped: escaped)
  }

  @inline(__always)
  private mutating func nonFinite() throws(ScanFailure) {
    let start = at
    guard allowsNonFinite else { throw ScanFailure(.expectedValue, start) }
    let isSigned = bytes[at] == UInt8(ascii: "-")
    if isSigned { at &+= 1 }
    if memcmp(bytes + at, "Infinity", 8) == 0 {
      at &+= 8
    } else if !isSigned, memcmp(bytes + at, "NaN", 3) == 0 {
      at &+= 3
    } else {
      throw ScanFailure(isSigned ? .expectedDigit : .expectedValue, at)
    }
    appendScalar(.nonFinite, from: start)
    sawNonFinite = true
  }

  @inline(never)
  private static func grown(_ memory: TokenMemory, _ count: Int, _ additional: Int) -> TokenMemory {
    memory.grown(count, by: additional)
  }
}
