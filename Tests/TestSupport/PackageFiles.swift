package import Foundation
package import JSON

/// The files of this package.
package enum PackageFiles {
  package static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  /// - Parameter path: from the package's folder, such as `Tests/YAMLTests`.
  package static func url(_ path: String) -> URL { root.appendingPathComponent(path) }

  package static func text(_ path: String) throws -> String { try String(contentsOf: url(path), encoding: .utf8) }

  /// The rows of a table, one JSON value a line.
  package static func rows(_ path: String, options: JSONOptions = .standard) throws -> [JSONValue] {
    try Table.rows(Data(contentsOf: url(path)), path, options: options)
  }
}
