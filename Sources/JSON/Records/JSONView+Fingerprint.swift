extension JSONView {
  /// A number that two values share when they are written with the same bytes, and hardly ever otherwise. It is the same in every process,
  /// so it can be stored.
  package var fingerprint: UInt64 {
    withRawBytes { bytes in
      var hash = 0x9e37_79b9_7f4a_7c15 ^ UInt64(truncatingIfNeeded: bytes.count)
      var place = 0
      let raw = UnsafeRawBufferPointer(bytes)
      while place &+ 8 <= raw.count {
        hash = Self.mixed(hash, UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: place, as: UInt64.self)))
        place &+= 8
      }
      var rest: UInt64 = 0
      while place < raw.count {
        rest = rest &<< 8 | UInt64(raw[place])
        place &+= 1
      }
      return Self.mixed(Self.mixed(hash, rest), 0xe703_7ed1_a0b4_28db)
    }
  }

  /// Folds the product of two numbers, each of whose bits then depends on nearly all of theirs.
  @inline(__always)
  package static func mixed(_ hash: UInt64, _ word: UInt64) -> UInt64 {
    let product = (hash ^ 0xa076_1d64_78bd_642f).multipliedFullWidth(by: word ^ 0x8ebc_6af0_9c88_c6e3)
    return product.high ^ product.low ^ hash &<< 1
  }
}
