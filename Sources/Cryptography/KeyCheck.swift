internal import COpenSSL

/// Says whether a key fits an algorithm, and sets an operation up for it.
enum KeyCheck {
  static func check(_ key: OpaquePointer, for algorithm: SignatureAlgorithm) throws {
    let isRSA = EVP_PKEY_is_a(key, "RSA") == 1
    let expected: String
    switch algorithm.family {
    case .rsaPKCS1:
      if isRSA { return }
      expected = "an RSA key"
    case .rsaPSS:
      if isRSA || EVP_PKEY_is_a(key, "RSA-PSS") == 1 { return }
      expected = "an RSA key"
    case .edwards:
      if EVP_PKEY_is_a(key, "ED25519") == 1 || EVP_PKEY_is_a(key, "ED448") == 1 { return }
      expected = "an Ed25519 or Ed448 key"
    case .ecdsa(let curve, _):
      if curveName(key) == curve { return }
      expected = "an EC key on the curve \(curve)"
    }
    throw CryptographyError.keyMismatch(algorithm: algorithm.rawValue, expected: expected, found: describe(key))
  }

  /// Sets the padding of RSA operations; the salt of PSS is as long as the hash.
  static func configure(_ context: OpaquePointer?, for algorithm: SignatureAlgorithm) throws {
    guard case .rsaPSS = algorithm.family else { return }
    guard EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PSS_PADDING) == 1,
      EVP_PKEY_CTX_set_rsa_pss_saltlen(context, RSA_PSS_SALTLEN_DIGEST) == 1
    else { throw OpenSSLErrors.failure("setting up \(algorithm.rawValue)") }
  }

  private static func describe(_ key: OpaquePointer) -> String {
    if let curve = curveName(key) { return "an EC key on the curve \(curve)" }
    guard let name = EVP_PKEY_get0_type_name(key) else { return "a key of an unknown kind" }
    return "an \(String(cString: name)) key"
  }

  private static func curveName(_ key: OpaquePointer) -> String? {
    guard EVP_PKEY_is_a(key, "EC") == 1 else { return nil }
    var name = [CChar](repeating: 0, count: 80)
    var length = 0
    guard EVP_PKEY_get_group_name(key, &name, name.count, &length) == 1 else { return nil }
    return String(decoding: name.prefix(length).map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
