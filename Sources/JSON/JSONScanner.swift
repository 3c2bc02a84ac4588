internal import Glibc

/// One pass over padded bytes: checks grammar and UTF-8, writes tokens.
///
/// The bytes end with a zero at the given end, which no rule accepts: no bounds are checked inside. All helpers are inlined into
/// ``scan(from:to:)``, which works on a local copy: the state then lives in registers.
struct JSONScanner {
  let bytes: UnsafePointer<UInt8>
  private let maximumDepth: Int
  private let allowsNonFinite: Bool
  private(set) var tokens: UnsafeMutablePointer<JSONToken>
  private(set) var capacity: Int
  private(set) var count = 0
  private(set) var sawSpace = false
  private(set) var sawNonFinite = false
  private var at = 0
  private var container = JSONToken.none
  private var inObject = false
  private var depth = 0

  /// - Parameter size: the number of bytes to come, from which room for tokens is guessed.
  init(_ bytes: UnsafePointer<UInt8>, size: Int, options: JSONOptions) {
    self.bytes = bytes
    maximumDepth = options.maximumDepth
    allowsNonFinite = options.allowsNonFinite
    capacity = size / 8 + 16
    tokens = .allocate(capacity: capacity)
  }

  /// Scans one document; on failure the tokens are as they were before.
  @inline(never)
  mutating func scan(from start: Int, to end: Int) throws(ScanFailure) {
    var state = self
    state.at = start
    state.container = JSONToken.none
    state.depth = 0
    do {
      try state.run(to: end)
    } catch {
      tokens = state.tokens
      capacity = state.capacity
      throw error
    }
    self = state
  }

  /// Each round of the outer loop scans a value, or the opening of one, and goes on to the place of the next; the inner one takes
  /// closing brackets. Both in one function, as the optimiser does not inline either into the other.
  @inline(__always)
  private mutating func run(to end: Int) throws(ScanFailure) {
    while true {
      // A round writes at most a value and a key.
      if count &+ 2 > capacity { (tokens, capacity) = Self.grown(tokens, count, capacity) }
      skipSpace()
      var opened = try value()
      while true {
        skipSpace()
        if container == JSONToken.none {
          guard at == end else { throw ScanFailure(.expectedEnd, at) }
          return
        }
        let byte = bytes[at]
        if byte == (inObject ? UInt8(ascii: "}") : UInt8(ascii: "]")) {
          close()
          opened = false
          continue
        }
        if !opened {
          guard byte == UInt8(ascii: ",") else { throw ScanFailure(inObject ? .expectedCommaOrBrace : .expectedCommaOrBracket, at) }
          at &+= 1
          skipSpace()
        }
        if inObject { try key(isFirst: opened) }
        break
      }
    }
  }

  /// Scans a value, or the opening of one; true when a container was opened.
  @inline(__always)
  private mutating func value() throws(ScanFailure) -> Bool {
    let byte = bytes[at]
    if byte == UInt8(ascii: "\"") {
      try string()
      return false
    }
    if byte == UInt8(ascii: "{") || byte == UInt8(ascii: "[") {
      try open(isObject: byte == UInt8(ascii: "{"))
      return true
    }
    if byte == UInt8(ascii: "-") || byte &- 48 < 10 {
      try number(byte)
    } else {
      try word()
    }
    return false
  }

  @inline(__always)
  private mutating func skipSpace() {
    var byte = bytes[at]
    guard byte <= 0x20 else { return }
    while byte == 0x20 || byte == 0x0a || byte == 0x0d || byte == 0x09 {
      sawSpace = true
      at &+= 1
      byte = bytes[at]
    }
  }

  @inline(__always)
  private mutating func open(isObject: Bool) throws(ScanFailure) {
    guard depth < maximumDepth else { throw ScanFailure(.tooDeep, at) }
    tokens[count] = JSONToken(isObject ? .object : .array, offset: at, length: 0, next: container)
    container = count
    inObject = isObject
    depth &+= 1
    count &+= 1
    at &+= 1
  }

  @inline(__always)
  private mutating func close() {
    at &+= 1
    let open = tokens[container]
    tokens[container] = JSONToken(inObject ? .object : .array, offset: open.offset, length: at &- open.offset, next: count)
    container = open.next
    depth &-= 1
    if container != JSONToken.none { inObject = tokens[container].isKind(.object) }
  }

