internal import ConnectorKit
internal import Glibc

/// The directory that takes downloaded files.
struct FileDirectory: Sendable {
  /// The directory that the platform names or mounts, where there is one; else one for this machine alone.
  static var standard: FileDirectory {
    let staging = getenv("AIRBYTE_STAGING_DIRECTORY").map { String(cString: $0) } ?? "/staging/files"
    return FileDirectory(path: access(staging, F_OK) == 0 ? staging : "/tmp/airbyte-file-transfer")
  }

  let path: String

  /// The place of a stream's file below the directory.
  ///
  /// - Throws: ``SyncError`` for a name that leads out of the directory, or that no file can have.
  func relativePath(_ name: String, streamName: String) throws -> String {
    guard !name.utf8.contains(0) else {
      throw SyncError(
        .system, "Stream \(streamName): no file can have the name `\(name)`, which holds a zero byte.", streamName: streamName)
    }
    let parts = ([Substring(streamName)] + name.split(separator: "/")).filter { !$0.isEmpty && $0 != "." }
    guard !parts.contains("..") else {
      throw SyncError(
        .config, "Stream \(streamName): the file name `\(name)` leads out of the directory for files.", streamName: streamName)
    }
    return parts.joined(separator: "/")
  }

  /// Creates a file and the directories above it; one that is there is emptied.
  func create(_ relative: String) throws -> File {
    let whole = "\(path)/\(relative)"
    var above = ""
    for part in whole.split(separator: "/").dropLast() {
      above += "/\(part)"
      guard mkdir(above, 0o777) == 0 || errno == EEXIST || errno == EISDIR else { throw Self.failure("create the directory", above) }
    }
    let descriptor = open(whole, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw Self.failure("create the file", whole) }
    return File(path: whole, descriptor: descriptor)
  }

  fileprivate static func failure(_ what: String, _ path: String) -> SyncError {
    SyncError(.system, "It is not possible to \(what) \(path): \(String(cString: strerror(errno))).")
  }

  /// A file that is being written.
  final class File {
    let path: String
    private var descriptor: Int32?
    private var size = 0

    fileprivate init(path: String, descriptor: Int32) {
      self.path = path
      self.descriptor = descriptor
    }

    deinit {
      if let descriptor { close(descriptor) }
    }

    func write(_ bytes: [UInt8]) throws {
      guard let descriptor else { return }
      var written = 0
      while written < bytes.count {
        let count = bytes.withUnsafeBytes { buffer in
          Glibc.write(descriptor, buffer.baseAddress.map { $0 + written }, bytes.count - written)
        }
        if count < 0, errno == EINTR { continue }
        guard count > 0 else { throw FileDirectory.failure("write to", path) }
        written += count
      }
      size += bytes.count
    }

    /// Closes the file.
    ///
    /// - Returns: its size in bytes.
    func finish() throws -> Int {
      if let descriptor, close(descriptor) != 0 {
        self.descriptor = nil
        throw FileDirectory.failure("finish", path)
      }
      descriptor = nil
      return size
    }
  }
}
