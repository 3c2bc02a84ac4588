import Destinations
import FileDestinations
import Foundation
import HeadwaterTesting
import JSON
import PostgresDestination
import ProcessDestinations
import SQLiteDestination
import Sync
import TestSupport
import Testing

/// Every built-in destination keeps to the contract.
@Suite struct DestinationConformanceTests {
  @Test("SQLite keeps to the contract of destinations")
  func sqlite() async throws {
    let folder = try TemporaryDirectory()
    defer { folder.remove() }
    let path = folder.path("conformance.sqlite")
    try await Conformance.check(destination: { SQLiteDestination(path: path) }) { stream in
      try SQLiteRows(path).records(stream.name)
    }
  }

  @Test("PostgreSQL keeps to the contract of destinations", .enabled(if: PostgresServer.shared != nil))
  func postgres() async throws {
    let server = try #require(PostgresServer.shared)
    let address = try server.makeDatabase()
    try await Conformance.check(destination: { PostgresDestination(address: address) }) { stream in
      let name = stream.name.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"")
      guard try server.query("SELECT to_regclass('\"\(name)\"')", address) != "\n" else { return [] }
      let names = try server.query(
        "SELECT json_object_agg(column_name, field) FROM _headwater_columns WHERE table_name = '\(stream.name)'", address)
      let fields = try JSONValue.parse(names).objectValue ?? [:]
      return try server.query("SELECT row_to_json(t) FROM \"\(name)\" t", address).split(separator: "\n").map { line in
        let row = try JSONValue.parse(String(line)).objectValue ?? [:]
        return JSONObject(row.compactMap { key, value in value.isNull ? nil : fields[key]?.stringValue.map { ($0, value) } })
      }
    }
  }

  @Test("Files of JSON lines keep to the contract of destinations")
  func jsonLines() async throws {
    let folder = try TemporaryDirectory()
    defer { folder.remove() }
    try await Conformance.check(destination: { FileDestination(directory: folder.path("out"), format: .jsonLines) }) { stream in
      try Self.files(folder.path("out/\(stream.name)"), ".jsonl").flatMap { text in
        try text.split(separator: "\n").compactMap { try JSONValue.parse(String($0)).objectValue }
      }
    }
  }

  @Test("Files of CSV keep to the contract of destinations")
  func csv() async throws {
    let folder = try TemporaryDirectory()
    defer { folder.remove() }
    try await Conformance.check(destination: { FileDestination(directory: folder.path("out"), format: .csv) }) { stream in
      let files = FileManager.default.enumerator(atPath: folder.path("out/\(stream.name)"))?.compactMap { $0 as? String } ?? []
      let paths = files.filter { $0.hasSuffix(".csv") && !$0.hasPrefix(".") }.sorted().map { folder.path("out/\(stream.name)/\($0)") }
      return try paths.flatMap(CSVRows.records)
    }
  }

  @Test("Whatever an Airbyte destination acknowledges is saved, and nothing else")
  func airbyte() async throws {
    let folder = try TemporaryDirectory()
    defer { folder.remove() }
    let command = "python3 \(Programs.path("airbyte_destination.py"))"
    let config: JSONObject = ["path": .string(folder.path("records.jsonl"))]
    try await Conformance.check(
      destination: { AirbyteDestination(command: command, config: config, statePath: folder.path("state.json")) },
      records: { try Programs.records(folder.path("records.jsonl"), of: $0) })
  }

  @Test("Whatever a Singer target acknowledges is saved, and nothing else")
  func singer() async throws {
    let folder = try TemporaryDirectory()
    defer { folder.remove() }
    let command = "python3 \(Programs.path("singer_target.py"))"
    let config: JSONObject = ["path": .string(folder.path("records.jsonl"))]
    try await Conformance.check(
      destination: { SingerDestination(command: command, config: config, statePath: folder.path("state.json")) },
      records: { try Programs.records(folder.path("records.jsonl"), of: $0) })
  }

  /// The texts of the files in a folder whose names do not begin with a dot.
  private static func files(_ path: String, _ suffix: String) throws -> [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    return try names.filter { $0.hasSuffix(suffix) && !$0.hasPrefix(".") }.sorted().map {
      try String(contentsOfFile: "\(path)/\($0)", encoding: .utf8)
    }
  }
}
