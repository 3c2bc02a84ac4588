internal import COpenSSL

/// Hashes of secrets that are slow to guess: PBKDF2 with HMAC-SHA256.
package enum PasswordHash {
  /// The hash of a secret.
  ///
  /// - Parameters:
  ///   - salt: makes equal secrets have different hashes.
  ///   - iterations: how much work a guess is.
  /// - Returns: 32 bytes.
  /// - Throws: ``CryptographyError``.
  package static func hash(_ secret: String, salt: [UInt8], iterations: Int) throws -> [UInt8] {
    let bytes = Array(secret.utf8)
    let length = 32
    var succeeded = false
    let output = [UInt8](unsafeUninitializedCapacity: length) { buffer, count in
      succeeded = bytes.withUnsafeBytes { secret in
        let text = secret.baseAddress?.assumingMemoryBound(to: CChar.self)
        return PKCS5_PBKDF2_HMAC(
          text, Int32(bytes.count), salt, Int32(salt.count), Int32(iterations), EVP_sha256(), Int32(length), buffer.baseAddress) == 1
      }
      count = succeeded ? length : 0
    }
    guard succeeded else { throw OpenSSLErrors.failure("hashing a secret") }
    return output
  }
}
