/// A set of bytes below 128, asked without hashing.
public struct ByteSet: Sendable {
  private var low: UInt64 = 0
  private var high: UInt64 = 0

  /// - Parameter members: ASCII; what lies beyond is left out.
  public init(_ members: some Sequence<UInt8>) {
    for byte in members { insert(byte) }
  }

  public func contains(_ byte: UInt8) -> Bool {
    byte < 64 ? low >> UInt64(byte) & 1 != 0 : byte < 128 && high >> UInt64(byte - 64) & 1 != 0
  }

  public func union(_ members: some Sequence<UInt8>) -> ByteSet {
    var all = self
    for byte in members { all.insert(byte) }
    return all
  }

  public func removing(_ byte: UInt8) -> ByteSet {
    var rest = self
    if byte < 64 { rest.low &= ~(1 << UInt64(byte)) } else if byte < 128 { rest.high &= ~(1 << UInt64(byte - 64)) }
    return rest
  }

  private mutating func insert(_ byte: UInt8) {
    if byte < 64 { low |= 1 << UInt64(byte) } else if byte < 128 { high |= 1 << UInt64(byte - 64) }
  }
}
