internal import Glibc

/// A folder whose files are reached without leaving it: each part of a path is opened below the part before it, and no symbolic link is
/// followed. The folder itself may be named through links.
public final class ConfinedDirectory: Sendable {
  public struct Failure: Error, Sendable {
    /// What is wrong, with the part of the path that it concerns.
    public let message: String
    /// Whether there just is no such file.
    public let isMissing: Bool

    init(_ message: String, isMissing: Bool = false) {
      self.message = message
      self.isMissing = isMissing
    }

    init(_ name: String, code: Int32) {
      self.init("`\(name)`: \(String(cString: strerror(code)))", isMissing: code == ENOENT || code == ENOTDIR)
    }
  }

  private let descriptor: Int32

  public init(_ path: String) throws(Failure) {
    descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    if descriptor < 0 { throw Failure(path, code: errno) }
  }

  deinit { close(descriptor) }

  /// Creates a file and the folders above it. A file of that name is replaced, so that a hard link to another place keeps its content.
  ///
  /// - Parameter names: the folders and the file, from this folder on.
  /// - Returns: a descriptor for writing, which the caller closes.
  public func create(_ names: [String]) throws(Failure) -> Int32 {
    try within(names, making: true) { (folder, name) throws(Failure) in
      for _ in 0..<Self.tries {
        let file = openat(folder, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o666)
        if file >= 0 { return file }
        guard errno == EEXIST else { throw Failure(name, code: errno) }
        try Self.requireFile(folder, name)
        guard unlinkat(folder, name, 0) == 0 || errno == ENOENT else { throw Failure(name, code: errno) }
      }
      throw Failure("`\(name)` is created by somebody else again and again")
    }
  }

  /// The bytes of a regular file. Other files, such as pipes and devices, are not opened, so that nothing waits for them.
  ///
  /// - Parameter limit: the most bytes that the file may have.
  public func bytes(_ names: [String], limit: Int) throws(Failure) -> [UInt8] {
    let file = try within(names, making: false) { (folder, name) throws(Failure) in
      try Self.requireFile(folder, name)
      let file = openat(folder, name, O_RDONLY | O_NONBLOCK | O_NOFOLLOW | O_CLOEXEC)
      if file < 0 { throw Failure(name, code: errno) }
      return file
    }
    defer { close(file) }
    let name = names.joined(separator: "/")
    var facts = stat()
    guard fstat(file, &facts) == 0, facts.st_mode & S_IFMT == S_IFREG else { throw Failure("`\(name)` is not a regular file") }
    guard facts.st_size <= limit else { throw Self.tooLarge(name, facts.st_size, limit) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = read(file, &chunk, chunk.count)
      if count == 0 { return bytes }
      if count < 0 {
        if errno == EINTR { continue }
        throw Failure(name, code: errno)
      }
      bytes.append(contentsOf: chunk[0..<count])
      // A file of no stated size, or one that grows.
      guard bytes.count <= limit else { throw Self.tooLarge(name, bytes.count, limit) }
    }
  }

  private static let tries = 100

  private static func tooLarge(_ name: String, _ size: Int, _ limit: Int) -> Failure {
    Failure("`\(name)` has \(size) bytes or more; the limit is \(limit)")
  }

  private static func requireFile(_ folder: Int32, _ name: String) throws(Failure) {
    var facts = stat()
    guard fstatat(folder, name, &facts, AT_SYMLINK_NOFOLLOW) == 0 else {
      if errno == ENOENT { throw Failure(name, code: ENOENT) }
      throw Failure(name, code: errno)
    }
    switch facts.st_mode & S_IFMT {
    case S_IFREG: return
    case S_IFLNK: throw Failure("`\(name)` is a symbolic link, which is not followed")
    case S_IFDIR: throw Failure("`\(name)` is a directory")
    default: throw Failure("`\(name)` is not a regular file")
    }
  }

  /// Opens the folders above a file one below the other.
  private func within(
    _ names: [String], making: Bool, _ body: (_ folder: Int32, _ name: String) throws(Failure) -> Int32
  ) throws(Failure) -> Int32 {
    guard let last = names.last, names.allSatisfy({ Self.isPlain($0) }) else {
      throw Failure("`\(names.joined(separator: "/"))` does not name a file in the directory")
    }
    var folder = descriptor
    defer { if folder != descriptor { close(folder) } }
    for name in names.dropLast() {
      let inner = try Self.openFolder(name, in: folder, making: making)
      if folder != descriptor { close(folder) }
      folder = inner
    }
    return try body(folder, last)
  }

  private static func isPlain(_ name: String) -> Bool {
    !name.isEmpty && name != "." && name != ".." && !name.utf8.contains { $0 == 0 || $0 == UInt8(ascii: "/") }
  }

  private static func openFolder(_ name: String, in folder: Int32, making: Bool) throws(Failure) -> Int32 {
    if making, mkdirat(folder, name, 0o777) != 0, errno != EEXIST { throw Failure(name, code: errno) }
    let inner = openat(folder, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
    guard inner < 0 else { return inner }
    let code = errno
    var facts = stat()
    if fstatat(folder, name, &facts, AT_SYMLINK_NOFOLLOW) == 0, facts.st_mode & S_IFMT == S_IFLNK {
      throw Failure("`\(name)` is a symbolic link, which is not followed")
    }
    throw Failure(name, code: code)
  }
}
