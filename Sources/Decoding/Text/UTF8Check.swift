/// Strict UTF-8: no overlong forms, no surrogates, nothing beyond U+10FFFF.
enum UTF8Check {
  enum Stop: Hashable {
    case valid
    /// A sequence that is right so far goes on behind the end.
    case incomplete
    /// A maximal piece of this many bytes is no character; a decoder that replaces puts one U+FFFD in its place.
    case invalid(length: Int)
  }

  private static let highs: UInt64 = 0x8080_8080_8080_8080
  private static let blockBytes = 64

  /// The length of the valid part at the front, and what stopped there.
  static func prefix(_ bytes: UnsafeRawBufferPointer) -> (count: Int, stop: Stop) {
    let count = bytes.count
    var at = 0
    while at < count {
      at = skipBlocks(bytes, from: at)
      // What a block had that is not so simple, character by character.
      let end = min(at + blockBytes, count)
      while at < end {
        at = skipASCII(bytes, from: at)
        guard at < count else { break }
        let (length, stop) = sequence(bytes, at: at)
        guard stop == .valid else { return (at, stop) }
        at += length
      }
    }
    return (count, .valid)
  }

  /// Goes, from the start of a character, over blocks of ASCII and characters of two bytes.
  ///
  /// Such text is checked without looking for its characters: a byte goes on a character exactly if the byte before it begins one.
  @inline(__always)
  private static func skipBlocks(_ bytes: UnsafeRawBufferPointer, from start: Int) -> Int {
    guard let base = bytes.baseAddress else { return start }
    var at = start
    while at &+ blockBytes < bytes.count {
      var any: UInt64 = 0
      for place in stride(from: at, to: at &+ blockBytes, by: 8) { any |= base.loadUnaligned(fromByteOffset: place, as: UInt64.self) }
      if any & highs == 0 {
        at &+= blockBytes
        continue
      }
      var wrong: UInt64 = 0
      for place in stride(from: at, to: at &+ blockBytes, by: 8) {
        let word = base.loadUnaligned(fromByteOffset: place, as: UInt64.self)
        let following = base.loadUnaligned(fromByteOffset: place &+ 1, as: UInt64.self)
        let begins = word & (word &<< 1)
        let goesOn = following & ~(following &<< 1)
        // Longer characters, and the two bytes that would begin overlong ones.
        let isOther = (word &<< 2) | ~((word &<< 3) | (word &<< 4) | (word &<< 5) | (word &<< 6))
        wrong |= (goesOn ^ begins) | (begins & isOther)
      }
      guard wrong & highs == 0, bytes[at] & 0xc0 != 0x80 else { return at }
      at &+= blockBytes
      if bytes[at &- 1] >= 0xc0 { at &+= 1 }
    }
    return at
  }

  @inline(__always)
  private static func skipASCII(_ bytes: UnsafeRawBufferPointer, from start: Int) -> Int {
    var at = start
    while at &+ 8 <= bytes.count {
      let word = bytes.loadUnaligned(fromByteOffset: at, as: UInt64.self) & highs
      if word != 0 { return at &+ UInt64(littleEndian: word).trailingZeroBitCount / 8 }
      at &+= 8
    }
    while at < bytes.count, bytes[at] < 0x80 { at &+= 1 }
    return at
  }

  @inline(__always)
  private static func sequence(_ bytes: UnsafeRawBufferPointer, at start: Int) -> (length: Int, stop: Stop) {
    var second: ClosedRange<UInt8> = 0x80...0xBF
    let length: Int
    switch bytes[start] {
    case 0xC2...0xDF: length = 2
    case 0xE0: (length, second) = (3, 0xA0...0xBF)
    case 0xED: (length, second) = (3, 0x80...0x9F)
    case 0xE1...0xEF: length = 3
    case 0xF0: (length, second) = (4, 0x90...0xBF)
    case 0xF4: (length, second) = (4, 0x80...0x8F)
    case 0xF1...0xF3: length = 4
    default: return (1, .invalid(length: 1))
    }
    for place in 1..<length {
      guard start + place < bytes.count else { return (place, .incomplete) }
      guard (place == 1 ? second : 0x80...0xBF).contains(bytes[start + place]) else { return (place, .invalid(length: place)) }
    }
    return (length, .valid)
  }
}
