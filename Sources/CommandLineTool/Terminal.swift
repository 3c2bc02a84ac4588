internal import ArgumentParser
internal import Glibc

/// Standard output and error of commands that do not speak the protocol.
enum Terminal {
  /// Writes a text to standard output.
  ///
  /// - Throws: the exit code 74 when the reader has gone or the file is full.
  static func write(_ text: String) throws {
    if !write(text, to: STDOUT_FILENO) { throw ExitCode(74) }
  }

  /// Writes a message, as the command's own, to standard error.
  static func complain(_ message: String) { _ = write("headwater: \(message)\n", to: STDERR_FILENO) }

  /// Writes a text to standard error; nobody is told when that fails.
  static func writeError(_ text: String) { _ = write(text, to: STDERR_FILENO) }

  private static func write(_ text: String, to descriptor: Int32) -> Bool {
    signal(SIGPIPE, SIG_IGN)
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let written = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if written > 0 { rest = rest.dropFirst(written) } else if errno != EINTR { return false }
    }
    return true
  }
}
