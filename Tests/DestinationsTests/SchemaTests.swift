import Destinations
import HeadwaterTesting
import JSON
import PostgresDestination
import SQLiteDestination
import Sync
import TestSupport
import Testing

/// How columns follow schemas and values.
@Suite struct SchemaTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    var mode = StreamSelection.WriteMode.append
    /// For each sync the properties of the schema and the records.
    let syncs: [(properties: JSONObject, records: [JSONObject])]
    /// The columns of fields and their types, in their order.
    let columns: [String]
    /// The values of the column `a`, in the order of the rows.
    let values: [JSONValue]
    var warnings = 0
  }

  private static func type(_ name: String) -> JSONValue { ["type": .array([.string(name), "null"])] }

  static let cases: [Case] = [
    Case(
      testDescription: "a new field of the schema adds a column",
      syncs: [(["a": type("integer")], [["a": 1]]), (["a": type("integer"), "b": type("string")], [["a": 2, "b": "x"]])],
      columns: ["a integer", "b string"], values: [1, 2]),
    Case(
      testDescription: "a field without a schema gets a column by its values", syncs: [([:], [["a": 1], ["a": 2, "b": true]])],
      columns: ["a integer", "b boolean"], values: [1, 2]),
    Case(
      testDescription: "an integer becomes a number when the schema says so",
      syncs: [(["a": type("integer")], [["a": 1]]), (["a": type("number")], [["a": 2.5]])], columns: ["a number"],
      values: [.double(1), 2.5]),
    Case(
      testDescription: "a number becomes a text when the schema says so",
      syncs: [(["a": type("number")], [["a": 1.5]]), (["a": type("string")], [["a": "x"]])], columns: ["a string"], values: ["1.5", "x"]),
    Case(
      testDescription: "an inferred column widens with its values", syncs: [([:], [["a": 1]]), ([:], [["a": 2.5]]), ([:], [["a": "x"]])],
      columns: ["a string"], values: ["1.0", "2.5", "x"]),
    Case(
      testDescription: "an inferred boolean keeps its words as a text", syncs: [([:], [["a": true], ["a": false]]), ([:], [["a": "x"]])],
      columns: ["a string"], values: ["true", "false", "x"]),
    Case(
      testDescription: "a removed field stays", syncs: [(["a": type("integer")], [["a": 1]]), (["b": type("integer")], [["b": 2]])],
      columns: ["a integer", "b integer"], values: [1, .null]),
    Case(
      testDescription: "a removed field stays when the table is replaced", mode: .overwrite,
      syncs: [(["a": type("integer")], [["a": 1]]), (["b": type("integer")], [["b": 2]])], columns: ["b integer", "a integer"],
      values: [.null]),
    Case(
      testDescription: "a value that does not fit leaves NULL and is reported once",
      syncs: [(["a": type("integer")], [["a": "x"], ["a": [1]], ["a": "42"], ["a": 3.0]])], columns: ["a integer"],
      values: [.null, .null, 42, 3], warnings: 1),
    Case(
      testDescription: "an integer beyond 64 bits is no integer",
      syncs: [(["a": type("integer")], [["a": .bigInteger("99999999999999999999")]])],
      columns: ["a integer"], values: [.null], warnings: 1),
    Case(
      testDescription: "values of several kinds are texts",
      syncs: [(["a": ["type": ["string", "integer"]]], [["a": 1], ["a": "x"], ["a": true]])], columns: ["a string"],
      values: ["1", "x", "true"]),
    Case(
      testDescription: "objects and arrays are JSON", syncs: [(["a": ["type": ["object", "array"]]], [["a": ["b": 1]], ["a": [1]]])],
      columns: ["a json"], values: ["{\"b\":1}", "[1]"]),
  ]

  @Test("Columns of SQLite follow schemas and values", arguments: cases)
  func sqlite(_ test: Case) async throws {
    let folder = try TemporaryDirectory()
    defer { folder.remove() }
    let path = folder.path("schema.sqlite")
    try await run(test) { SQLiteDestination(path: path) }
    let rows = SQLiteRows(path)
    let columns = try rows.rows(
      "SELECT column_name || ' ' || type AS c FROM _headwater_columns WHERE table_name = 'things' ORDER BY position")
    #expect(columns.compactMap { $0["c"]?.stringValue } == test.columns)
    #expect(try rows.rows("SELECT a FROM things ORDER BY rowid").map { $0["a"] ?? .null } == test.values)
    let misfits = try rows.rows(
      "SELECT json_extract(_airbyte_meta, '$.changes[0].field') AS f FROM things WHERE _airbyte_meta <> '{\"changes\":[]}'")
    #expect(misfits.allSatisfy { $0["f"] == "a" } && misfits.isEmpty == (test.warnings == 0))
  }

  @Test("Columns of PostgreSQL follow schemas and values", .enabled(if: PostgresServer.shared != nil), arguments: cases)
  func postgres(_ test: Case) async throws {
    let server = try #require(PostgresServer.shared)
    let address = try server.makeDatabase()
    try await run(test) { PostgresDestination(address: address) }
    let columns = try server.query(
      "SELECT column_name || ' ' || type FROM _headwater_columns WHERE table_name = 'things' ORDER BY position", address)
    #expect(columns.split(separator: "\n").map(String.init) == test.columns)
    // What was a whole number keeps its digits there.
    let expected = test.values.map { $0.isNull ? "" : $0.stringValue ?? JSONText.compact($0) }.map { $0 == "1.0" ? "1" : $0 }
    let values = try server.query("SELECT coalesce(a::text, '') FROM things ORDER BY _airbyte_raw_id", address)
    let found = values.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map { $0.filter { $0 != " " } }
    #expect(found == expected)
  }

  private func run(_ test: Case, _ make: () -> any Destination) async throws {
    var warnings = 0
    for (properties, records) in test.syncs {
      let schema: JSONObject = properties.isEmpty ? [:] : ["type": "object", "properties": .object(properties)]
      var sync = TestSync()
      sync.stream = StreamDescription(name: "things", schema: schema)
      sync.mode = test.mode
      try await sync.store(records, in: make())
      warnings += sync.log.messages.count { $0.contains("does not fit") }
    }
    #expect(warnings == test.warnings)
  }

  @Test("Names that a database confuses, long names and 2,000 fields are kept apart")
  func oddNames() async throws {
    let folder = try TemporaryDirectory()
    defer { folder.remove() }
    let path = folder.path("names.sqlite")
    var record: JSONObject = ["name": 1, "Name": 2, "NAME": 3, "select": 4, "_airbyte_meta": 5, "a\"b": 6, "": 7]
    record[String(repeating: "x", count: 300)] = 8
    record[String(repeating: "x", count: 300) + "y"] = 9
    for number in 0..<2000 { record["f\(number)"] = .integer(number) }
    try await TestSync().store([record, ["f1999": "late"]], in: SQLiteDestination(path: path))
    let columns = try SQLiteRows(path).rows("SELECT field, column_name FROM _headwater_columns WHERE table_name = 'things'")
    var found = JSONObject()
    let row = try #require(try SQLiteRows(path).rows("SELECT * FROM things LIMIT 1").first)
    for column in columns { found[column["field"]?.stringValue ?? "?"] = row[column["column_name"]?.stringValue ?? "?"] }
    let others = try JSONValue.parse(row["_headwater_other_fields"]?.stringValue ?? "{}").objectValue ?? [:]
    #expect(!others.isEmpty)
    for (field, value) in record { #expect((others[field] ?? found[field]) == value, "\(field)") }
  }

  /// Two full refreshes, with a body between them.
  private func refreshTwice(_ make: () -> any Destination, _ between: () throws -> Void) async throws -> [String] {
    var sync = TestSync()
    sync.mode = .overwrite
    sync.stream = StreamDescription(name: "things", schema: ["properties": ["a": Self.type("integer")]])
    try await sync.store([["a": 1, "b": 1]], in: make())
    try between()
    try await sync.store([["a": 1, "b": 2], ["a": 2, "b": 2]], in: make())
    return sync.log.messages
  }

  @Test("A table of SQLite that is replaced keeps the indexes that others made, and one that cannot be made again is named")
  func sqliteIndexes() async throws {
    let folder = try TemporaryDirectory()
    defer { folder.remove() }
    let path = folder.path("a.sqlite")
    let messages = try await refreshTwice({ SQLiteDestination(path: path) }) {
      _ = try Shell.output(["sqlite3", path, "CREATE INDEX mine ON things (a); CREATE UNIQUE INDEX alone ON things (b)"])
    }
    #expect(try SQLiteRows(path).rows("SELECT name FROM sqlite_master WHERE type = 'index' AND tbl_name = 'things'") == [["name": "mine"]])
    #expect(messages.contains { $0.contains("CREATE UNIQUE INDEX alone") }, "\(messages)")
  }

  @Test("A table of PostgreSQL that is replaced keeps indexes and privileges", .enabled(if: PostgresServer.shared != nil))
  func postgresAdditions() async throws {
    let server = try #require(PostgresServer.shared)
    let address = try server.makeDatabase()
    let messages = try await refreshTwice({ PostgresDestination(address: address) }) {
      try server.query(
        "CREATE INDEX mine ON things (a); CREATE UNIQUE INDEX alone ON things (b); GRANT SELECT ON things TO PUBLIC", address)
    }
    #expect(try server.query("SELECT indexname FROM pg_indexes WHERE tablename = 'things'", address) == "mine\n")
    #expect(try server.query("SELECT relacl::text LIKE '%=r/%' FROM pg_class WHERE relname = 'things'", address) == "t\n")
    #expect(messages.contains { $0.contains("CREATE UNIQUE INDEX alone") }, "\(messages)")
  }
}
