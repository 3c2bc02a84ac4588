internal import Foundation
public import JSON

/// What is in a SQLite file, by the shell of SQLite.
public struct SQLiteRows {
  private let path: String

  public init(_ path: String) { self.path = path }

  public func rows(_ sql: String) throws -> [JSONObject] {
    let text = try Shell.output(["sqlite3", "-json", path, sql])
    guard !text.isEmpty else { return [] }
    return try JSONValue.parse(text).arrayValue?.compactMap(\.objectValue) ?? []
  }

  /// The records of a stream whose table has its name: booleans and JSON are what they were, NULL is left out.
  public func records(_ stream: String) throws -> [JSONObject] {
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
