/// Why a cryptographic operation was refused. No case holds key material, passphrases or messages.
public enum CryptographyError: Error, Hashable, Sendable {
  /// The key text is neither PEM nor DER of a kind OpenSSL reads.
  case unreadableKey(reason: String)
  /// The key is encrypted and no passphrase was given.
  case passphraseRequired
  /// The key is encrypted with another passphrase than the one given.
  case wrongPassphrase
  /// The key is of another type or curve than the algorithm wants.
  case keyMismatch(algorithm: String, expected: String, found: String)
  /// The installed OpenSSL does not offer the algorithm (for example MD5 in a FIPS configuration).
  case unavailable(algorithm: String)
  /// OpenSSL reported an error of its own.
  case operationFailed(operation: String, reason: String)
}

extension CryptographyError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .unreadableKey(let reason):
      "the key could not be read: it is neither PEM nor DER of a known kind (\(reason))"
    case .passphraseRequired:
      "the key is encrypted: give its passphrase"
    case .wrongPassphrase:
      "the key could not be decrypted: the passphrase is wrong"
    case .keyMismatch(let algorithm, let expected, let found):
      "\(algorithm) wants \(expected), the given key is \(found)"
    case .unavailable(let algorithm):
      "the installed OpenSSL does not offer \(algorithm)"
    case .operationFailed(let operation, let reason):
      "\(operation) failed: \(reason)"
    }
  }
}
