internal import Glibc

/// One conversion to UTF-8 by the C library, with its shift state. Only one decoder uses it, one call at a time.
final class SystemDecoder: @unchecked Sendable {
  enum Stop { case done, incomplete, invalid }

  private let descriptor: iconv_t

  /// Names with anything but letters, digits, `-` and `_` could carry options and are refused.
  static func knows(_ name: String) -> Bool { SystemDecoder(name) != nil }

  init?(_ name: String) {
    guard name.utf8.allSatisfy({ $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_") || Self.isAlphanumeric($0) }) else { return nil }
    guard let descriptor = iconv_open("UTF-8", name), descriptor != iconv_t(bitPattern: -1) else { return nil }
    self.descriptor = descriptor
  }

  deinit { iconv_close(descriptor) }

  /// Converts from the front of the bytes.
  ///
  /// - Returns: the number of bytes used and why it stopped.
  func convert(_ bytes: UnsafeRawBufferPointer, into output: inout [UInt8]) -> (used: Int, stop: Stop) {
    guard let start = bytes.baseAddress, !bytes.isEmpty else { return (0, .done) }
    var source: UnsafeMutablePointer<CChar>? = UnsafeMutableRawPointer(mutating: start).assumingMemoryBound(to: CChar.self)
    var left = bytes.count
    var stop = Stop.done
    while left > 0 {
      var problem: CInt = 0
      let piece = [UInt8](unsafeUninitializedCapacity: 16_384) { room, written in
        var free = room.count
        var target: UnsafeMutablePointer<CChar>? = room.baseAddress.map {
          UnsafeMutableRawPointer($0).assumingMemoryBound(to: CChar.self)
        }
        if iconv(descriptor, &source, &left, &target, &free) == -1 { problem = errno }
        written = room.count - free
      }
      output += piece
      if problem == EINVAL { stop = .incomplete }
      if problem == EILSEQ { stop = .invalid }
      if stop != .done { break }
    }
    return (bytes.count - left, stop)
  }

  private static func isAlphanumeric(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
    default: false
    }
  }
}
