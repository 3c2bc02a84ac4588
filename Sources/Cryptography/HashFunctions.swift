/// Digests, codes and randomness by name, in the shape a template's host services have: no errors, nil for what is not there.
package enum HashFunctions {
  /// The digest by a hash function's name as Python's `hashlib` has it; nil when there is no such function.
  @Sendable package static func digest(_ name: String, _ bytes: [UInt8]) -> [UInt8]? {
    Digest(rawValue: name).flatMap { try? $0.hash(bytes) }
  }

  /// The keyed digest by a hash function's name; nil when there is no such function.
  @Sendable package static func hmac(_ name: String, _ key: [UInt8], _ bytes: [UInt8]) -> [UInt8]? {
    Digest(rawValue: name).flatMap { try? HMAC.authenticate(bytes, key: key, digest: $0) }
  }

  /// So many random bytes; from the system's generator should OpenSSL have none.
  @Sendable package static func randomBytes(_ count: Int) -> [UInt8] {
    if let bytes = try? SecureRandom.bytes(count) { return bytes }
    var generator = SystemRandomNumberGenerator()
    return (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
  }
}
