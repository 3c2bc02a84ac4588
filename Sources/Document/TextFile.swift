internal import Glibc

/// Reads whole files that a person named, with errors that say what to look at.
public enum TextFile {
  /// The bytes of a file. Throws `file-missing` or `file-unreadable`.
  public static func bytes(_ path: String) throws(Diagnostic) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw failure(path, errno) }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var information = stat()
    if fstat(descriptor, &information) == 0, information.st_size > 0 { bytes.reserveCapacity(Int(information.st_size) + 1) }
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = Glibc.read(descriptor, &chunk, chunk.count)
      if count == 0 { return bytes }
      if count < 0 {
        if errno == EINTR { continue }
        throw failure(path, errno)
      }
      bytes.append(contentsOf: chunk[0..<count])
    }
  }

  private static func failure(_ path: String, _ code: Int32) -> Diagnostic {
    switch code {
    case ENOENT, ENOTDIR:
      Diagnostic(code: "file-missing", "there is no file \(path)", fix: "check the path and the directory it starts from")
    case EACCES, EPERM:
      Diagnostic(code: "file-unreadable", "the file \(path) may not be read", fix: "check the permissions of the file and its directories")
    case EISDIR:
      Diagnostic(code: "file-unreadable", "\(path) is a directory", fix: "name the file in it")
    default:
      Diagnostic(code: "file-unreadable", "the file \(path) cannot be read: \(String(cString: strerror(code)))")
    }
  }
}
