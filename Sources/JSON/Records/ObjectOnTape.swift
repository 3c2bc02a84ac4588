internal import Glibc

/// An object on a tape by plain pointers. Valid while somebody holds the tape; saves counting references to it for each record.
struct ObjectOnTape {
  /// What a look at the keys has shown.
  enum Keys { case unique, repeated, unclear }

  let bytes: UnsafePointer<UInt8>
  let tokens: UnsafePointer<JSONToken>
  let place: Int

  @inline(__always)
  init(_ bytes: UnsafePointer<UInt8>, _ tokens: UnsafePointer<JSONToken>, _ place: Int) {
    self.bytes = bytes
    self.tokens = tokens
    self.place = place
  }

  @inline(__always)
  init(_ tape: JSONTape, _ place: Int) {
    self.init(tape.bytes, tape.tokens, place)
  }

  /// Writes the object as it stands in a verbatim text, without members that are null.
  ///
  /// - Returns: false, with nothing written, when keys are repeated or may be.
  @inline(__always)
  func writeWithoutNulls(to buffer: inout JSONBuffer) -> Bool {
    let token = tokens[place]
    guard token.isUnique || keys() == .unique else { return false }
    if token.hasNulls {
      writeMembersNotNull(to: &buffer)
    } else {
      buffer.append(bytes + token.offset, token.length)
    }
    return true
  }

  /// Copies neighbouring members of a minified object in one run.
  private func writeMembersNotNull(to buffer: inout JSONBuffer) {
    let object = tokens[place]
    buffer.reserve(object.length)
    let opening = buffer.count
    // One byte stands before each key, and one behind each value.
    var runStart = object.offset &+ 1
    var at = place &+ object.placesToNull
    while at < object.next {
      let value = tokens[at &+ 1]
      if value.isKind(.object) || value.isKind(.array) {
        at = value.next
        continue
      }
      if value.isKind(.null) {
        writeRun(runStart, tokens[at].offset &- 1, opening, to: &buffer)
        runStart = value.end &+ 1
      }
      at &+= 2
    }
    writeRun(runStart, object.end &- 1, opening, to: &buffer)
    if buffer.count == opening { buffer.append(UInt8(ascii: "{")) }
    buffer.append(UInt8(ascii: "}"))
  }

  @inline(__always)
  private func writeRun(_ start: Int, _ end: Int, _ opening: Int, to buffer: inout JSONBuffer) {
    guard start < end else { return }
    buffer.append(buffer.count == opening ? UInt8(ascii: "{") : UInt8(ascii: ","))
    buffer.append(bytes + start, end &- start)
  }

  /// Looks for keys that are repeated; unclear where keys are written with escapes, and with more members than the limit.
  ///
  /// Asked for many records, so made cheap: keys are looked for twice only where a filter of 512 bits says "perhaps".
  func keys(limit: Int = 1024) -> Keys {
    withUnsafeTemporaryAllocation(of: UInt64.self, capacity: 8) { filter in
      filter.initialize(repeating: 0)
      let first = place &+ 1
      let end = tokens[place].next
      var left = limit
      var at = first
      while at < end {
        let key = tokens[at]
        if key.isEscaped || left == 0 { return .unclear }
        left &-= 1
        let hash = hash(key)
        let bit: UInt64 = 1 &<< (hash & 63)
        let word = Int(truncatingIfNeeded: hash &>> 6) & 7
        if filter[word] & bit != 0, hasEarlier(key, from: first, to: at) { return .repeated }
        filter[word] |= bit
        at = tokens[at &+ 1].next
      }
      return .unique
    }
  }

  /// Nine good bits from the length and the first and last bytes of a key.
  @inline(__always)
  private func hash(_ key: JSONToken) -> UInt64 {
    let start = UnsafeRawPointer(bytes + key.offset)
    let length = key.length
    // A key is at least two quotes; the margin behind the text may be read.
    var mix = UInt64(truncatingIfNeeded: length)
    if length < 8 {
      let mask: UInt64 = (1 &<< UInt64(truncatingIfNeeded: length &* 8)) &- 1
      mix ^= (start.loadUnaligned(as: UInt64.self) & mask) &* 0x9e37_79b9_7f4a_7c15
    } else {
      mix ^= start.loadUnaligned(as: UInt64.self) &* 0x9e37_79b9_7f4a_7c15
      mix = (mix ^ mix &>> 29) &+ start.loadUnaligned(fromByteOffset: length &- 8, as: UInt64.self) &* 0xd6e8_feb8_6659_fd93
    }
    return (mix &* 0x9e37_79b9_7f4a_7c15) &>> 55
  }

  /// Whether a key without escapes stands among those before it, which have none either.
  private func hasEarlier(_ key: JSONToken, from first: Int, to end: Int) -> Bool {
    var at = first
    while at < end {
      let other = tokens[at]
      if other.length == key.length, memcmp(bytes + other.offset, bytes + key.offset, key.length) == 0 { return true }
      at = tokens[at &+ 1].next
    }
    return false
  }
}

extension JSONRecord {
  /// The untouched object of a record, where the bytes of its tape can be written as they are.
  @inline(__always)
  var onTape: ObjectOnTape? {
    guard case .view(let view) = content, view.tape.isVerbatim else { return nil }
    return ObjectOnTape(view.tape, view.index)
  }
}

extension JSONView {
  /// Whether no two members of the object have the same key.
  package var hasUniqueKeys: Bool {
    if token.isUnique { return true }
    return switch ObjectOnTape(tape, index).keys() {
    case .unique: true
    case .repeated: false
    case .unclear: hasUniqueDecodedKeys
    }
  }

  private var hasUniqueDecodedKeys: Bool {
    var seen = Set<ExactText>()
    return members.allSatisfy { seen.insert(ExactText($0.keyString)).inserted }
  }
}
