internal import Document
internal import Glibc

/// The Swift files of a library of components.
struct PluginSource {
  struct File {
    var path: String
    var bytes: [UInt8]
  }

  /// In the order of their paths.
  let files: [File]

  /// - Parameter path: a Swift file, or a folder with Swift files.
  init(_ path: String) throws(PluginError) {
    let paths = try Self.paths(path)
    var files: [File] = []
    for path in paths {
      do throws(Diagnostic) {
        files.append(File(path: path, bytes: try TextFile.bytes(path)))
      } catch {
        throw PluginError("Cannot read the components: \(error.message).")
      }
    }
    self.files = files
  }

  /// The components, by the names of their types.
  var components: [String] { files.flatMap { ComponentScanner.components(in: $0.bytes) } }

  private static func paths(_ path: String) throws(PluginError) -> [String] {
    guard let folder = opendir(path) else {
      if errno == ENOTDIR { return [path] }
      throw PluginError("No such file or directory: \(path).")
    }
    defer { closedir(folder) }
    var names: [String] = []
    while let entry = readdir(folder) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      // A package's manifest and tests are no components.
      if name.hasSuffix(".swift"), name != "Package.swift" { names.append(name) }
    }
    guard !names.isEmpty else { throw PluginError("The directory \(path) contains no Swift files.") }
    return names.sorted().map { "\(path)/\($0)" }
  }
}
