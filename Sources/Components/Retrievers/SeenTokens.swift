internal import JSON

/// Remembers the page tokens of a slice by 128 bits each, so that long ones take no more room than short ones.
struct SeenTokens: Sendable {
  private struct Fingerprint: Hashable {
    let high: Int
    let low: Int
  }

  private var seen: Set<Fingerprint> = []

  /// - Returns: false when the token was inserted before.
  mutating func insert(_ token: JSONValue) -> Bool {
    var high = Hasher()
    high.combine(0)
    high.combine(token)
    var low = Hasher()
    low.combine(1)
    low.combine(token)
    return seen.insert(Fingerprint(high: high.finalize(), low: low.finalize())).inserted
  }
}
