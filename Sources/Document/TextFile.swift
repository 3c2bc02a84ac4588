internal import Glibc

/// Reads whole files that a person named, with errors that say what to look at.
public enum TextFile {
  /// The bytes of a file. Throws `file-missing` or `file-unreadable`.
  public static func bytes(_ path: String) throws(Diagnostic) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw failure(path, errno) }
    defer { close(descriptor) }
    return try bytes(from: descriptor, name: path)
  }

  /// The bytes that an open file still holds, such as standard input. Throws `file-unreadable`.
  ///
  /// - Parameter name: what messages call the file.
  public static func bytes(from descriptor: Int32, name: String) throws(Diagnostic) -> [UInt8] {
    var bytes: [UInt8] = []
    var information = stat()
    if fstat(descriptor, &information) == 0, information.st_size > 0 { bytes.reserveCapacity(Int(information.st_size) + 1) }
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = Glibc.read(descriptor, &chunk, chunk.count)
      if count == 0 { return bytes }
      if count < 0 {
        if errno == EINTR { continue }
        throw failure(name, errno)
      }
      bytes.append(contentsOf: chunk[0..<count])
    }
  }

  /// Puts new content in place of a file's, all at once: a reader sees the old text or the new one. Permissions stay, and a symbolic
  /// link goes on leading to the file. Throws `file-unwritable`.
  public static func replace(_ path: String, with bytes: [UInt8]) throws(Diagnostic) {
    guard let resolved = realpath(path, nil) else { throw failure(path, errno) }
    defer { free(resolved) }
    let target = String(cString: resolved)
    let draft = "\(target).\(getpid()).new"
    var information = stat()
    guard stat(target, &information) == 0 else { throw failure(path, errno) }
    let descriptor = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw unwritable(path, errno) }
    var isWritten = fchmod(descriptor, information.st_mode & 0o7777) == 0
    var place = 0
    while isWritten, place < bytes.count {
      let count = bytes[place...].withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      isWritten = count > 0
      place += max(0, count)
    }
    let code = errno
    isWritten = close(descriptor) == 0 && isWritten
    guard isWritten, rename(draft, target) == 0 else {
      let reason = isWritten ? errno : code
      unlink(draft)
      throw unwritable(path, reason)
    }
  }

  private static func unwritable(_ path: String, _ code: Int32) -> Diagnostic {
    Diagnostic(
      code: .fileUnwritable, "cannot write \(path): \(String(cString: strerror(code)))",
      fix: "check the permissions of its directory and the space on the disk")
  }

  private static func failure(_ path: String, _ code: Int32) -> Diagnostic {
    switch code {
    case ENOENT, ENOTDIR:
      Diagnostic(code: .fileMissing, "no such file: \(path)", fix: "check the path and the directory it starts from")
    case EACCES, EPERM:
      Diagnostic(code: .fileUnreadable, "permission denied: \(path)", fix: "check the permissions of the file and its directories")
    case EISDIR:
      Diagnostic(code: .fileUnreadable, "\(path) is a directory", fix: "pass a file in it")
    default:
      Diagnostic(code: .fileUnreadable, "cannot read \(path): \(String(cString: strerror(code)))")
    }
  }
}
