internal import ConnectorKit
internal import Glibc
internal import AirbyteSource
internal import Headwater
internal import ManifestTools

/// Files that commands write for the user to go on with. Nothing that exists is overwritten.
enum NewFiles {
  /// - Throws: ``SyncError`` when the folder exists or a file cannot be written.
  static func write(_ files: [Scaffold.File], into folder: String) throws {
    guard mkdir(folder, 0o755) == 0 else {
      throw SyncError(.config, "Cannot create the directory \(folder): \(String(cString: strerror(errno))).")
    }
    for file in files {
      var parent = folder
      for part in file.path.split(separator: "/").dropLast() {
        parent += "/\(part)"
        mkdir(parent, 0o755)
      }
      try write(file.text, to: "\(folder)/\(file.path)")
    }
  }

  /// Writes a file; one that exists is replaced as a whole.
  static func write(_ text: String, to path: String) throws {
    let fresh = "\(path).\(getpid())"
    let bytes = Array(text.utf8)
    guard let file = fopen(fresh, "w") else { throw failure(path) }
    let isWritten = fwrite(bytes, 1, bytes.count, file) == bytes.count
    guard fclose(file) == 0, isWritten, rename(fresh, path) == 0 else { throw failure(path) }
  }

  /// What a file holds; nil when there is none.
  static func text(_ path: String) throws -> String? {
    do throws(Diagnostic) {
      return String(decoding: try TextFile.bytes(path), as: UTF8.self)
    } catch {
      if error.code == .fileMissing { return nil }
      throw SyncError(.config, error.message)
    }
  }

  /// The nearest folder above a program that holds something.
  static func folderAbove(_ program: String, holding name: String) -> String? {
    guard let real = realpath(program, nil) else { return nil }
    defer { free(real) }
    var folder = String(cString: real)
    while let slash = folder.lastIndex(of: "/"), slash != folder.startIndex {
      folder = String(folder[..<slash])
      if access("\(folder)/\(name)", F_OK) == 0 { return folder }
    }
    return nil
  }

  /// The checkout that this program was installed from; nil when it is gone or was not installed.
  static func installedPackage() -> String? {
    let note = "lib/headwater/package"
    guard let prefix = folderAbove("/proc/self/exe", holding: note), let text = try? text("\(prefix)/\(note)") else { return nil }
    let package = String(text.prefix { $0 != "\n" })
    return access("\(package)/Sources/ConnectorKit", F_OK) == 0 ? package : nil
  }

  private static func failure(_ path: String) -> SyncError {
    SyncError(.config, "Cannot write \(path): \(String(cString: strerror(errno))).")
  }
}
