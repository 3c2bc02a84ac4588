internal import Glibc

/// Paths of files.
enum FilePath {
  /// A path without links, and without `.` and `..`, also of a file that is not there yet.
  static func real(_ path: String) -> String {
    if let real = resolved(path) { return real }
    let parts = path.split(separator: "/", omittingEmptySubsequences: true)
    guard let name = parts.last, name != "..", name != "." else { return path }
    let parent = parts.dropLast().joined(separator: "/")
    let directory = path.hasPrefix("/") ? "/\(parent)" : parent.isEmpty ? "." : parent
    return "\(directory == path ? directory : real(directory))/\(name)"
  }

  private static func resolved(_ path: String) -> String? {
    guard let pointer = realpath(path, nil) else { return nil }
    defer { free(pointer) }
    return String(cString: pointer)
  }
}
