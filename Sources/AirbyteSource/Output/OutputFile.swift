internal import Glibc

/// Writes files.
enum OutputFile {
  struct Failure: Error {
    /// What the system says.
    let message: String
  }

  /// Replaces what a file holds.
  static func write(_ bytes: [UInt8], to path: String) throws(Failure) {
    let file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
    guard file >= 0 else { throw failure }
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
      if count < 0 {
        if errno == EINTR { continue }
        let failure = failure
        close(file)
        throw failure
      }
      rest = rest.dropFirst(count)
    }
    guard close(file) == 0 else { throw failure }
  }

  private static var failure: Failure { Failure(message: String(cString: strerror(errno))) }
}
