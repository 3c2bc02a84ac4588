internal import Glibc
internal import Sync
internal import Synchronization

/// The one writer to a file descriptor. Lines of different tasks never mix; a reader that is slow makes its writers wait.
final class StandardOutput: Sendable {
  private let descriptor: Int32
  private let turn = Mutex(())

  init(descriptor: Int32) { self.descriptor = descriptor }

  /// Writes whole lines.
  ///
  /// - Throws: ``OutputFailure`` when the reader has gone or the file is full.
  func write(_ bytes: UnsafeRawBufferPointer) throws(OutputFailure) {
    let failure = turn.withLock { _ in Self.writeAll(bytes, to: descriptor) }
    if let failure { throw failure }
  }

  private static func writeAll(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) -> OutputFailure? {
    var rest = bytes[...]
    while !rest.isEmpty {
      let written = Glibc.write(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
      if written > 0 {
        rest = rest.dropFirst(written)
      } else if errno != EINTR {
        return OutputFailure("The output cannot be written: \(String(cString: strerror(errno))).")
      }
    }
    return nil
  }
}
