internal import CZlib

/// One inflating stream of zlib.
final class InflateStream {
  enum Wrapping: Int32 {
    case raw = -15
    case zlib = 15
    case gzip = 31
  }

  struct Step {
    var used: Int
    var written: Int
    var ended: Bool
    var problem: String?
  }

  // zlib keeps a pointer to its stream, which must therefore stay in one place.
  private let stream: UnsafeMutablePointer<z_stream>

  /// Nil when there is no memory.
  init?(_ wrapping: Wrapping) {
    stream = .allocate(capacity: 1)
    stream.initialize(to: z_stream())
    guard inflateInit2_(stream, wrapping.rawValue, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else { return nil }
  }

  deinit {
    inflateEnd(stream)
    stream.deallocate()
  }

  /// Inflates from the front of the bytes until they or the room are used up, or the stream ends.
  func step(_ bytes: UnsafeRawBufferPointer, into room: UnsafeMutableRawBufferPointer) -> Step {
    let offered = min(bytes.count, Int(UInt32.max))
    let size = min(room.count, Int(UInt32.max))
    stream.pointee.next_in = bytes.baseAddress.map { UnsafeMutableRawPointer(mutating: $0).assumingMemoryBound(to: UInt8.self) }
    stream.pointee.avail_in = UInt32(offered)
    stream.pointee.next_out = room.baseAddress?.assumingMemoryBound(to: UInt8.self)
    stream.pointee.avail_out = UInt32(size)
    let code = CZlib.inflate(stream, Z_NO_FLUSH)
    var step = Step(
      used: offered - Int(stream.pointee.avail_in), written: size - Int(stream.pointee.avail_out), ended: code == Z_STREAM_END)
    switch code {
    case Z_OK, Z_STREAM_END, Z_BUF_ERROR: break
    case Z_NEED_DICT: step.problem = "the data needs a dictionary that nobody has"
    case Z_MEM_ERROR: step.problem = InflateError.noMemory
    default: step.problem = "the compressed data is damaged: " + (stream.pointee.msg.map { String(cString: $0) } ?? "error \(code)")
    }
    return step
  }
}
