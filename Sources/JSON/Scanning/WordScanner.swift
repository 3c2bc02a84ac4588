/// Tells `null`, `true` and `false`.
enum WordScanner {
  /// The end of a word and what it stands for; nil when none starts there.
  @inline(__always)
  static func end(_ bytes: UnsafePointer<UInt8>, _ start: Int) -> (Int, TokenKind)? {
    switch UInt32(littleEndian: UnsafeRawPointer(bytes + start).loadUnaligned(as: UInt32.self)) {
    case 0x6c6c_756e: (start &+ 4, .null)
    case 0x6575_7274: (start &+ 4, .yes)
    case 0x736c_6166 where bytes[start &+ 4] == UInt8(ascii: "e"): (start &+ 5, .no)
    default: nil
    }
  }
}
