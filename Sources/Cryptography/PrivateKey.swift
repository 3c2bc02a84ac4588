internal import COpenSSL

/// An asymmetric private key that signs. Reading a key costs more than one signature: keep it for many.
package final class PrivateKey: Sendable {
  // OpenSSL's key objects are immutable once read and counted atomically, so sharing one between threads is safe.
  nonisolated(unsafe) private let key: OpaquePointer

  /// Reads a key: PEM (PKCS#8, PKCS#1 or SEC1; encrypted or not) or DER. PEM may have lost its line breaks or have them escaped, stand in
  /// quotes, among certificates or in other text, or be encoded as base64 as a whole.
  /// - Parameter passphrase: Used when the key is encrypted, ignored otherwise.
  /// - Throws: ``CryptographyError``.
  package init(_ bytes: [UInt8], passphrase: String? = nil) throws {
    let passphrase = passphrase.map { Array($0.utf8) }
    do {
      key = try KeyReader.read(.privateKey, bytes, passphrase: passphrase)
    } catch {
      key = try Self.readRepaired(bytes, passphrase, after: error)
    }
  }

  private static func readRepaired(_ bytes: [UInt8], _ passphrase: [UInt8]?, after error: any Error) throws -> OpaquePointer {
    guard case CryptographyError.unreadableKey = error else { throw error }
    for form in KeyText.repaired(bytes) {
      do {
        return try KeyReader.read(.privateKey, form, passphrase: passphrase)
      } catch CryptographyError.unreadableKey {
        continue
      }
    }
    switch KeyText.content(bytes) {
    case .publicKey: throw CryptographyError.notPrivate(found: "a public key")
    case .certificate: throw CryptographyError.notPrivate(found: "a certificate")
    case .openSSHKey: throw CryptographyError.openSSHKey
    case .other: throw error
    }
  }

  /// Reads a key from PEM text.
  package convenience init(pem: String, passphrase: String? = nil) throws {
    try self.init(Array(pem.utf8), passphrase: passphrase)
  }

  deinit { EVP_PKEY_free(key) }

  /// The signature of a message in the form JSON Web Signatures use.
  /// - Throws: ``CryptographyError``, in particular when the key does not belong to the algorithm.
  package func sign(_ message: [UInt8], with algorithm: SignatureAlgorithm) throws -> [UInt8] {
    OpenSSLErrors.clear()
    try KeyCheck.check(key, for: algorithm)
    guard let context = EVP_MD_CTX_new() else { throw OpenSSLErrors.failure("signing") }
    defer { EVP_MD_CTX_free(context) }
    // Owned by `context`.
    var keyContext: OpaquePointer?
    guard EVP_DigestSignInit(context, &keyContext, try algorithm.digest?.resolve(), nil, key) == 1 else {
      throw OpenSSLErrors.failure("signing with \(algorithm.rawValue)")
    }
    try KeyCheck.configure(keyContext, for: algorithm)
    var length = 0
    guard EVP_DigestSign(context, nil, &length, message, message.count) == 1 else {
      throw OpenSSLErrors.failure("signing with \(algorithm.rawValue)")
    }
    var signature = [UInt8](repeating: 0, count: length)
    guard EVP_DigestSign(context, &signature, &length, message, message.count) == 1 else {
      throw OpenSSLErrors.failure("signing with \(algorithm.rawValue)")
    }
    signature.removeSubrange(length...)
    guard case .ecdsa(_, let width) = algorithm.family else { return signature }
    return try ECDSAEncoding.raw(fromDER: signature, width: width)
  }
}
