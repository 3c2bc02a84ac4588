internal import COpenSSL

/// Random numbers nobody can predict.
package enum SecureRandom {
  /// - Parameter count: The number of bytes, not negative.
  /// - Throws: ``CryptographyError`` when the system has no entropy to give.
  package static func bytes(_ count: Int) throws -> [UInt8] {
    var succeeded = true
    let output = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      // The C function takes at most Int32.max bytes at once.
      while filled < count, succeeded {
        let chunk = min(count - filled, 1 << 20)
        succeeded = RAND_bytes(buffer.baseAddress.map { $0 + filled }, Int32(chunk)) == 1
        if succeeded { filled += chunk }
      }
    }
    guard succeeded else { throw OpenSSLErrors.failure("generating random bytes") }
    return output
  }
}