  @inline(__always)
  private mutating func key(isFirst: Bool) throws(ScanFailure) {
    guard bytes[at] == UInt8(ascii: "\"") else { throw ScanFailure(isFirst ? .expectedFirstKey : .expectedKey, at) }
    try string()
    skipSpace()
    guard bytes[at] == UInt8(ascii: ":") else { throw ScanFailure(.expectedColon, at) }
    at &+= 1
  }

  @inline(__always)
  private mutating func string() throws(ScanFailure) {
    let start = at
    var end = StringScanner.plainEnd(bytes, start &+ 1)
    var escaped = false
    if bytes[end] != UInt8(ascii: "\"") { (end, escaped) = try StringScanner.end(bytes, start: start, at: end) }
    at = end &+ 1
    tokens[count] = JSONToken(.string, offset: start, length: at &- start, next: count &+ 1, escaped: escaped)
    count &+= 1
  }

  @inline(__always)
  private mutating func number(_ first: UInt8) throws(ScanFailure) {
    let start = at
    var byte = first
    var kind = TokenKind.integer
    if byte == UInt8(ascii: "-") {
      byte = step()
      if allowsNonFinite && byte == UInt8(ascii: "I") { return try nonFinite(start) }
    }
    if byte == UInt8(ascii: "0") {
      byte = step()
      guard byte &- 48 > 9 else { throw ScanFailure(.leadingZero, at) }
    } else {
      byte = try digits(byte)
    }
    if byte == UInt8(ascii: ".") {
      kind = .double
      byte = try digits(step())
    }
    if byte | 0x20 == UInt8(ascii: "e") {
      kind = .double
      byte = step()
      if byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-") { byte = step() }
      _ = try digits(byte)
    }
    tokens[count] = JSONToken(kind, offset: start, length: at &- start, next: count &+ 1)
    count &+= 1
  }

  @inline(__always)
  private mutating func step() -> UInt8 {
    at &+= 1
    return bytes[at]
  }

  /// Skips one or more digits; gives the byte behind them.
  @inline(__always)
  private mutating func digits(_ first: UInt8) throws(ScanFailure) -> UInt8 {
    guard first &- 48 < 10 else { throw ScanFailure(.expectedDigit, at) }
    var byte = first
    repeat { byte = step() } while byte &- 48 < 10
    return byte
  }

  @inline(__always)
  private mutating func word() throws(ScanFailure) {
    let word = UnsafeRawPointer(bytes + at).loadUnaligned(as: UInt32.self)
    if word == 0x6c6c_756e {
      literal(.null, 4)
    } else if word == 0x6575_7274 {
      literal(.yes, 4)
    } else if word == 0x736c_6166 && bytes[at &+ 4] == UInt8(ascii: "e") {
      literal(.no, 5)
    } else if allowsNonFinite {
      try nonFinite(at)
    } else {
      throw ScanFailure(.expectedValue, at)
    }
  }

  @inline(__always)
  private mutating func literal(_ kind: TokenKind, _ length: Int) {
    tokens[count] = JSONToken(kind, offset: at, length: length, next: count &+ 1)
    count &+= 1
    at &+= length
  }

  /// `at` is behind the sign, if there is one at `start`.
  @inline(__always)
  private mutating func nonFinite(_ start: Int) throws(ScanFailure) {
    let length = Self.nonFiniteLength(bytes + at, signed: start != at)
    guard length > 0 else { throw ScanFailure(start == at ? .expectedValue : .expectedDigit, at) }
    let signs = at &- start
    at = start
    literal(.nonFinite, signs &+ length)
    sawNonFinite = true
  }

  private static func nonFiniteLength(_ bytes: UnsafePointer<UInt8>, signed: Bool) -> Int {
    if memcmp(bytes, "Infinity", 8) == 0 { return 8 }
    return !signed && memcmp(bytes, "NaN", 3) == 0 ? 3 : 0
  }

  @inline(never)
  private static func grown(
    _ old: UnsafeMutablePointer<JSONToken>, _ count: Int, _ capacity: Int
  ) -> (UnsafeMutablePointer<JSONToken>, Int) {
    let larger = capacity * 2
    let fresh = UnsafeMutablePointer<JSONToken>.allocate(capacity: larger)
    fresh.moveInitialize(from: old, count: count)
    old.deallocate()
    return (fresh, larger)
  }
}
