package import Foundation

/// A folder of a test's own, which `remove` takes away.
package struct TemporaryDirectory: Sendable {
  package let url = FileManager.default.temporaryDirectory.appendingPathComponent("headwater-test-\(UUID().uuidString)")

  /// - Parameter files: texts by path from the folder.
  package init(_ files: [String: String] = [:]) throws {
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    for (name, text) in files { try write(text, to: name) }
  }

  package func remove() { try? FileManager.default.removeItem(at: url) }

  package var path: String { url.path }

  package func path(_ name: String) -> String { url.appendingPathComponent(name).path }

  /// Writes a file, and the folders that it lies in.
  ///
  /// - Returns: its path.
  @discardableResult
  package func write(_ text: String, to name: String) throws -> String { try write(Data(text.utf8), to: name) }

  @discardableResult
  package func write(_ data: Data, to name: String) throws -> String {
    let file = url.appendingPathComponent(name)
    try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try data.write(to: file)
    return file.path
  }

  /// The text of a file; nil when there is none.
  package func text(_ name: String) -> String? { try? String(contentsOf: url.appendingPathComponent(name), encoding: .utf8) }
}
