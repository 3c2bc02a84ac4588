internal import ConnectorKit
internal import Glibc
internal import Synchronization

/// A folder for temporary files that nobody but this user can read or write.
///
/// Others may have taken the wanted name in a folder that all share. It is used when it is a folder of this user's, and not a link;
/// otherwise a new one with an unpredictable name takes its place.
final class PrivateDirectory: Sendable {
  /// Where downloads go when the platform names no folder.
  static let downloads = PrivateDirectory("/tmp/airbyte-file-transfer")

  private let wanted: String
  private let known = Mutex<String?>(nil)

  init(_ wanted: String) { self.wanted = wanted }

  /// The folder's path. It is made when it is first asked for.
  func path() throws -> String {
    try known.withLock { known in
      if let known { return known }
      let path = Self.claim(wanted) ? wanted : try Self.makeOther(wanted)
      known = path
      return path
    }
  }

  private static func claim(_ path: String) -> Bool {
    guard mkdir(path, 0o700) == 0 || errno == EEXIST else { return false }
    let folder = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
    guard folder >= 0 else { return false }
    defer { close(folder) }
    var facts = stat()
    guard fstat(folder, &facts) == 0, facts.st_uid == geteuid() else { return false }
    return facts.st_mode & 0o777 == 0o700 || fchmod(folder, 0o700) == 0
  }

  private static func makeOther(_ path: String) throws -> String {
    var template = Array("\(path)-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else {
      throw SyncError(.system, "Cannot create a private folder for downloads, such as \(path): \(String(cString: strerror(errno))).")
    }
    return template.withUnsafeBufferPointer { buffer in buffer.baseAddress.map { String(cString: $0) } ?? path }
  }
}
