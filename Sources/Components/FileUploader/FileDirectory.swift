internal import ConnectorKit
internal import Document
internal import Glibc

/// The directory that takes downloaded files.
struct FileDirectory: Sendable {
  /// The directory that the platform names or mounts, where there is one; else one for this user alone.
  static var standard: FileDirectory {
    let staging = getenv("AIRBYTE_STAGING_DIRECTORY").map { String(cString: $0) } ?? "/staging/files"
    return access(staging, F_OK) == 0 ? FileDirectory(path: staging) : FileDirectory(.downloads)
  }

  /// What file systems allow for the name of a file or folder, in bytes.
  private static let nameLimit = 255
  /// What the system allows for a whole path, in bytes.
  private static let pathLimit = 4095

  private let path: @Sendable () throws -> String

  init(path: String) { self.path = { path } }

  init(_ folder: PrivateDirectory) { path = { try folder.path() } }

  /// The place of a stream's file below the directory.
  ///
  /// - Throws: ``SyncError`` for a name that leads out of the directory, or that no file can have.
  func relativePath(_ name: String, streamName: String) throws -> String {
    let folders = try parts(streamName) { Self.failure("The stream's name", streamName, $0, "Give the stream another name.", streamName) }
    let parts = try parts(name) {
      Self.failure("Stream \(streamName): file name", name, $0, "Change `filename_extractor` in the manifest.", streamName)
    }
    return (folders + parts).joined(separator: "/")
  }

  private static func failure(
    _ subject: String, _ name: String, _ problem: String, _ advice: String, _ streamName: String
  ) -> SyncError {
    let shown = name.utf8.count > 100 ? "\(name.prefix(60))..." : name
    return SyncError(.config, "\(subject) `\(shown)` \(problem). \(advice)", streamName: streamName)
  }

  private func parts(_ name: String, _ refusal: (String) -> SyncError) throws -> [String] {
    guard !name.utf8.contains(0) else { throw refusal("contains a NUL byte") }
    // A backslash is a letter here, but not for everyone who may read the files.
    guard !name.split(whereSeparator: { $0 == "/" || $0 == "\\" }).contains("..") else {
      throw refusal("escapes the download directory")
    }
    let parts = name.split(separator: "/").filter { $0 != "." }.map(String.init)
    guard !parts.isEmpty else { throw refusal("does not name a file") }
    for part in parts where part.utf8.count > Self.nameLimit {
      throw refusal("has a part of \(part.utf8.count) bytes; the limit is \(Self.nameLimit)")
    }
    return parts
  }

  /// Creates a file and the folders above it; one that is there is replaced. Links below the directory are not followed.
  func create(_ relative: String) throws -> File {
    let root = try path()
    let whole = "\(root)/\(relative)"
    guard whole.utf8.count <= Self.pathLimit else {
      throw SyncError(
        .config, "The path of the file `\(relative.prefix(60))...` has \(whole.utf8.count) bytes; the limit is \(Self.pathLimit).")
    }
    do throws(ConfinedDirectory.Failure) {
      let descriptor = try ConfinedDirectory(root).create(relative.split(separator: "/").map(String.init))
      return File(path: whole, descriptor: descriptor)
    } catch {
      throw SyncError(.system, "Cannot create the file \(whole): \(error.message).")
    }
  }

  fileprivate static func failure(_ what: String, _ path: String) -> SyncError {
    SyncError(.system, "Cannot \(what) the file \(path): \(String(cString: strerror(errno))).")
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
