/// What a token stands for; `nonFinite` is `NaN`, `Infinity` or `-Infinity`.
enum TokenKind: UInt8 {
  case string, object, array, yes, no, null, integer, double, nonFinite
}

/// One value (or key) of a tape in 16 bytes: where it stands, which token follows it and its descendants, and its kind.
struct JSONToken {
  /// Low half: offset of the first byte. High half: length, quotes and brackets included.
  var span: UInt64
  /// Low half: index of the token after this value. Then one byte of kind and one of flags.
  var link: UInt64

  private static let escapedFlag: UInt64 = 1 << 40
  /// Stands for "no container" in the low half of ``link`` while a container is open.
  static let none = Int(UInt32.max)

  @inline(__always)
  init(_ kind: TokenKind, offset: Int, length: Int, next: Int, escaped: Bool = false) {
    span = UInt64(truncatingIfNeeded: offset) | UInt64(truncatingIfNeeded: length) &<< 32
    link = UInt64(truncatingIfNeeded: next) | UInt64(kind.rawValue) &<< 32
    if escaped { link |= Self.escapedFlag }
  }

  @inline(__always) var offset: Int { Int(truncatingIfNeeded: span & 0xffff_ffff) }
  @inline(__always) var length: Int { Int(truncatingIfNeeded: span &>> 32) }
  @inline(__always) var end: Int { offset &+ length }
  @inline(__always) var next: Int { Int(truncatingIfNeeded: link & 0xffff_ffff) }
  @inline(__always) var isEscaped: Bool { link & Self.escapedFlag != 0 }
  @inline(__always) var rawKind: UInt8 { UInt8(truncatingIfNeeded: link &>> 32) }
  @inline(__always) func isKind(_ kind: TokenKind) -> Bool { rawKind == kind.rawValue }

  var kind: TokenKind { TokenKind(rawValue: rawKind) ?? .null }
}
