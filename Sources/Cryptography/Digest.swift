internal import COpenSSL

/// A fixed-length hash function, named as Python's `hashlib` names it.
package enum Digest: String, CaseIterable, Sendable {
  case md5, sha1, sha224, sha256, sha384, sha512
  case sha3_224, sha3_256, sha3_384, sha3_512
  case blake2b, blake2s

  /// The number of bytes in a digest.
  package var byteCount: Int {
    switch self {
    case .md5: 16
    case .sha1: 20
    case .sha224, .sha3_224: 28
    case .sha256, .sha3_256, .blake2s: 32
    case .sha384, .sha3_384: 48
    case .sha512, .sha3_512, .blake2b: 64
    }
  }

  /// The digest of some bytes.
  /// - Throws: ``CryptographyError/unavailable(algorithm:)`` when OpenSSL is configured without this function.
  package func hash(_ message: some Sequence<UInt8>) throws -> [UInt8] {
    let algorithm = try resolve()
    let result = message.withContiguousStorageIfAvailable { Self.run(algorithm, on: $0) }
    guard let output = result ?? Array(message).withUnsafeBufferPointer({ Self.run(algorithm, on: $0) }) else {
      throw OpenSSLErrors.failure("computing \(rawValue)")
    }
    return output
  }

  /// The digest of a text's UTF-8 bytes.
  package func hash(_ text: String) throws -> [UInt8] { try hash(text.utf8) }

  private static func run(_ algorithm: OpaquePointer, on message: UnsafeBufferPointer<UInt8>) -> [UInt8]? {
    var written: UInt32 = 0
    var succeeded = false
    let output = [UInt8](unsafeUninitializedCapacity: Int(EVP_MAX_MD_SIZE)) { buffer, count in
      succeeded = EVP_Digest(message.baseAddress, message.count, buffer.baseAddress, &written, algorithm, nil) == 1
      count = succeeded ? Int(written) : 0
    }
    return succeeded ? output : nil
  }

  private var nativeName: String {
    switch self {
    case .md5: "MD5"
    case .sha1: "SHA1"
    case .sha224: "SHA2-224"
    case .sha256: "SHA2-256"
    case .sha384: "SHA2-384"
    case .sha512: "SHA2-512"
    case .sha3_224: "SHA3-224"
    case .sha3_256: "SHA3-256"
    case .sha3_384: "SHA3-384"
    case .sha3_512: "SHA3-512"
    case .blake2b: "BLAKE2B-512"
    case .blake2s: "BLAKE2S-256"
    }
  }

  /// OpenSSL's object for this function, valid for the life of the process.
  func resolve() throws -> OpaquePointer {
    guard let algorithm = Self.fetched[self] else { throw CryptographyError.unavailable(algorithm: rawValue) }
    return algorithm
  }

  /// Looking an algorithm up costs more than hashing a short text, so each is fetched once and kept.
  /// Fetched algorithms are immutable and safe to share between threads.
  nonisolated(unsafe) private static let fetched = Dictionary(
    uniqueKeysWithValues: allCases.compactMap { digest in
      EVP_MD_fetch(nil, digest.nativeName, nil).map { (digest, $0) }
    })
}
