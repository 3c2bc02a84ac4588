/// What templates need from outside: the clock, digests and randomness. Templates reach nothing else.
public struct TemplateHost: Sendable {
  /// Seconds since 1970 in UTC, and microseconds within the second.
  public var now: @Sendable () -> (seconds: Int, microseconds: Int)
  /// The digest of bytes by the name of the hash function (`md5`, `sha1`, `sha256`, `sha3_256`, `blake2b`, ...);
  /// nil when there is no such function.
  public var digest: @Sendable (_ name: String, _ bytes: [UInt8]) -> [UInt8]?
  /// The keyed digest; nil when there is no such hash function.
  public var hmac: @Sendable (_ name: String, _ key: [UInt8], _ bytes: [UInt8]) -> [UInt8]?
  /// That many random bytes, fit for identifiers.
  public var randomBytes: @Sendable (_ count: Int) -> [UInt8]

  public init(
    now: @escaping @Sendable () -> (seconds: Int, microseconds: Int),
    digest: @escaping @Sendable (_ name: String, _ bytes: [UInt8]) -> [UInt8]?,
    hmac: @escaping @Sendable (_ name: String, _ key: [UInt8], _ bytes: [UInt8]) -> [UInt8]?,
    randomBytes: @escaping @Sendable (_ count: Int) -> [UInt8]
  ) {
    self.now = now
    self.digest = digest
    self.hmac = hmac
    self.randomBytes = randomBytes
  }
}
