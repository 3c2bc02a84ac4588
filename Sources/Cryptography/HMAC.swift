internal import COpenSSL

/// Keyed message authentication over any ``Digest``.
package enum HMAC {
  /// The authentication code of a message under a key of any length (also none).
  /// - Throws: ``CryptographyError``.
  package static func authenticate(_ message: [UInt8], key: [UInt8], digest: Digest) throws -> [UInt8] {
    let algorithm = try digest.resolve()
    // The C function takes a missing key for "the one of before", so an empty key needs an address of its own.
    let keyBytes = key.isEmpty ? [0] : key
    var written: UInt32 = 0
    var succeeded = false
    let output = [UInt8](unsafeUninitializedCapacity: Int(EVP_MAX_MD_SIZE)) { buffer, count in
      succeeded =
        COpenSSL.HMAC(algorithm, keyBytes, Int32(key.count), message, message.count, buffer.baseAddress, &written) != nil
      count = succeeded ? Int(written) : 0
    }
    guard succeeded else { throw OpenSSLErrors.failure("computing an HMAC with \(digest.rawValue)") }
    return output
  }
}
