internal import Glibc
internal import JSON

/// A file without a name that only grows. It is made by the first write and gone when it is let go, or with the process.
final class ScratchFile {
  struct Span: Sendable {
    let start: Int
    let count: Int
  }

  private let directory: String
  private let limit: Int
  private var descriptor: Int32?
  private var end = 0

  init(directory: String, limit: Int) {
    self.directory = directory
    self.limit = limit
  }

  deinit {
    if let descriptor { close(descriptor) }
  }

  /// Writes bytes at the end; nil when there is no room or no file.
  func write(_ bytes: [UInt8]) -> Span? {
    guard bytes.count <= limit - end, let descriptor = opened() else { return nil }
    var written = 0
    while written < bytes.count {
      let count = bytes.withUnsafeBytes { buffer in
        pwrite(descriptor, buffer.baseAddress.map { $0 + written }, bytes.count - written, off_t(end + written))
      }
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { return nil }
      written += count
    }
    defer { end += bytes.count }
    return Span(start: end, count: bytes.count)
  }

  /// Reads bytes written before, padded for a scanner.
  func read(_ span: Span) -> [UInt8]? {
    guard let descriptor else { return nil }
    var bytes = [UInt8](unsafeUninitializedCapacity: span.count + [UInt8].padding) { buffer, initialized in
      while initialized < span.count {
        let count = pread(
          descriptor, buffer.baseAddress.map { $0 + initialized }, span.count - initialized, off_t(span.start + initialized))
        if count < 0 && errno == EINTR { continue }
        guard count > 0 else { return }
        initialized += count
      }
    }
    guard bytes.count == span.count else { return nil }
    bytes.pad()
    return bytes
  }

  private func opened() -> Int32? {
    if let descriptor { return descriptor }
    var template = Array("\(directory)/headwater-cache-XXXXXX".utf8CString)
    let new = mkstemp(&template)
    guard new >= 0 else { return nil }
    unlink(template)
    _ = fcntl(new, F_SETFD, FD_CLOEXEC)
    descriptor = new
    return new
  }
}
