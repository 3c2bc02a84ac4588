internal import Glibc
package import Sync
internal import Synchronization

/// The one writer to a file descriptor. Lines of different tasks never mix; a reader that is slow makes its writers wait.
package final class StandardOutput: Sendable {
  private let descriptor: Int32
  /// Why nothing can be written any more. A line may have been begun then, and another one behind it would make both unreadable.
  private let failure = Mutex<OutputFailure?>(nil)

  package init(descriptor: Int32) { self.descriptor = descriptor }

  /// Writes whole lines.
  ///
  /// - Throws: ``OutputFailure`` when the reader has gone or the file is full, from then on always.
  package func write(_ bytes: UnsafeRawBufferPointer) throws(OutputFailure) {
    let failure = failure.withLock { failure in
      if failure == nil { failure = Self.writeAll(bytes, to: descriptor) }
      return failure
    }
    if let failure { throw failure }
  }

  /// Lets the lines that are being written come to their end, for as long as may be, and takes no others.
  package func close(within limit: Duration) {
    let end = ContinuousClock.now + limit
    while failure.withLockIfAvailable({ $0 = $0 ?? OutputFailure("The process is being ended.") }) == nil, ContinuousClock.now < end {
      usleep(5_000)
    }
  }

  private static func writeAll(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) -> OutputFailure? {
    var rest = bytes[...]
    while !rest.isEmpty {
      let written = Glibc.write(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
      if written > 0 {
        rest = rest.dropFirst(written)
      } else if errno == EAGAIN {
        waitForRoom(descriptor)
      } else if errno != EINTR {
        return OutputFailure("The output cannot be written: \(String(cString: strerror(errno))).")
      }
    }
    return nil
  }

  /// Whoever started the program may have a descriptor that refuses what finds no room at once; its reader is just slow.
  private static func waitForRoom(_ descriptor: Int32) {
    var waiting = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
    _ = poll(&waiting, 1, -1)
  }
}
