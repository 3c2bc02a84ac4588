package import ConnectorKit
internal import Glibc

/// Whole files.
package enum TextBytes {
  /// - Throws: `SyncError` when the file cannot be read.
  package static func read(_ path: String) throws -> [UInt8] {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { throw failure("read", path) }
    defer { close(file) }
    var bytes: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = Glibc.read(file, &piece, piece.count)
      if count == 0 { return bytes }
      if count > 0 { bytes += piece[..<count] } else if errno != EINTR { throw failure("read", path) }
    }
  }

  /// Replaces a file as a whole: whoever reads it meanwhile, or after a crash, sees the old or the new text.
  ///
  /// - Throws: `SyncError` when it cannot be written; it is what it was then.
  package static func replace(_ path: String, with text: String) throws {
    let fresh = "\(path).new"
    let file = open(fresh, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
    guard file >= 0 else { throw failure("write", path) }
    var isWritten = true
    var rest = Array(text.utf8)[...]
    while isWritten, !rest.isEmpty {
      let count = rest.withUnsafeBytes { write(file, $0.baseAddress, $0.count) }
      if count > 0 { rest = rest.dropFirst(count) } else if errno != EINTR { isWritten = false }
    }
    isWritten = isWritten && fsync(file) == 0
    let error = errno
    isWritten = close(file) == 0 && isWritten && rename(fresh, path) == 0
    if !isWritten {
      let failure = failure("write", path, error == 0 ? errno : error)
      unlink(fresh)
      throw failure
    }
  }

  package static func failure(_ verb: String, _ path: String, _ code: Int32 = errno) -> SyncError {
    let advice = code == ENOSPC ? "Free some space" : "Check its permissions and the disk"
    return SyncError(
      code == ENOSPC ? .transient : .config,
      "Cannot \(verb) \(path): \(String(cString: strerror(code))). \(advice), then run the sync again.")
  }
}
