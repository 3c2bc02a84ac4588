internal import COpenSSL

/// Turns ECDSA signatures from DER into two numbers of fixed width side by side, and back.
enum ECDSAEncoding {
  static func raw(fromDER der: [UInt8], width: Int) throws -> [UInt8] {
    let signature = der.withUnsafeBufferPointer { buffer in
      var cursor = buffer.baseAddress
      return d2i_ECDSA_SIG(nil, &cursor, buffer.count)
    }
    guard let signature else { throw OpenSSLErrors.failure("reading an ECDSA signature") }
    defer { ECDSA_SIG_free(signature) }
    var raw = [UInt8](repeating: 0, count: width * 2)
    let isWritten = raw.withUnsafeMutableBufferPointer { buffer in
      guard let start = buffer.baseAddress else { return false }
      return BN_bn2binpad(ECDSA_SIG_get0_r(signature), start, Int32(width)) == width
        && BN_bn2binpad(ECDSA_SIG_get0_s(signature), start + width, Int32(width)) == width
    }
    guard isWritten else { throw OpenSSLErrors.failure("writing an ECDSA signature") }
    return raw
  }

  /// - Returns: nil when the length is not that of two numbers.
  static func der(fromRaw raw: [UInt8], width: Int) -> [UInt8]? {
    guard raw.count == width * 2, let signature = ECDSA_SIG_new() else { return nil }
    defer { ECDSA_SIG_free(signature) }
    let first = BN_bin2bn(raw, Int32(width), nil)
    let second = BN_bin2bn(Array(raw[width...]), Int32(width), nil)
    guard let first, let second, ECDSA_SIG_set0(signature, first, second) == 1 else {
      BN_free(first)
      BN_free(second)
      return nil
    }
    let length = Int(i2d_ECDSA_SIG(signature, nil))
    guard length > 0 else { return nil }
    var der = [UInt8](repeating: 0, count: length)
    der.withUnsafeMutableBufferPointer { buffer in
      var cursor = buffer.baseAddress
      _ = i2d_ECDSA_SIG(signature, &cursor)
    }
    return der
  }
}
