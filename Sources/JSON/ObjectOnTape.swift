internal import Glibc

/// An object on a tape by plain pointers. Valid while somebody holds the tape; saves counting references to it for each record.
struct ObjectOnTape {
  /// What a look at all keys has shown.
  enum Keys {
    case unique(hasNulls: Bool)
    case repeated
    /// Some are written with escapes, so that only their decoded texts can be compared.
    case escaped
  }

  let bytes: UnsafePointer<UInt8>
  let tokens: UnsafePointer<JSONToken>
  let place: Int

  @inline(__always)
  init(_ tape: JSONTape, _ place: Int) {
    bytes = tape.bytes
    tokens = UnsafePointer(tape.tokens)
    self.place = place
  }

  /// Writes the object as it stands in a verbatim text, without members that are null.
  ///
  /// - Parameter model: an object whose keys are not repeated; records of a page are mostly alike. Becomes this one when it is not.
  /// - Returns: false, with nothing written, when keys are repeated or may be.
  func writeWithoutNulls(to buffer: inout JSONBuffer, like model: inout ObjectOnTape?) -> Bool {
    let token = tokens[place]
    if !token.isWhole {
      guard let hasNulls = hasNulls(like: &model) else { return false }
      if hasNulls {
        writeMembersNotNull(to: &buffer)
        return true
      }
    }
    buffer.append(bytes + token.offset, token.length)
    return true
  }

  /// Nil when keys are repeated or may be.
  @inline(__always)
  private func hasNulls(like model: inout ObjectOnTape?) -> Bool? {
    if let model, let hasNulls = hasNulls(withKeysOf: model) { return hasNulls }
    guard case .unique(let hasNulls) = keys() else { return nil }
    model = self
    return hasNulls
  }

  /// Copies neighbouring members in one run.
  private func writeMembersNotNull(to buffer: inout JSONBuffer) {
    let object = tokens[place]
    buffer.reserve(object.length)
    let opening = buffer.count
    var runStart = 0
    var runEnd = 0
    var at = place &+ 1
    while at < object.next {
      let value = tokens[at &+ 1]
      if value.isKind(.null) {
        writeRun(runStart, runEnd, opening, to: &buffer)
        runEnd = runStart
      } else {
        if runEnd == runStart { runStart = tokens[at].offset }
        runEnd = value.end
      }
      at = value.next
    }
    writeRun(runStart, runEnd, opening, to: &buffer)
    if buffer.count == opening { buffer.append(UInt8(ascii: "{")) }
    buffer.append(UInt8(ascii: "}"))
  }

  @inline(__always)
  private func writeRun(_ start: Int, _ end: Int, _ opening: Int, to buffer: inout JSONBuffer) {
    guard start < end else { return }
    buffer.append(buffer.count == opening ? UInt8(ascii: "{") : UInt8(ascii: ","))
    buffer.append(bytes + start, end &- start)
  }

  /// Whether the object has the keys of another, in their order and perhaps not all; nil when it has not.
  @inline(__always)
  private func hasNulls(withKeysOf model: ObjectOnTape) -> Bool? {
    let end = tokens[place].next
    let modelEnd = model.tokens[model.place].next
    var hasNulls = false
    var at = place &+ 1
    var modelAt = model.place &+ 1
    while at < end {
      guard modelAt < modelEnd, isSame(tokens[at], model, model.tokens[modelAt]) else { return nil }
      let value = tokens[at &+ 1]
      if value.isKind(.null) { hasNulls = true }
      at = value.next
      modelAt = model.tokens[modelAt &+ 1].next
    }
    return hasNulls
  }

  /// Whether two keys have the same bytes, of which eight are compared at a time: a key is at least two quotes, and the margin behind
  /// a text may be read.
  @inline(__always)
  private func isSame(_ key: JSONToken, _ model: ObjectOnTape, _ other: JSONToken) -> Bool {
    let length = key.length
    guard length == other.length else { return false }
    let start = UnsafeRawPointer(bytes + key.offset)
    let otherStart = UnsafeRawPointer(model.bytes + other.offset)
    let difference = start.loadUnaligned(as: UInt64.self) ^ otherStart.loadUnaligned(as: UInt64.self)
    if length <= 8 { return UInt64(littleEndian: difference) &<< UInt64(truncatingIfNeeded: 64 &- length &* 8) == 0 }
    guard difference == 0 else { return false }
    guard length <= 16 else { return memcmp(start + 8, otherStart + 8, length &- 8) == 0 }
    let last = length &- 8
    return start.loadUnaligned(fromByteOffset: last, as: UInt64.self) == otherStart.loadUnaligned(fromByteOffset: last, as: UInt64.self)
  }

  /// Looks for keys that are repeated.
  ///
  /// Asked for each record written, so made cheap: keys are looked for twice only where a filter of 512 bits says "perhaps".
  func keys() -> Keys {
    withUnsafeTemporaryAllocation(of: UInt64.self, capacity: 8) { filter in
      filter.initialize(repeating: 0)
      var hasNulls = false
      let first = place &+ 1
      let end = tokens[place].next
      var at = first
      while at < end {
        let key = tokens[at]
        if key.isEscaped { return .escaped }
        let hash = hash(key)
        let bit: UInt64 = 1 &<< (hash & 63)
        let word = Int(truncatingIfNeeded: hash &>> 6) & 7
        if filter[word] & bit != 0, hasEarlier(key, from: first, to: at) { return .repeated }
        filter[word] |= bit
        let value = tokens[at &+ 1]
        if value.isKind(.null) { hasNulls = true }
        at = value.next
      }
      return .unique(hasNulls: hasNulls)
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
    if token.isWhole { return true }
    return switch ObjectOnTape(tape, index).keys() {
    case .unique: true
    case .repeated: false
    case .escaped: hasUniqueDecodedKeys
    }
  }

  private var hasUniqueDecodedKeys: Bool {
    var seen = Set<ExactText>()
    return members.allSatisfy { seen.insert(ExactText($0.keyString)).inserted }
  }
}
