internal import Cryptography
internal import Dates
internal import Templates

extension TemplateHost {
  /// The clock, digests and randomness of this machine.
  package static let machine = TemplateHost(
    now: {
      let microseconds = SystemClock.now()
      return (microseconds / 1_000_000, microseconds % 1_000_000)
    },
    digest: HashFunctions.digest, hmac: HashFunctions.hmac, randomBytes: HashFunctions.randomBytes)
}
