/// Tells bodies apart that were decoded while they arrived and not kept.
public struct BodyFingerprint: Sendable, Equatable {
  private var count = 0
  private var hasher = StableHash()

  public init() {}

  /// Takes the next bytes of the body; where a body is cut into chunks makes no difference.
  public mutating func add(_ bytes: [UInt8]) {
    count += bytes.count
    hasher.add(bytes)
  }
}

/// A hash over bytes in their order: FNV-1a with 64 bits.
private struct StableHash: Sendable, Equatable {
  private var value: UInt64 = 0xcbf2_9ce4_8422_2325

  mutating func add(_ bytes: [UInt8]) {
    bytes.withUnsafeBufferPointer { bytes in
      var value = value
      for byte in bytes { value = (value ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
      self.value = value
    }
  }
}
