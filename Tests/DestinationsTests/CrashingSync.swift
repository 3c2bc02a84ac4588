import Foundation
import JSON
import TestSupport

/// A sync by the command that was built beside the tests, into a place of its own.
struct CrashingSync {
  private let target: CrashTests.Target
  private let command: String
  let folder: TemporaryDirectory
  private let address: String

  init(_ target: CrashTests.Target, _ command: String, _ base: String) throws {
    self.target = target
    self.command = command
    folder = try TemporaryDirectory(["manifest.yaml": CrashAPI.manifest(base)])
    address =
      switch target {
      case .sqlite: folder.path("crash.sqlite")
      case .postgres: try PostgresServer.shared?.makeDatabase() ?? ""
      case .jsonl, .csv: "\(target.rawValue):\(folder.path("out"))"
      }
  }

  func remove() { folder.remove() }

  /// Runs the sync.
  ///
  /// - Parameter delay: after so many seconds it is killed; nil to let it come to its end.
  /// - Returns: the exit code, -1 for a sync that was killed, and how long it took.
  func run(killedAfter delay: Double?) async throws -> (code: Int32, seconds: Double) {
    let words = [command, "sync", folder.path("manifest.yaml"), "--to", address, "--connection", "crash", "--quiet"]
    return try await KillableProgram.run(words, killedAfter: delay)
  }

  /// What is stored, as texts in order, by stream.
  func records() throws -> [String: [String]] {
    var records: [String: [String]] = [:]
    for stream in CrashAPI.counts.keys { records[stream] = try rows(stream).sorted() }
    return records
  }

  private func rows(_ stream: String) throws -> [String] {
    switch target {
    case .sqlite:
      return try SQLiteRows(folder.path("crash.sqlite")).records(stream).map { Self.text($0) }
    case .postgres:
      let columns = "to_jsonb(t) - '_airbyte_raw_id' - '_airbyte_extracted_at' - '_airbyte_generation_id'"
      return try PostgresServer.shared?.query("SELECT \(columns) FROM \"\(stream)\" t", address).split(separator: "\n").map(String.init)
        ?? []
    case .jsonl, .csv:
      let directory = folder.path("out/\(stream)")
      let names = try FileManager.default.contentsOfDirectory(atPath: directory).filter { !$0.hasPrefix(".") }
      return try names.sorted().flatMap { name in
        let lines = try String(contentsOfFile: "\(directory)/\(name)", encoding: .utf8).split(separator: "\n").map(String.init)
        // The first line of a table names its columns.
        return target == .csv ? Array(lines.dropFirst()) : lines
      }
    }
  }

  private static func text(_ record: JSONObject) -> String {
    JSONText.compact(.object(JSONObject(record.sorted { $0.key < $1.key }.map { ($0.key, $0.value) })))
  }
}
