internal import Document
internal import Glibc

/// The folders whose components.swift the user lets run, in a file of the user's own.
package struct TrustList: Sendable {
  let file: String

  /// - Throws: when the user has no folder for settings.
  package init() throws(PluginError) {
    guard let folder = FileFacts.userFolder("XDG_CONFIG_HOME", ".config") else {
      throw PluginError("No configuration directory for the list of trusted directories: set HOME or XDG_CONFIG_HOME.")
    }
    file = "\(folder)/trusted-folders"
  }

  /// The trusted folders in the order in which they were added; none when others can write the list.
  package var folders: [String] {
    guard let facts = FileFacts(file), facts.isPrivate, let bytes = try? TextFile.bytes(file) else { return [] }
    return String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
  }

  /// Whether that very folder is trusted; those below it are not.
  package func contains(_ folder: String) -> Bool { FileFacts.realPath(folder).map(folders.contains) ?? false }

  /// - Returns: the folder as it stands in the list.
  @discardableResult
  package func add(_ folder: String) throws(PluginError) -> String {
    guard let real = FileFacts.realPath(folder), FileFacts(real).map({ $0.mode & S_IFMT == S_IFDIR }) ?? false, !real.contains("\n") else {
      throw PluginError("No such directory: \(folder).")
    }
    if !folders.contains(real) { try write(folders + [real]) }
    return real
  }

  /// - Returns: whether it was in the list.
  @discardableResult
  package func remove(_ folder: String) throws(PluginError) -> Bool {
    let real = FileFacts.realPath(folder) ?? folder
    guard folders.contains(real) else { return false }
    try write(folders.filter { $0 != real })
    return true
  }

  private func write(_ folders: [String]) throws(PluginError) {
    guard let slash = file.lastIndex(of: "/"), FileFacts.makeFolder(String(file[..<slash])) else {
      throw PluginError("Cannot create the directory of \(file).")
    }
    let fresh = "\(file).\(getpid())"
    let descriptor = open(fresh, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
    let bytes = Array(folders.map { $0 + "\n" }.joined().utf8)
    guard descriptor >= 0, Glibc.write(descriptor, bytes, bytes.count) == bytes.count, close(descriptor) == 0, rename(fresh, file) == 0
    else {
      throw PluginError("Cannot write the list of trusted directories \(file): \(String(cString: strerror(errno))).")
    }
  }
}
