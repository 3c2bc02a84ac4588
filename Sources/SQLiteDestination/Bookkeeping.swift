internal import ConnectorKit
internal import Destinations
internal import JSON
internal import Sync

/// The tables in which a database keeps what belongs to its streams: `_headwater_states`, `_headwater_columns` and `_headwater_runs`.
struct Bookkeeping {
  /// A stream's row in `_headwater_states`.
  struct Entry {
    let connection: String
    let stream: StreamID
    let table: String
    let saved: SavedStream
  }

  private static let format = 1

  let database: SQLiteConnection

  /// Whether the database has the tables.
  var exists: Bool {
    get throws { try !database.rows("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = '_headwater_states'").isEmpty }
  }

  /// Makes the tables where they are missing.
  ///
  /// - Throws: ``SyncError`` when a newer version has made them.
  func create() throws {
    try database.transaction {
      let statements = [
        "CREATE TABLE IF NOT EXISTS _headwater_info (key TEXT PRIMARY KEY, value TEXT)",
        """
        CREATE TABLE IF NOT EXISTS _headwater_states (connection TEXT NOT NULL, namespace TEXT NOT NULL, stream TEXT NOT NULL,
          table_name TEXT NOT NULL UNIQUE, generation_id INTEGER NOT NULL, is_replacing INTEGER NOT NULL, state TEXT, recent_records TEXT
          NOT NULL, updated_at TEXT NOT NULL, PRIMARY KEY (connection, namespace, stream))
        """,
        """
        CREATE TABLE IF NOT EXISTS _headwater_columns (table_name TEXT NOT NULL, position INTEGER NOT NULL, field TEXT NOT NULL,
          column_name TEXT NOT NULL, type TEXT NOT NULL, is_inferred INTEGER NOT NULL, PRIMARY KEY (table_name, field))
        """,
        """
        CREATE TABLE IF NOT EXISTS _headwater_runs (id INTEGER PRIMARY KEY, connection TEXT NOT NULL, namespace TEXT NOT NULL,
          stream TEXT NOT NULL, mode TEXT NOT NULL, started_at TEXT NOT NULL, ended_at TEXT NOT NULL, records INTEGER NOT NULL,
          bytes INTEGER NOT NULL, requests INTEGER NOT NULL, retries INTEGER NOT NULL, rate_limit_seconds REAL NOT NULL,
          outcome TEXT NOT NULL, error TEXT)
        """,
      ]
      for statement in statements { try database.run(statement) }
      try database.run("INSERT OR IGNORE INTO _headwater_info VALUES ('format', ?)", .text(String(Self.format)))
      let format = try database.rows("SELECT value FROM _headwater_info WHERE key = 'format'").first?.first?.text.flatMap(Int.init)
      guard let format, format <= Self.format else {
        throw SyncError(.config, "The database \(database.path) was written by a newer version of Headwater. Update this one.")
      }
    }
  }

  /// What is saved of all streams.
  func entries() throws -> [Entry] {
    try database.rows(
      "SELECT connection, namespace, stream, table_name, state, generation_id, is_replacing, recent_records FROM _headwater_states ORDER BY rowid"
    ).map { row in
      let namespace = row[1].text ?? ""
      let state: JSONObject?
      do throws(JSONError) {
        state = try Self.object(row[4].text)
      } catch {
        throw SyncError(
          .config, "The saved state of stream `\(row[2].text ?? "")` in \(database.path) is not JSON: \(error.message). Reset it.")
      }
      return Entry(
        connection: row[0].text ?? "", stream: StreamID(row[2].text ?? "", namespace: namespace.isEmpty ? nil : namespace),
        table: row[3].text ?? "",
        saved: SavedStream(
          state: state, generation: row[5].integer ?? 0, isReplacing: row[6].integer == 1,
          recentRecords: row[7].text.flatMap(SavedStream.fingerprints) ?? []))
    }
  }

  private static func object(_ text: String?) throws(JSONError) -> JSONObject? {
    guard let text else { return nil }
    return try JSONValue.parse(text, options: .python).objectValue
  }

