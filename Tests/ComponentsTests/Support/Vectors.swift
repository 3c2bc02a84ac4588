import Foundation
import JSON

/// Golden rows of the reference, where they are present.
enum Vectors {
  static let directory: URL = {
    if let path = ProcessInfo.processInfo.environment["HEADWATER_SHARED"] {
      return URL(fileURLWithPath: path).appendingPathComponent("vectors")
    }
    var root = URL(fileURLWithPath: #filePath)
    for _ in 0..<4 { root.deleteLastPathComponent() }
    return root.deletingLastPathComponent().appendingPathComponent("shared/vectors")
  }()

  static func exists(_ name: String) -> Bool {
    FileManager.default.fileExists(atPath: directory.appendingPathComponent(name).path)
  }

  static func rows(_ name: String) throws -> [JSONValue] {
    let data = try Data(contentsOf: directory.appendingPathComponent(name))
    return try data.split(separator: UInt8(ascii: "\n")).map { try JSONValue.parse([UInt8]($0)) }
  }
}
