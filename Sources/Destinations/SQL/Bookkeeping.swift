internal import ConnectorKit
internal import JSON
package import Sync

/// The tables in which a database keeps what belongs to its streams: `_headwater_states`, `_headwater_columns`, `_headwater_runs`
/// and `_headwater_declarations`.
package struct Bookkeeping {
  /// A stream's row in `_headwater_states`.
  package struct Entry: Sendable {
    package let connection: String
    package let stream: StreamID
    package let table: String
    package let saved: SavedStream
  }

  private static let format = 1
  private static let statements = [
    "CREATE TABLE IF NOT EXISTS _headwater_info (key TEXT PRIMARY KEY, value TEXT)",
    """
    CREATE TABLE IF NOT EXISTS _headwater_states (connection TEXT NOT NULL, namespace TEXT NOT NULL, stream TEXT NOT NULL,
      table_name TEXT NOT NULL UNIQUE, generation_id BIGINT NOT NULL, is_replacing BIGINT NOT NULL, state TEXT,
      recent_records TEXT NOT NULL, updated_at TEXT NOT NULL, PRIMARY KEY (connection, namespace, stream))
    """,
    """
    CREATE TABLE IF NOT EXISTS _headwater_columns (table_name TEXT NOT NULL, position BIGINT NOT NULL, field TEXT NOT NULL,
      column_name TEXT NOT NULL, type TEXT NOT NULL, is_inferred BIGINT NOT NULL, PRIMARY KEY (table_name, field))
    """,
    """
    CREATE TABLE IF NOT EXISTS _headwater_runs (run_id TEXT PRIMARY KEY, connection TEXT NOT NULL, namespace TEXT NOT NULL,
      stream TEXT NOT NULL, mode TEXT NOT NULL, started_at TEXT NOT NULL, ended_at TEXT NOT NULL, records BIGINT NOT NULL,
      bytes BIGINT NOT NULL, requests BIGINT NOT NULL, retries BIGINT NOT NULL, rate_limit_seconds DOUBLE PRECISION NOT NULL,
      outcome TEXT NOT NULL, error TEXT)
    """,
    "CREATE TABLE IF NOT EXISTS _headwater_declarations (connection TEXT PRIMARY KEY, declaration TEXT NOT NULL, applied_at TEXT NOT NULL)",
  ]

  package let database: any SQLDatabase

  package init(_ database: any SQLDatabase) { self.database = database }

  /// Whether the database has the tables.
  package var exists: Bool { get throws { try database.hasTable("_headwater_states") } }

  /// Makes the tables where they are missing. Within a transaction.
  ///
  /// - Throws: `SyncError` when a newer version has made them.
  package func create() throws {
    for statement in Self.statements { try database.run(statement) }
    try database.run("INSERT INTO _headwater_info (key, value) VALUES ('format', $1) ON CONFLICT DO NOTHING", String(Self.format))
    try check()
  }

  /// - Throws: `SyncError` when a newer version has made the tables.
  package func check() throws {
    let format = try database.run("SELECT value FROM _headwater_info WHERE key = 'format'").first?.first?.flatMap(Int.init)
    guard let format, format <= Self.format else {
      throw SyncError(.config, "\(database.displayName) was written by a newer version of Headwater. Update this one.")
    }
  }

  // MARK: States

  /// What is saved of all streams.
  package func entries() throws -> [Entry] {
    try database.run(
      "SELECT connection, namespace, stream, table_name, state, generation_id, is_replacing, recent_records FROM _headwater_states ORDER BY 1, 2, 3"
    ).map { row in
      let stream = Self.stream(name: row[2], namespace: row[1])
      let saved = SavedStream(
        state: try state(row[4], of: stream), generation: row[5].flatMap(Int.init) ?? 0, isReplacing: row[6] == "1",
        recentRecords: row[7].flatMap(SavedStream.fingerprints) ?? [])
      return Entry(connection: row[0] ?? "", stream: stream, table: row[3] ?? "", saved: saved)
    }
  }

  private func state(_ text: String?, of stream: StreamID) throws -> JSONObject? {
    guard let text else { return nil }
    do throws(JSONError) {
      return try JSONValue.parse(text, options: .python).objectValue
    } catch {
      throw SyncError(
        .config,
        "The saved state of stream `\(stream)` in \(database.displayName) is not JSON: \(error.message). Reset it with `headwater state reset`."
      )
    }
  }

  private static func stream(name: String?, namespace: String?) -> StreamID {
    StreamID(name ?? "", namespace: namespace.flatMap { $0.isEmpty ? nil : $0 })
  }

  /// Replaces what is saved of a stream.
  ///
  /// - Parameter table: the stream's table.
  package func save(_ saved: SavedStream, of stream: StreamID, in connection: String, table: String) throws {
    try database.run(
      """
      INSERT INTO _headwater_states (connection, namespace, stream, table_name, generation_id, is_replacing, state, recent_records, updated_at)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
      ON CONFLICT (connection, namespace, stream) DO UPDATE SET table_name = excluded.table_name, generation_id = excluded.generation_id,
        is_replacing = excluded.is_replacing, state = excluded.state, recent_records = excluded.recent_records,
        updated_at = excluded.updated_at
      """, connection, stream.namespace ?? "", stream.name, table, String(saved.generation), saved.isReplacing ? "1" : "0",
      saved.state.map { JSONText.compact(.object($0)) }, SavedStream.text(saved.recentRecords), TimeText.preciseNow)
  }

  /// When the row of a stream was written last; nil when there is none. It differs after every change.
  package func stamp(of stream: StreamID, in connection: String) throws -> String? {
    try database.run(
      "SELECT updated_at FROM _headwater_states WHERE connection = $1 AND namespace = $2 AND stream = $3", connection,
      stream.namespace ?? "", stream.name
    ).first?[0]
  }

  /// Changes what is saved of a stream between syncs.
  ///
  /// - Parameter saved: nil to forget how far the stream was read; its table stays its own.
  package func change(_ saved: SavedStream?, of stream: StreamID, in connection: String) throws {
    guard let entry = try entries().first(where: { $0.connection == connection && $0.stream == stream }) else {
      throw SyncError(
        .config, "\(database.displayName) has no stream `\(stream)` of the connection `\(connection)`. Run a sync first.")
    }
    try save(saved ?? SavedStream(generation: entry.saved.generation), of: stream, in: connection, table: entry.table)
  }

  /// Changes what is saved of a stream, if it is known.
  func change(of stream: StreamID, in connection: String, _ body: (SavedStream) -> SavedStream) throws {
    guard let entry = try entries().first(where: { $0.connection == connection && $0.stream == stream }) else { return }
    try save(body(entry.saved), of: stream, in: connection, table: entry.table)
  }

  /// Gives a stream another name and another table.
  func renameStream(_ stream: StreamID, to new: StreamID, in connection: String, table: String) throws {
    for place in ["_headwater_states", "_headwater_runs"] {
      try database.run(
        "UPDATE \(place) SET namespace = $1, stream = $2 WHERE connection = $3 AND namespace = $4 AND stream = $5", new.namespace ?? "",
        new.name, connection, stream.namespace ?? "", stream.name)
    }
    try database.run(
      "UPDATE _headwater_states SET table_name = $1 WHERE connection = $2 AND namespace = $3 AND stream = $4", table, connection,
      new.namespace ?? "", new.name)
  }

  /// Forgets a stream, but for its runs.
  func forget(_ stream: StreamID, of connection: String) throws {
    try database.run(
      "DELETE FROM _headwater_states WHERE connection = $1 AND namespace = $2 AND stream = $3", connection, stream.namespace ?? "",
      stream.name)
  }

  // MARK: Connections

  /// Gives connections other names. All leave their names before the first takes its new one.
  func renameConnections(_ renames: [(from: String, to: String)]) throws {
    let interim = renames.indices.map { "_headwater_moving_\($0)" }
    for (from, to) in zip(renames.map(\.from), interim) { try renameConnection(from, to) }
    for (from, to) in zip(interim, renames.map(\.to)) { try renameConnection(from, to) }
  }

  private func renameConnection(_ from: String, _ to: String) throws {
    for place in ["_headwater_states", "_headwater_runs", "_headwater_declarations"] {
      try database.run("UPDATE \(place) SET connection = $1 WHERE connection = $2", to, from)
    }
  }

  /// How connections were declared, by their names.
  func declarations() throws -> [String: JSONObject] {
    guard try database.hasTable("_headwater_declarations") else { return [:] }
    var declarations: [String: JSONObject] = [:]
    for row in try database.run("SELECT connection, declaration FROM _headwater_declarations") {
      declarations[row[0] ?? ""] = (row[1].flatMap { try? JSONValue.parse($0, options: .python) })?.objectValue ?? [:]
    }
    return declarations
  }

  func declare(_ connection: String, _ declaration: JSONObject?) throws {
    guard let declaration else {
      return _ = try database.run("DELETE FROM _headwater_declarations WHERE connection = $1", connection)
    }
    try database.run(
      """
      INSERT INTO _headwater_declarations (connection, declaration, applied_at) VALUES ($1, $2, $3)
      ON CONFLICT (connection) DO UPDATE SET declaration = excluded.declaration, applied_at = excluded.applied_at
      """, connection, JSONText.compact(.object(declaration)), TimeText.now)
  }

  /// Counts the times that something was applied.
  func revision() throws -> Int {
    try database.run("SELECT value FROM _headwater_info WHERE key = 'revision'").first?[0].flatMap { Int($0) } ?? 0
  }

  func setRevision(_ revision: Int) throws {
    try database.run(
      "INSERT INTO _headwater_info (key, value) VALUES ('revision', $1) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
      String(revision))
  }

  // MARK: Columns

  /// The columns of a table, as they were made.
  package func layout(of table: String, limits: NameLimits) throws -> TableLayout {
    var columns = try database.run(
      "SELECT field, column_name, type, is_inferred FROM _headwater_columns WHERE table_name = $1 ORDER BY position", table
    ).map { row in
      TableLayout.Column(
        field: row[0] ?? "", name: row[1] ?? "", type: row[2].flatMap(ColumnType.init) ?? .string, isInferred: row[3] == "1")
    }
    let others = columns.firstIndex { $0.name == TableLayout.Meta.otherFields }
    if let others { columns.remove(at: others) }
    return TableLayout(columns, hasOtherFields: others != nil, limits: limits)
  }

  package func save(_ layout: TableLayout, of table: String) throws {
    try forgetLayout(of: table)
    let others = TableLayout.Column(
      field: TableLayout.Meta.otherFields, name: TableLayout.Meta.otherFields, type: .json, isInferred: false)
    for (position, column) in (layout.columns + (layout.hasOtherFields ? [others] : [])).enumerated() {
      try database.run(
        "INSERT INTO _headwater_columns (table_name, position, field, column_name, type, is_inferred) VALUES ($1, $2, $3, $4, $5, $6)",
        table,
        String(position), column.field, column.name, column.type.rawValue, column.isInferred ? "1" : "0")
    }
  }

  package func forgetLayout(of table: String) throws {
    try database.run("DELETE FROM _headwater_columns WHERE table_name = $1", table)
  }

  /// Takes note of a table's new name.
  package func renameLayout(of table: String, to name: String) throws {
    try forgetLayout(of: name)
    try database.run("UPDATE _headwater_columns SET table_name = $1 WHERE table_name = $2", name, table)
  }

  // MARK: Runs

  package func record(_ run: StreamRun, of connection: String) throws {
    try database.run(
      """
      INSERT INTO _headwater_runs (run_id, connection, namespace, stream, mode, started_at, ended_at, records, bytes, requests, retries,
        rate_limit_seconds, outcome, error)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
      """, RecordIDs().withNext { String(decoding: $0, as: UTF8.self) }, connection, run.stream.namespace ?? "", run.stream.name,
      run.mode.protocolName, TimeText.text(run.started), TimeText.text(run.ended), String(run.records), String(run.bytes),
      String(run.requests), String(run.retries), "\(run.rateLimitWait)", run.outcome.rawValue, run.error)
  }

  package func runs(of connection: String?, limit: Int) throws -> [(connection: String, run: StreamRun)] {
    let filter = connection == nil ? "" : "WHERE connection = $1"
    let rows = try database.run(
      """
      SELECT connection, namespace, stream, mode, started_at, ended_at, records, bytes, requests, retries, rate_limit_seconds, outcome, error
      FROM _headwater_runs \(filter) ORDER BY run_id DESC LIMIT \(limit)
      """, values: connection.map { [$0] } ?? [])
    return rows.map { row in
      var run = StreamRun(
        stream: Self.stream(name: row[2], namespace: row[1]),
        mode: row[3].flatMap(StreamSelection.WriteMode.init(protocolName:)) ?? .append, started: row[4].flatMap(TimeText.seconds) ?? 0,
        ended: row[5].flatMap(TimeText.seconds) ?? 0)
      run.records = row[6].flatMap(Int.init) ?? 0
      run.bytes = row[7].flatMap(Int.init) ?? 0
      run.requests = row[8].flatMap(Int.init) ?? 0
      run.retries = row[9].flatMap(Int.init) ?? 0
      run.rateLimitWait = row[10].flatMap(Double.init) ?? 0
      run.outcome = row[11].flatMap(StreamRun.Outcome.init) ?? .incomplete
      run.error = row[12]
      return (row[0] ?? "", run)
    }
  }
}
