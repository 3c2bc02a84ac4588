import CZlib

/// How a body is packed, and the name that goes by.
enum Packing: String, CaseIterable, Sendable {
  case gzip, xGzip, zlib, rawDeflate

  var name: String {
    switch self {
    case .gzip: "gzip"
    case .xGzip: "x-gzip"
    case .zlib, .rawDeflate: "deflate"
    }
  }

  func pack(_ bytes: [UInt8]) -> [UInt8] {
    let bits: Int32 =
      switch self {
      case .gzip, .xGzip: 31
      case .zlib: 15
      case .rawDeflate: -15
      }
    var stream = z_stream()
    guard deflateInit2_(&stream, 6, Z_DEFLATED, bits, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK
    else { return [] }
    defer { deflateEnd(&stream) }
    var bytes = bytes
    return bytes.withUnsafeMutableBufferPointer { source in
      [UInt8](unsafeUninitializedCapacity: Int(deflateBound(&stream, UInt(source.count))) + 64) { target, count in
        stream.next_in = source.baseAddress
        stream.avail_in = UInt32(source.count)
        stream.next_out = target.baseAddress
        stream.avail_out = UInt32(target.count)
        deflate(&stream, Z_FINISH)
        count = target.count - Int(stream.avail_out)
      }
    }
  }

  /// Lines that do not pack all too well.
  static func lines(_ count: Int) -> [UInt8] {
    (0..<count).flatMap { bytes("{\"id\": \($0), \"name\": \"n\($0 &* 7919 % 1000)\"}\n") }
  }
}
