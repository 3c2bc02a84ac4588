import Foundation
import JSON

/// The golden rows outside the package, when they are there.
enum SharedRows {
  /// `HEADWATER_SHARED`, by default `../shared` beside the package.
  static let directory: URL = {
    if let path = ProcessInfo.processInfo.environment["HEADWATER_SHARED"] { return URL(fileURLWithPath: path) }
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    return root.deletingLastPathComponent().appendingPathComponent("shared")
  }()

  /// A file of the vectors, compressed or not; nil when it is not there.
  static func file(_ name: String) -> URL? {
    let plain = directory.appendingPathComponent("vectors").appendingPathComponent(name)
    return [plain, plain.appendingPathExtension("gz")].first { FileManager.default.fileExists(atPath: $0.path) }
  }

  static func exists(_ name: String) -> Bool { file(name) != nil }

  static func rows(_ name: String) throws -> [JSONValue] {
    guard let file = file(name) else { return [] }
    let data = file.pathExtension == "gz" ? try unpacked(file) : try Data(contentsOf: file)
    return try data.split(separator: UInt8(ascii: "\n")).map { try JSONValue.parse([UInt8]($0)) }
  }

  private static func unpacked(_ file: URL) throws -> Data {
    let process = Process()
    let output = Pipe()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["gzip", "-dc", file.path]
    process.standardOutput = output
    try process.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return data
  }
}
