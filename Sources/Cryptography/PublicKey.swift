internal import COpenSSL

/// An asymmetric public key that verifies signatures.
package final class PublicKey: Sendable {
  // Immutable once read, see PrivateKey.
  nonisolated(unsafe) private let key: OpaquePointer

  /// Reads a key: PEM or DER of a SubjectPublicKeyInfo.
  /// - Throws: ``CryptographyError``.
  package init(_ bytes: [UInt8]) throws {
    key = try KeyReader.read(.publicKey, bytes, passphrase: nil)
  }

  /// Reads a key from PEM text.
  package convenience init(pem: String) throws { try self.init(Array(pem.utf8)) }

  deinit { EVP_PKEY_free(key) }

  /// Whether a signature (in the form JSON Web Signatures use) is that of the message.
  /// - Throws: ``CryptographyError`` when the key does not belong to the algorithm; a bad signature gives false.
  package func verify(_ signature: [UInt8], of message: [UInt8], with algorithm: SignatureAlgorithm) throws -> Bool {
    OpenSSLErrors.clear()
    try KeyCheck.check(key, for: algorithm)
    var encoded = signature
    if case .ecdsa(_, let width) = algorithm.family {
      guard let der = ECDSAEncoding.der(fromRaw: signature, width: width) else { return false }
      encoded = der
    }
    guard let context = EVP_MD_CTX_new() else { throw OpenSSLErrors.failure("verifying") }
    defer { EVP_MD_CTX_free(context) }
    // Owned by `context`.
    var keyContext: OpaquePointer?
    guard EVP_DigestVerifyInit(context, &keyContext, try algorithm.digest?.resolve(), nil, key) == 1 else {
      throw OpenSSLErrors.failure("verifying with \(algorithm.rawValue)")
    }
    try KeyCheck.configure(keyContext, for: algorithm)
    defer { OpenSSLErrors.clear() }
    return EVP_DigestVerify(context, encoded, encoded.count, message, message.count) == 1
  }
}
