/// Remembers values by 128 bits each, so that long ones take no more room than short ones.
public struct FingerprintSet<Value: Hashable>: Sendable {
  private struct Fingerprint: Hashable {
    let high: Int
    let low: Int
  }

  private var seen: Set<Fingerprint> = []

  public init() {}

  /// - Returns: false when an equal value was inserted before.
  public mutating func insert(_ value: Value) -> Bool {
    var high = Hasher()
    high.combine(0)
    high.combine(value)
    var low = Hasher()
    low.combine(1)
    low.combine(value)
    return seen.insert(Fingerprint(high: high.finalize(), low: low.finalize())).inserted
  }
}
