package import Foundation
package import JSON

/// Files beside the package, such as rows recorded from the reference. Tests that need them run where they are present.
package enum SharedFiles {
  /// `HEADWATER_SHARED`, by default `../shared` beside the package.
  package static let root =
    ProcessInfo.processInfo.environment["HEADWATER_SHARED"].map { URL(fileURLWithPath: $0) }
    ?? PackageFiles.root.deletingLastPathComponent().appendingPathComponent("shared")

  package static func url(_ path: String) -> URL { root.appendingPathComponent(path) }

  /// Whether there is a file or a folder, compressed or not.
  package static func exists(_ path: String) -> Bool { file(path) != nil }

  /// The names in a folder, in their order; none when it is not there.
  package static func names(in path: String) -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: url(path).path)) ?? []).sorted()
  }

  /// The files of a folder and its folders with a suffix, by path from the folder.
  package static func files(below path: String, suffix: String) -> [String] {
    let all = FileManager.default.enumerator(atPath: url(path).path)?.compactMap { $0 as? String } ?? []
    return all.filter { $0.hasSuffix(suffix) }.sorted()
  }

  /// A file that holds one JSON value, as Python reads it.
  package static func value(_ path: String) throws -> JSONValue { try JSONValue.parse([UInt8](data(path)), options: .python) }

  /// The rows of a table, one JSON value a line.
  ///
  /// - Throws: also when the table has none, so that a test of all rows tests something.
  package static func rows(_ path: String, options: JSONOptions = .standard) throws -> [JSONValue] {
    try Table.rows(data(path), path, options: options)
  }

  /// The rows of a table, one a line, as values of a type.
  ///
  /// - Throws: also when the table has none.
  package static func rows<Row: Decodable>(_ path: String, as type: Row.Type) throws -> [Row] {
    let decoder = JSONDecoder()
    return try Table.lines(data(path), path).map { try decoder.decode(Row.self, from: $0) }
  }

  private static func file(_ path: String) -> URL? {
    let plain = url(path)
    return [plain, plain.appendingPathExtension("gz")].first { FileManager.default.fileExists(atPath: $0.path) }
  }

  private static func data(_ path: String) throws -> Data {
    guard let file = file(path), file.pathExtension == "gz" else { return try Data(contentsOf: url(path)) }
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

enum Table {
  private struct HasNoRows: Error { let path: String }

  static func lines(_ data: Data, _ path: String) throws -> [Data] {
    let lines = data.split(separator: UInt8(ascii: "\n"))
    guard !lines.isEmpty else { throw HasNoRows(path: path) }
    return lines
  }

  static func rows(_ data: Data, _ path: String, options: JSONOptions = .standard) throws -> [JSONValue] {
    try lines(data, path).map { try JSONValue.parse([UInt8]($0), options: options) }
  }
}
