internal import ConnectorKit
internal import Glibc
package import JSON

/// A directory for files that a program reads, such as a config with its secrets. It goes with its owner.
package final class PrivateDirectory: Sendable {
  private let path: String

  /// - Throws: `SyncError` when there can be none.
  package init() throws {
    let parent = getenv("TMPDIR").map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 } ?? "/tmp"
    var template = Array("\(parent)/headwater-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else {
      throw SyncError(.system, "Cannot create a temporary directory in \(parent): \(String(cString: strerror(errno))).")
    }
    path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  deinit {
    guard let directory = opendir(path) else { return }
    while let entry = readdir(directory) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      unlink("\(path)/\(name)")
    }
    closedir(directory)
    rmdir(path)
  }

  /// Writes a file that only this user may read.
  ///
  /// - Returns: its path.
  package func write(_ value: JSONValue, to name: String) throws -> String {
    let file = "\(path)/\(name)"
    let descriptor = open(file, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw SyncError(.system, "Cannot write \(file): \(String(cString: strerror(errno))).") }
    defer { close(descriptor) }
    var rest = Array(JSONText.compact(value).utf8)[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count > 0 {
        rest = rest.dropFirst(count)
      } else if errno != EINTR {
        throw SyncError(.system, "Cannot write \(file): \(String(cString: strerror(errno))).")
      }
    }
    return file
  }
}
