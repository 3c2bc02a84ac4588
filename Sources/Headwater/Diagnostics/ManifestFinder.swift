internal import Document
internal import Glibc

/// Finds the manifests below a folder.
enum ManifestFinder {
  /// Whether a path names a folder.
  static func isFolder(_ path: String) -> Bool {
    var information = stat()
    return stat(path, &information) == 0 && information.st_mode & S_IFMT == S_IFDIR
  }

  /// The YAML files below a folder that look like manifests, sorted. Hidden folders and links to folders are left out.
  ///
  /// - Throws: `file-unreadable` for a folder that cannot be listed.
  static func manifests(below folder: String) throws(Diagnostic) -> [String] {
    var found: [String] = []
    for name in try names(in: folder).sorted() where !name.hasPrefix(".") {
      let path = folder.hasSuffix("/") ? folder + name : "\(folder)/\(name)"
      var information = stat()
      guard lstat(path, &information) == 0 else { continue }
      if information.st_mode & S_IFMT == S_IFDIR {
        found += try manifests(below: path)
      } else if name.hasSuffix(".yaml") || name.hasSuffix(".yml"), let text = try? TextFile.bytes(path), looksLikeManifest(text) {
        found.append(path)
      }
    }
    return found
  }

  /// Whether a text has the marks of a manifest at the start of its lines: its type, or a check beside streams.
  static func looksLikeManifest(_ text: [UInt8]) -> Bool {
    var hasCheck = false
    var hasStreams = false
    for line in text.split(separator: UInt8(ascii: "\n")) {
      guard let first = line.first, first == UInt8(ascii: "\"") || first == UInt8(ascii: "'") || (0x61...0x7A).contains(first) else {
        continue
      }
      let words = String(decoding: line.prefix(64), as: UTF8.self).filter { $0 != "\"" && $0 != "'" && $0 != " " && $0 != "\r" }
      if words.hasPrefix("type:DeclarativeSource") { return true }
      if words.hasPrefix("check:") { hasCheck = true }
      if words.hasPrefix("streams:") || words.hasPrefix("dynamic_streams:") { hasStreams = true }
      if hasCheck, hasStreams { return true }
    }
    return false
  }

  private static func names(in folder: String) throws(Diagnostic) -> [String] {
    guard let directory = opendir(folder) else {
      throw Diagnostic(code: "file-unreadable", "the folder \(folder) cannot be listed: \(String(cString: strerror(errno)))")
    }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
      let name = withUnsafePointer(to: entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: Int(NAME_MAX) + 1) { String(cString: $0) }
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names
  }
}
