internal import Glibc

/// Finds the files that a person means with a list of files and folders.
public enum FileTree {
  /// The named files as they are, and for each folder the files below it with one of the endings, in the order of their paths. Hidden
  /// folders are left out, and `-`, which stands for standard input, stays as it is.
  ///
  /// - Throws: `file-missing` or `file-unreadable` for a path that is neither, `no-files` for a folder without any such file.
  public static func files(_ paths: [String], endings: [String] = [".yaml", ".yml"]) throws(Diagnostic) -> [String] {
    var files: [String] = []
    for path in paths {
      guard path != "-", isFolder(path) else {
        files.append(path)
        continue
      }
      let found = try below(path, endings)
      if found.isEmpty {
        throw Diagnostic(code: .noFiles, "the directory \(path) contains no \(endings.joined(separator: " or ")) file")
      }
      files += found
    }
    return files
  }

  /// Whether a path names a folder, or a link to one.
  public static func isFolder(_ path: String) -> Bool {
    var information = stat()
    return stat(path, &information) == 0 && information.st_mode & S_IFMT == S_IFDIR
  }

  /// Whether a path names a pipe, a socket or a device, for which a reader would wait.
  private static func isSpecial(_ path: String) -> Bool {
    var information = stat()
    return stat(path, &information) == 0 && information.st_mode & S_IFMT != S_IFREG
  }

  private static func isLink(_ path: String) -> Bool {
    var information = stat()
    return lstat(path, &information) == 0 && information.st_mode & S_IFMT == S_IFLNK
  }

  private static func below(_ folder: String, _ endings: [String]) throws(Diagnostic) -> [String] {
    guard let directory = opendir(folder) else {
      throw Diagnostic(
        code: .fileUnreadable, "cannot read the directory \(folder): \(String(cString: strerror(errno)))", fix: "check its permissions")
    }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if !name.hasPrefix(".") { names.append(name) }
    }
    var files: [String] = []
    for name in names.sorted() {
      let path = folder.hasSuffix("/") ? folder + name : "\(folder)/\(name)"
      if isFolder(path) {
        // A link to a folder above would lead round in circles.
        if !isLink(path) { files += try below(path, endings) }
      } else if endings.contains(where: { name.hasSuffix($0) }), !isSpecial(path) {
        files.append(path)
      }
    }
    return files
  }
}