  func save(_ saved: SavedStream, of stream: StreamID, in connection: String, table: String) throws {
    try database.run(
      """
      INSERT INTO _headwater_states (connection, namespace, stream, table_name, generation_id, is_replacing, state, recent_records, updated_at)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, strftime('%Y-%m-%dT%H:%M:%fZ', 'now'))
      ON CONFLICT (connection, namespace, stream) DO UPDATE SET table_name = excluded.table_name, generation_id = excluded.generation_id,
        is_replacing = excluded.is_replacing, state = excluded.state, recent_records = excluded.recent_records,
        updated_at = excluded.updated_at
      """, .text(connection), .text(stream.namespace ?? ""), .text(stream.name), .text(table), .integer(saved.generation),
      .integer(saved.isReplacing ? 1 : 0), SQLiteValue(saved.state.map { JSONText.compact(.object($0)) }),
      .text(SavedStream.text(saved.recentRecords)))
  }

  /// The columns of a table, as they were made.
  func layout(of table: String, limits: NameLimits) throws -> TableLayout {
    let rows = try database.rows(
      "SELECT field, column_name, type, is_inferred FROM _headwater_columns WHERE table_name = ? ORDER BY position", .text(table))
    var columns = rows.map { row in
      TableLayout.Column(
        field: row[0].text ?? "", name: row[1].text ?? "", type: row[2].text.flatMap(ColumnType.init) ?? .string,
        isInferred: row[3].integer == 1)
    }
    let others = columns.firstIndex { $0.name == TableLayout.Meta.otherFields }
    if let others { columns.remove(at: others) }
    return TableLayout(columns, hasOtherFields: others != nil, limits: limits)
  }

  func save(_ layout: TableLayout, of table: String) throws {
    try database.run("DELETE FROM _headwater_columns WHERE table_name = ?", .text(table))
    let statement = try database.prepare("INSERT INTO _headwater_columns VALUES (?, ?, ?, ?, ?, ?)")
    for (position, column) in layout.columns.enumerated() {
      try statement.bind([
        .text(table), .integer(position), .text(column.field), .text(column.name), .text(column.type.rawValue),
        .integer(column.isInferred ? 1 : 0),
      ])
      try statement.execute()
    }
    guard layout.hasOtherFields else { return }
    let name = TableLayout.Meta.otherFields
    try statement.bind([.text(table), .integer(layout.columns.count), .text(name), .text(name), .text(ColumnType.json.rawValue), 0])
    try statement.execute()
  }

  func record(_ run: StreamRun, of connection: String) throws {
    try database.run(
      """
      INSERT INTO _headwater_runs (connection, namespace, stream, mode, started_at, ended_at, records, bytes, requests, retries,
        rate_limit_seconds, outcome, error)
      VALUES (?, ?, ?, ?, strftime('%Y-%m-%dT%H:%M:%fZ', ?, 'unixepoch'), strftime('%Y-%m-%dT%H:%M:%fZ', ?, 'unixepoch'), ?, ?, ?, ?, ?, ?, ?)
      """, .text(connection), .text(run.stream.namespace ?? ""), .text(run.stream.name), .text(run.mode.protocolName),
      .double(run.started), .double(run.ended), .integer(run.records), .integer(run.bytes), .integer(run.requests), .integer(run.retries),
      .double(run.rateLimitWait), .text(run.outcome.rawValue), SQLiteValue(run.error))
  }

  func runs(of connection: String?, limit: Int) throws -> [(connection: String, run: StreamRun)] {
    let rows = try database.rows(
      """
      SELECT connection, namespace, stream, mode, (julianday(started_at) - 2440587.5) * 86400.0, (julianday(ended_at) - 2440587.5) * 86400.0,
        records, bytes, requests, retries, rate_limit_seconds, outcome, error
      FROM _headwater_runs WHERE ?1 IS NULL OR connection = ?1 ORDER BY id DESC LIMIT ?2
      """, SQLiteValue(connection), .integer(limit))
    return rows.map { row in
      let namespace = row[1].text ?? ""
      var run = StreamRun(
        stream: StreamID(row[2].text ?? "", namespace: namespace.isEmpty ? nil : namespace),
        mode: row[3].text.flatMap(StreamSelection.WriteMode.init(protocolName:)) ?? .append, started: row[4].double ?? 0,
        ended: row[5].double ?? 0)
      run.records = row[6].integer ?? 0
      run.bytes = row[7].integer ?? 0
      run.requests = row[8].integer ?? 0
      run.retries = row[9].integer ?? 0
      run.rateLimitWait = row[10].double ?? 0
      run.outcome = row[11].text.flatMap(StreamRun.Outcome.init) ?? .incomplete
      run.error = row[12].text
      return (row[0].text ?? "", run)
    }
  }
}
