/// The records of a page are mostly alike: where an object goes on as the one before it did, brackets, keys, colons and white space
/// between two values are the same bytes, which are compared at once instead of being scanned.
///
/// All that differs is left to the loop that calls this.
extension JSONScanner {
  /// Goes on as long as the text is like the twin of the open object, with that object's members and what follows it.
  @inline(never)
  mutating func followTwin(_ start: Place) throws(ScanFailure) -> Place {
    var place = start
    while true {
      place = try takeMembers(place)
      if place == .beforeValue {
        guard bytes[at] == UInt8(ascii: "{"), depth < maximumDepth, tokens[twin].isKind(.object) else { return .beforeValue }
        openObject()
        place = .behindOpening
      } else {
        guard expected == expectedEnd, expectedEnd != 0, bytes[at] == UInt8(ascii: "}") else { return place }
        close()
        place = .behindValue
        if !inObject {
          guard container != JSONToken.none else { return place }
          matchSame(twin)
          guard openNextElement() else { return place }
          place = .behindOpening
        }
      }
    }
  }

  /// Takes members that have the expected keys and values without parts.
  @inline(__always)
  private mutating func takeMembers(_ start: Place) throws(ScanFailure) -> Place {
    // No more than the twin has left, as values with parts are not taken.
    reserve(expectedEnd &- expected &+ 2)
    let bytes = bytes
    let tokens = tokens
    let end = expectedEnd
    var place = start
    var at = at
    var count = count
    var expected = expected
    var twinAt = twinAt
    while expected < end {
      let modelPlace = expected &+ 1
      let model = tokens[modelPlace]
      let gap = model.offset &- twinAt
      guard Self.isSame(bytes + at, bytes + twinAt, gap) else { break }
      tokens[count] = JSONToken(tokens[expected], movedBy: at &- twinAt, places: count &- expected)
      count &+= 1
      at &+= gap
      expected = model.next
      twinAt = model.end
      let byte = bytes[at]
      let start = at
      if byte == UInt8(ascii: "\"") {
        at = StringScanner.plainEnd(bytes, start &+ 1)
        var escaped = false
        if bytes[at] != UInt8(ascii: "\"") { (at, escaped) = try StringScanner.end(bytes, start: start, at: at) }
        at &+= 1
        tokens[count] = JSONToken(.string, offset: start, length: at &- start, next: count &+ 1, escaped: escaped)
      } else if NumberScanner.starts(byte, bytes[at &+ 1]) {
        let kind: TokenKind
        (at, kind) = try NumberScanner.end(bytes, start)
        tokens[count] = JSONToken(kind, offset: start, length: at &- start, next: count &+ 1)
      } else if let (end, kind) = WordScanner.end(bytes, start) {
        at = end
        tokens[count] = JSONToken(kind, offset: start, length: at &- start, next: count &+ 1)
        if kind == .null { tokens[container].holdsNull(count &- container) }
      } else {
        twin = modelPlace
        place = .beforeValue
        break
      }
      count &+= 1
      place = .behindValue
    }
    self.at = at
    self.count = count
    self.expected = expected
    self.twinAt = twinAt
    return place
  }

  /// Opens the next element of a list when it is an object, too.
  @inline(__always)
  private mutating func openNextElement() -> Bool {
    guard bytes[at] == UInt8(ascii: ","), depth < maximumDepth else { return false }
    let comma = at
    at &+= 1
    skipSpace()
    guard bytes[at] == UInt8(ascii: "{") else {
      at = comma
      return false
    }
    reserve(1)
    openObject()
    return true
  }
}
