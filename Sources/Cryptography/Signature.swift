/// One-off signatures; for many with one key hold a ``PrivateKey``.
package enum Signature {
  /// The signature of a message in the form JSON Web Signatures use (`ES…`: `r || s`).
  /// - Parameters:
  ///   - key: PEM text (as bytes) or DER.
  ///   - passphrase: Used when the key is encrypted, ignored otherwise.
  /// - Throws: ``CryptographyError``.
  package static func sign(
    algorithm: SignatureAlgorithm, key: [UInt8], passphrase: String? = nil, message: [UInt8]
  ) throws -> [UInt8] {
    try PrivateKey(key, passphrase: passphrase).sign(message, with: algorithm)
  }
}
