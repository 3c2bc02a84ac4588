import Foundation
import JSON

/// The shared vector files, which are not part of this repository.
enum SharedVectors {
  static let directory: URL = {
    let place = ProcessInfo.processInfo.environment["HEADWATER_SHARED"]
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    return (place.map { URL(filePath: $0) } ?? root.appending(path: "../shared")).appending(path: "vectors")
  }()

  static var arePresent: Bool { FileManager.default.fileExists(atPath: directory.path) }

  static func value(_ path: String) throws -> JSONValue {
    try JSONValue.parse([UInt8](Data(contentsOf: directory.appending(path: path))), options: .python)
  }

  static func lines(_ path: String) throws -> [JSONValue] {
    let data = try [UInt8](Data(contentsOf: directory.appending(path: path)))
    return try data.split(separator: UInt8(ascii: "\n")).map { try JSONValue.parse(Array($0), options: .python) }
  }

  /// The names of the JSON files in a folder and its folders.
  static func files(in path: String) -> [String] {
    let folder = directory.appending(path: path)
    let all = FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String } ?? []
    return all.filter { $0.hasSuffix(".json") }.sorted()
  }

  /// Integers and floats that JSON cannot show stand in objects of their own.
  static func decoded(_ value: JSONValue) -> JSONValue {
    switch value {
    case .object(let members):
      switch (members["$py"]?.stringValue, members["v"]?.stringValue) {
      case ("int", let digits?): return .bigInteger(digits)
      case ("float", "nan"): return .double(.nan)
      case ("float", "inf"): return .double(.infinity)
      case ("float", "-inf"): return .double(-.infinity)
      default: return .object(JSONObject(members.map { ($0.key, decoded($0.value)) }))
      }
    case .array(let elements): return .array(elements.map(decoded))
    default: return value
    }
  }
}
