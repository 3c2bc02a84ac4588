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
  /// Low half: index of the token after this value. Then one byte of kind and one of flags. Last, for a container, how many places
  /// behind it the first null among its values stands, or 0 where that is not known, and the most there is room for where it is more.
  @usableFromInline var link: UInt64

  /// Stands for "no container" in the low half of ``link`` and for "no twin" in the high half of ``span`` while a container is open.
  static let none = Int(UInt32.max)

  /// - Parameters:
  ///   - escaped: whether a string is written with escapes.
  ///   - unique: whether an object is known to repeat no key.
  ///   - hasNulls: whether a member of an object, or an element of a list, is null.
  @inlinable @inline(__always)
  public init(
    _ kind: TokenKind, offset: Int, length: Int, next: Int, escaped: Bool = false, unique: Bool = false, hasNulls: Bool = false
  ) {
    span = UInt64(truncatingIfNeeded: offset) | UInt64(truncatingIfNeeded: length) &<< 32
    link = UInt64(truncatingIfNeeded: next) | UInt64(kind.rawValue) &<< 32
    if escaped { link |= Self.escaped }
    if unique { link |= Self.unique }
    if hasNulls { link |= Self.nulls }
  }

  /// The token of a container that opens.
  ///
  /// - Parameters:
  ///   - twin: the value it is likely to resemble, or ``none``; kept where the length goes once the container is closed.
  ///   - isAlike: whether all keys so far are those of the twin in their order.
  @inline(__always)
  init(opening kind: TokenKind, at offset: Int, in container: Int, twin: Int, isAlike: Bool) {
    self.init(kind, offset: offset, length: twin, next: container)
    if isAlike { link |= Self.alike }
  }

  /// The token of a container that closes.
  @inline(__always)
  init(closing open: JSONToken, at end: Int, next: Int, unique: Bool) {
    let length = end &- open.offset
    span = open.span & Self.low | UInt64(truncatingIfNeeded: length) &<< 32
    link = UInt64(truncatingIfNeeded: next) | open.link & ~(Self.low | Self.alike)
    if unique { link |= Self.unique }
  }

  /// The same key further on in the text and on the tape.
  @inline(__always)
  init(_ key: JSONToken, movedBy distance: Int, places: Int) {
    // Neither sum leaves its half, as tapes are below 4 GiB.
    span = key.span &+ UInt64(truncatingIfNeeded: distance)
    link = key.link &+ UInt64(truncatingIfNeeded: places)
  }

  /// A closed token as it is for all values of its shape, counted from other places; a container has no length yet and no nulls.
  init(template token: JSONToken, movedBy distance: Int, places: Int) {
    self.init(token, movedBy: -distance, places: -places)
    guard isKind(.object) || isKind(.array) else { return }
    span &= Self.low
    link &= ~(Self.nulls | UInt64(Self.mostPlaces) &<< 48)
  }

  /// Gives a container without length its end.
  @inline(__always)
  mutating func close(at end: Int) { span |= UInt64(truncatingIfNeeded: end &- offset) &<< 32 }

  private static var low: UInt64 { 0xffff_ffff }

  // The flags.
  @inlinable @inline(__always) static var escaped: UInt64 { 1 &<< 40 }
  @inlinable @inline(__always) static var unique: UInt64 { 1 &<< 41 }
  @inlinable @inline(__always) static var nulls: UInt64 { 1 &<< 42 }
  private static var alike: UInt64 { 1 &<< 43 }
  private static var mostPlaces: Int { 0xffff }

  @inlinable @inline(__always) public var offset: Int { Int(truncatingIfNeeded: span & 0xffff_ffff) }
  @inlinable @inline(__always) public var length: Int { Int(truncatingIfNeeded: span &>> 32) }
  @inlinable @inline(__always) public var end: Int { offset &+ length }
  @inlinable @inline(__always) public var next: Int { Int(truncatingIfNeeded: link & 0xffff_ffff) }
  @inlinable @inline(__always) public var isEscaped: Bool { link & Self.escaped != 0 }
  @inlinable @inline(__always) public var isUnique: Bool { link & Self.unique != 0 }
  @inlinable @inline(__always) public var hasNulls: Bool { link & Self.nulls != 0 }
  @inlinable @inline(__always) public var rawKind: UInt8 { UInt8(truncatingIfNeeded: link &>> 32) }
  @inlinable @inline(__always) public func isKind(_ kind: TokenKind) -> Bool { rawKind == kind.rawValue }

  /// How many places behind an object's token the first member stands whose value is null; that of its first member where it is not
  /// known.
  @inline(__always) var placesToNull: Int {
    let distance = Int(truncatingIfNeeded: link &>> 48)
    return distance == 0 || distance == Self.mostPlaces ? 1 : distance &- 1
  }

  var kind: TokenKind { TokenKind(rawValue: rawKind) ?? .null }

  // Of an open container:
  @inline(__always) var twin: Int { length }
  @inline(__always) var container: Int { next }
  @inline(__always) var isAlike: Bool { link & Self.alike != 0 }
  @inline(__always) mutating func differs() { link &= ~Self.alike }

  /// Notes that a value of an open container is null.
  ///
  /// - Parameter distance: how many places behind the container's token the null stands.
  @inline(__always) mutating func holdsNull(_ distance: Int) {
    if !hasNulls { link |= Self.nulls | UInt64(truncatingIfNeeded: min(distance, Self.mostPlaces)) &<< 48 }
  }
}
