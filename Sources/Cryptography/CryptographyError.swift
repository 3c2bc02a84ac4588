/// Why a cryptographic operation was refused. No case holds key material, passphrases or messages.
package enum CryptographyError: Error, Hashable, Sendable {
  /// The key text is neither PEM nor DER of a kind OpenSSL reads.
  case unreadableKey(reason: String)
  /// The text holds something else than a private key.
  case notPrivate(found: String)
  /// The key is in the format of OpenSSH, which OpenSSL does not read.
  case openSSHKey
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
  package var description: String {
    switch self {
    case .unreadableKey: "not a PEM or DER key"
    case .notPrivate(let found): "it is \(found)"
    case .openSSHKey: "it is in the OpenSSH format"
    case .passphraseRequired: "it is encrypted and needs a passphrase"
    case .wrongPassphrase: "the passphrase is wrong"
    case .keyMismatch(let algorithm, let expected, let found): "\(algorithm) needs \(expected), got \(found)"
    case .unavailable(let algorithm): "the installed OpenSSL does not offer \(algorithm)"
    case .operationFailed(let operation, let reason): "\(operation) failed: \(reason)"
    }
  }

  /// What to do about a key that cannot be used; nil when it is not the key's fault.
  package var keyAdvice: String? {
    switch self {
    case .unreadableKey: "If it was pasted into a form, check that its line breaks are intact."
    case .notPrivate: "Give the private key that belongs to it."
    case .openSSHKey: "Convert it to PEM with `ssh-keygen -p -m PEM -f FILE`."
    case .passphraseRequired: "Give it in `passphrase`."
    case .wrongPassphrase: "Correct `passphrase`."
    case .keyMismatch: "Give a key of that kind, or change `algorithm`."
    case .unavailable, .operationFailed: nil
    }
  }
}
