/// Strict UTF-8: no overlong forms, no surrogates, nothing beyond U+10FFFF.
enum UTF8Check {
  enum Stop: Hashable {
    case valid
    /// A sequence that is right so far goes on behind the end.
    case incomplete
    /// A maximal piece of this many bytes is no character; a decoder that replaces puts one U+FFFD in its place.
    case invalid(length: Int)
  }

  /// The length of the valid part at the front, and what stopped there.
  static func prefix(_ bytes: UnsafeRawBufferPointer) -> (count: Int, stop: Stop) {
    let count = bytes.count
    var at = 0
    while at < count {
      at = skipASCII(bytes, from: at)
      guard at < count else { break }
      let (length, stop) = sequence(bytes, at: at)
      guard stop == .valid else { return (at, stop) }
      at += length
    }
    return (count, .valid)
  }

  @inline(__always)
  private static func skipASCII(_ bytes: UnsafeRawBufferPointer, from start: Int) -> Int {
    var at = start
    while at &+ 8 <= bytes.count {
      let word = bytes.loadUnaligned(fromByteOffset: at, as: UInt64.self) & 0x8080_8080_8080_8080
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
