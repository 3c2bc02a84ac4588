import Foundation
import JSON
import Sync

/// What is in a SQLite file, by the shell of SQLite.
struct SQLiteRows {
  private let path: String

  init(_ path: String) { self.path = path }

  func rows(_ sql: String) throws -> [JSONObject] {
    let text = try Shell.output(["sqlite3", "-json", path, sql])
    guard !text.isEmpty else { return [] }
    return try JSONValue.parse(text).arrayValue?.compactMap(\.objectValue) ?? []
  }

  /// The records of a stream whose table has its name: booleans and JSON are what they were, NULL is left out.
  func records(_ stream: String) throws -> [JSONObject] {
    guard FileManager.default.fileExists(atPath: path) else { return [] }
    let table = stream.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''")
    let name = stream.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"")
    guard try !rows("SELECT 1 FROM sqlite_master WHERE name = '\(table)'").isEmpty else { return [] }
    let columns = try rows("SELECT column_name, field, type FROM _headwater_columns WHERE table_name = '\(table)'")
    return try rows("SELECT * FROM \"\(name)\"").map { row in
      var record = JSONObject()
      for column in columns {
        guard let name = column["column_name"]?.stringValue, let field = column["field"]?.stringValue, let value = row[name], !value.isNull
        else { continue }
        switch column["type"]?.stringValue {
        case "boolean": record[field] = .bool(value.integerValue == 1)
        case "json": record[field] = try value.stringValue.map { try JSONValue.parse($0) } ?? .null
        default: record[field] = value
        }
      }
      return record
    }
  }
}

/// The records of a CSV file, with what looks like JSON read as such.
enum CSVRows {
  static func records(_ path: String) throws -> [JSONObject] {
    let script = """
      import csv, json, sys
      def value(text):
          try: return json.loads(text)
          except ValueError: return text
      rows = csv.DictReader(open(sys.argv[1], newline='', encoding='utf-8'))
      print(json.dumps([{k: value(v) for k, v in row.items() if v is not None} for row in rows]))
      """
    return try JSONValue.parse(try Shell.output(["python3", "-c", script, path])).arrayValue?.compactMap(\.objectValue) ?? []
  }
}

/// Programs that stand for other people's sources and destinations.
enum Programs {
  static func path(_ name: String) -> String { Bundle.module.path(forResource: "Programs/\(name)", ofType: nil) ?? name }

  /// What a destination program has stored of a stream.
  static func records(_ path: String, of stream: StreamID) throws -> [JSONObject] {
    guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { return [] }
    return try text.split(separator: "\n").compactMap { line in
      let row = try JSONValue.parse(String(line))
      return row["stream"]?.stringValue == stream.name ? row["record"]?.objectValue : nil
    }
  }
}
