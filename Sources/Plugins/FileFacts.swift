internal import Glibc

/// What the system knows of a file.
struct FileFacts {
  let size: Int
  /// Nanoseconds since 1970.
  let changed: Int
  let owner: UInt32
  let mode: UInt32
  let number: UInt64

  init?(_ path: String) {
    var facts = stat()
    guard stat(path, &facts) == 0 else { return nil }
    size = facts.st_size
    changed = facts.st_mtim.tv_sec * 1_000_000_000 + facts.st_mtim.tv_nsec
    owner = facts.st_uid
    mode = facts.st_mode
    number = UInt64(facts.st_ino)
  }

  /// Whether nobody else could have written the file.
  var isPrivate: Bool { (owner == geteuid() || owner == 0) && mode & 0o022 == 0 }

  /// Tells versions of a file apart.
  var identity: String { "\(size) \(changed) \(number)" }

  /// The path without links and dots; nil when there is no such file.
  static func realPath(_ path: String) -> String? {
    guard let real = realpath(path, nil) else { return nil }
    defer { free(real) }
    return String(cString: real)
  }

  static func isExecutable(_ path: String) -> Bool {
    access(path, X_OK) == 0 && FileFacts(path).map { $0.mode & S_IFMT == S_IFREG } ?? false
  }

  static func variable(_ name: String) -> String? {
    guard let value = getenv(name), value.pointee != 0 else { return nil }
    return String(cString: value)
  }

  /// Makes a folder, and those above it, for the user alone.
  static func makeFolder(_ path: String) -> Bool {
    if mkdir(path, 0o700) == 0 || errno == EEXIST { return true }
    guard errno == ENOENT, let slash = path.lastIndex(of: "/"), slash != path.startIndex else { return false }
    return makeFolder(String(path[..<slash])) && (mkdir(path, 0o700) == 0 || errno == EEXIST)
  }

  /// A folder of the user's own below the one that a variable names, or below the home folder.
  static func userFolder(_ variable: String, _ fallback: String) -> String? {
    if let folder = Self.variable(variable), folder.hasPrefix("/") { return folder + "/headwater" }
    return Self.variable("HOME").map { "\($0)/\(fallback)/headwater" }
  }
}
