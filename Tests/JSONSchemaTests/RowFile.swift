import Foundation
import JSON

/// Rows of this test target, one JSON object a line.
enum RowFile {
  static func rows(_ name: String) throws -> [JSONValue] {
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Rows/\(name).jsonl")
    let data = try [UInt8](Data(contentsOf: file))
    return try data.split(separator: UInt8(ascii: "\n")).map { try JSONValue.parse(Array($0), options: .python) }
  }
}
