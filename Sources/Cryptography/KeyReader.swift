internal import COpenSSL

/// Reads keys from PEM or DER through OpenSSL, without ever asking a terminal for a passphrase.
enum KeyReader {
  enum Kind { case privateKey, publicKey }

  /// - Returns: A key the caller must free.
  static func read(_ kind: Kind, _ bytes: [UInt8], passphrase: [UInt8]?) throws -> OpaquePointer {
    OpenSSLErrors.clear()
    guard let source = BIO_new_mem_buf(bytes, Int32(clamping: bytes.count)) else {
      throw OpenSSLErrors.failure("reading a key")
    }
    defer { BIO_free(source) }
    var request = PassphraseRequest(passphrase: passphrase)
    let key = withUnsafeMutablePointer(to: &request) { pointer in
      isPEM(bytes) ? readPEM(kind, source, pointer) : readDER(kind, source, pointer)
    }
    if let key {
      OpenSSLErrors.clear()
      return key
    }
    let reason = OpenSSLErrors.takeReason()
    guard request.wasAsked else { throw CryptographyError.unreadableKey(reason: reason) }
    throw passphrase == nil ? CryptographyError.passphraseRequired : CryptographyError.wrongPassphrase
  }

  private static func isPEM(_ bytes: [UInt8]) -> Bool {
    let marker = Array("-----BEGIN ".utf8)
    guard bytes.count > marker.count else { return false }
    // Text may stand before the first header; in DER the marker cannot occur in front of the first tag.
    if bytes.starts(with: marker) { return true }
    return bytes.first != 0x30 && bytes.indices.contains { bytes[$0...].starts(with: marker) }
  }

  private static func readPEM(
    _ kind: Kind, _ source: OpaquePointer, _ request: UnsafeMutablePointer<PassphraseRequest>
  ) -> OpaquePointer? {
    switch kind {
    case .privateKey: PEM_read_bio_PrivateKey(source, nil, answerPassphrase, request)
    case .publicKey: PEM_read_bio_PUBKEY(source, nil, answerPassphrase, request)
    }
  }

  private static func readDER(
    _ kind: Kind, _ source: OpaquePointer, _ request: UnsafeMutablePointer<PassphraseRequest>
  ) -> OpaquePointer? {
    switch kind {
    case .publicKey:
      return d2i_PUBKEY_bio(source, nil)
    case .privateKey:
      if let key = d2i_PrivateKey_bio(source, nil) { return key }
      _ = BIO_ctrl(source, BIO_CTRL_RESET, 0, nil)
      return d2i_PKCS8PrivateKey_bio(source, nil, answerPassphrase, request)
    }
  }
}

/// What the passphrase callback may answer, and whether it was called at all.
private struct PassphraseRequest {
  let passphrase: [UInt8]?
  var wasAsked = false
}

private func answerPassphrase(
  buffer: UnsafeMutablePointer<CChar>?, capacity: Int32, isWriting: Int32, context: UnsafeMutableRawPointer?
) -> Int32 {
  guard let buffer, let request = context?.assumingMemoryBound(to: PassphraseRequest.self) else { return -1 }
  request.pointee.wasAsked = true
  guard let passphrase = request.pointee.passphrase, passphrase.count <= Int(capacity) else { return -1 }
  for (place, byte) in passphrase.enumerated() { buffer[place] = CChar(bitPattern: byte) }
  return Int32(passphrase.count)
}
