internal import ConnectorKit
internal import Cryptography
internal import JSON
internal import Synchronization
internal import Templates

/// The algorithms that sign JSON Web Tokens.
enum JwtAlgorithm: String, CaseIterable, Sendable {
  case hs256 = "HS256"
  case hs384 = "HS384"
  case hs512 = "HS512"
  case es256 = "ES256"
  case es256k = "ES256K"
  case es384 = "ES384"
  case es512 = "ES512"
  case rs256 = "RS256"
  case rs384 = "RS384"
  case rs512 = "RS512"
  case ps256 = "PS256"
  case ps384 = "PS384"
  case ps512 = "PS512"
  case edDSA = "EdDSA"

  fileprivate var digest: Digest? {
    switch self {
    case .hs256: .sha256
    case .hs384: .sha384
    case .hs512: .sha512
    default: nil
    }
  }
}

/// Signs JSON Web Tokens; reads a private key once.
final class JwtSigner: Sendable {
  private struct Key {
    let text: String
    let passphrase: String?
    let key: PrivateKey
  }

  let algorithm: JwtAlgorithm
  private let key = Mutex<Key?>(nil)

  init(_ algorithm: JwtAlgorithm) { self.algorithm = algorithm }

  /// - Parameter encodesKey: whether base64 is made of the key first; a key with a passphrase is used as it is.
  /// - Throws: ``SyncError`` when the key cannot be read or does not fit.
  func sign(headers: JSONObject, payload: JSONObject, key: String, encodesKey: Bool, passphrase: String?) throws -> String {
    let content = "\(Self.part(headers)).\(Self.part(payload))"
    do {
      let passphrase = passphrase.flatMap { $0.isEmpty ? nil : $0 }
      let text = encodesKey && passphrase == nil ? Base64.encode(Array(key.utf8)) : key
      return "\(content).\(Self.encode(try signature(Array(content.utf8), text, passphrase)))"
    } catch let error as CryptographyError {
      throw failure(error, isEmpty: key.allSatisfy(\.isWhitespace))
    }
  }

  /// Keys are settings: what is wrong with one is for the user to correct.
  private func failure(_ error: CryptographyError, isEmpty: Bool) -> SyncError {
    if isEmpty {
      return SyncError(
        .config, "Cannot sign with \(algorithm.rawValue): `secret_key` is empty with this config. Give a private key in PEM.")
    }
    guard let advice = error.keyAdvice else { return SyncError(.system, "Cannot sign with \(algorithm.rawValue): \(error).") }
    if case .keyMismatch = error { return SyncError(.config, "Cannot sign with the private key: \(error). \(advice)") }
    return SyncError(.config, "Cannot read the private key for \(algorithm.rawValue): \(error). \(advice)")
  }

  private func signature(_ message: [UInt8], _ text: String, _ passphrase: String?) throws -> [UInt8] {
    if let digest = algorithm.digest {
      guard !text.contains("-----BEGIN "), !text.hasPrefix("ssh-") else {
        throw SyncError(
          .config, "Cannot sign with \(algorithm.rawValue): `secret_key` must be a shared secret, but is a public or private key.")
      }
      guard !text.isEmpty, passphrase == nil else {
        throw SyncError(
          .config, "Cannot sign with \(algorithm.rawValue): it takes a shared secret in `secret_key` and no `passphrase`.")
      }
      return try HMAC.authenticate(message, key: Array(text.utf8), digest: digest)
    }
    guard let algorithm = SignatureAlgorithm(rawValue: algorithm.rawValue) else { return [] }
    return try privateKey(text, passphrase).sign(message, with: algorithm)
  }

  private func privateKey(_ text: String, _ passphrase: String?) throws -> PrivateKey {
    try key.withLock { held in
      if let held, held.text == text, held.passphrase == passphrase { return held.key }
      let read = try PrivateKey(pem: text, passphrase: passphrase)
      held = Key(text: text, passphrase: passphrase, key: read)
      return read
    }
  }

  private static func part(_ object: JSONObject) -> String {
    encode(Array(JSONText.python(.object(object), separators: .compact).utf8))
  }

  private static func encode(_ bytes: [UInt8]) -> String { Base64.encode(bytes, alphabet: .urlSafe, padded: false) }
}
