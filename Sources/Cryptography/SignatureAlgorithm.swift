/// The asymmetric signature algorithms of JSON Web Signatures.
///
/// `ES…` signatures are the two numbers side by side (`r || s`), not DER.
package enum SignatureAlgorithm: String, CaseIterable, Sendable {
  case rs256 = "RS256"
  case rs384 = "RS384"
  case rs512 = "RS512"
  case ps256 = "PS256"
  case ps384 = "PS384"
  case ps512 = "PS512"
  case es256 = "ES256"
  case es256k = "ES256K"
  case es384 = "ES384"
  case es512 = "ES512"
  case edDSA = "EdDSA"

  enum Family {
    case rsaPKCS1, rsaPSS
    /// - Parameter curve: OpenSSL's name of the only curve allowed; `width`: bytes of each of the two numbers.
    case ecdsa(curve: String, width: Int)
    case edwards
  }

  var family: Family {
    switch self {
    case .rs256, .rs384, .rs512: .rsaPKCS1
    case .ps256, .ps384, .ps512: .rsaPSS
    case .es256: .ecdsa(curve: "prime256v1", width: 32)
    case .es256k: .ecdsa(curve: "secp256k1", width: 32)
    case .es384: .ecdsa(curve: "secp384r1", width: 48)
    case .es512: .ecdsa(curve: "secp521r1", width: 66)
    case .edDSA: .edwards
    }
  }

  /// The hash the message goes through first; nil where the algorithm brings its own.
  var digest: Digest? {
    switch self {
    case .rs256, .ps256, .es256, .es256k: .sha256
    case .rs384, .ps384, .es384: .sha384
    case .rs512, .ps512, .es512: .sha512
    case .edDSA: nil
    }
  }
}
