/// What a token stands for; `nonFinite` is `NaN`, `Infinity` or `-Infinity`.
public enum TokenKind: UInt8 {
  case string, object, array, yes, no, null, integer, double, nonFinite
}

/// One value (or key) of a tape in 16 bytes: where it stands, which token follows it and its descendants, and its kind.
///
/// Tapes give their tokens to the rooms of this package alone; tokens are public so that their members are inlined there.
public struct JSONToken {
  /// Low half: offset of the first byte. High half: length, quotes and brackets included.
  @usableFromInline var span: UInt64
  /// Low half: index of the token after this value. Then one byte of kind and one of flags.
  @usableFromInline var link: UInt64

  /// Stands for "no container" in the low half of ``link`` while a container is open.
  static let none = Int(UInt32.max)

  /// - Parameters:
  ///   - escaped: whether a string is written with escapes.
  ///   - whole: whether an object is known to repeat no key and to have no member that is null.
  @inlinable @inline(__always)
  public init(_ kind: TokenKind, offset: Int, length: Int, next: Int, escaped: Bool = false, whole: Bool = false) {
    span = UInt64(truncatingIfNeeded: offset) | UInt64(truncatingIfNeeded: length) &<< 32
    link = UInt64(truncatingIfNeeded: next) | UInt64(kind.rawValue) &<< 32
    if escaped { link |= 1 &<< 40 }
    if whole { link |= 1 &<< 41 }
  }

  @inlinable @inline(__always) public var offset: Int { Int(truncatingIfNeeded: span & 0xffff_ffff) }
  @inlinable @inline(__always) public var length: Int { Int(truncatingIfNeeded: span &>> 32) }
  @inlinable @inline(__always) public var end: Int { offset &+ length }
  @inlinable @inline(__always) public var next: Int { Int(truncatingIfNeeded: link & 0xffff_ffff) }
  @inlinable @inline(__always) public var isEscaped: Bool { link & (1 &<< 40) != 0 }
  @inlinable @inline(__always) public var isWhole: Bool { link & (1 &<< 41) != 0 }
  @inlinable @inline(__always) public var rawKind: UInt8 { UInt8(truncatingIfNeeded: link &>> 32) }
  @inlinable @inline(__always) public func isKind(_ kind: TokenKind) -> Bool { rawKind == kind.rawValue }

  var kind: TokenKind { TokenKind(rawValue: rawKind) ?? .null }
}
