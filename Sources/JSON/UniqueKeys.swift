extension JSONView {
  /// Whether no two members of the object have the same key.
  ///
  /// Asked for each record written, so made cheap: keys are looked for twice only where a filter of 512 bits says "perhaps".
  package var hasUniqueKeys: Bool {
    withUnsafeTemporaryAllocation(of: UInt64.self, capacity: 8) { filter in
      filter.initialize(repeating: 0)
      let first = index &+ 1
      let end = token.next
      var at = first
      while at < end {
        let key = tape.tokens[at]
        if key.isEscaped { return hasUniqueDecodedKeys }
        let hash = hash(key)
        let bit: UInt64 = 1 &<< (hash & 63)
        let word = Int(truncatingIfNeeded: hash &>> 6) & 7
        if filter[word] & bit != 0, hasEarlier(key, from: first, to: at) { return false }
        filter[word] |= bit
        at = tape.tokens[at &+ 1].next
      }
      return true
    }
  }

  /// Nine good bits from the length and the first and last bytes of a key.
  @inline(__always)
  private func hash(_ key: JSONToken) -> UInt64 {
    let start = UnsafeRawPointer(tape.bytes + key.offset)
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

  private func hasEarlier(_ key: JSONToken, from first: Int, to end: Int) -> Bool {
    let bytes = UnsafeBufferPointer(start: tape.bytes + key.offset + 1, count: key.length - 2)
    var at = first
    while at < end {
      if tape.isKey(at, bytes) { return true }
      at = tape.tokens[at &+ 1].next
    }
    return false
  }

  private var hasUniqueDecodedKeys: Bool {
    var seen = Set<ExactText>()
    return members.allSatisfy { seen.insert(ExactText($0.keyString)).inserted }
  }
}
