internal import Cryptography
internal import Dates
internal import Templates

extension TemplateHost {
  /// The clock, digests and randomness of this machine.
  static let machine = TemplateHost(
    now: {
      let microseconds = SystemClock.now()
      return (microseconds / 1_000_000, microseconds % 1_000_000)
    },
    digest: { name, bytes in Digest(rawValue: name).flatMap { try? $0.hash(bytes) } },
    hmac: { name, key, bytes in Digest(rawValue: name).flatMap { try? HMAC.authenticate(bytes, key: key, digest: $0) } },
    randomBytes: { count in (try? SecureRandom.bytes(count)) ?? (0..<count).map { _ in UInt8.random(in: .min ... .max) } })
}
