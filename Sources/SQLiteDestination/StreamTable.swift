internal import ConnectorKit
internal import Destinations
internal import JSON
internal import Sync

/// The table that a sync writes a stream to: the stream's own, or one beside it that is to replace it.
final class StreamTable {
  let target: TargetStream
  /// The stream's table.
  let finalName: String
  /// The table that records go to.
  let name: String
  private(set) var layout: TableLayout
  private let database: SQLiteConnection
  private let limits: NameLimits
  let bookkeeping: Bookkeeping
  private let connection: String
  private let log: any Log
  /// When this sync has last written the stream's row in `_headwater_states`.
  private var stamp: String?

  init(_ target: TargetStream, _ choice: TableChoice, _ database: SQLiteConnection, connection: String, limits: NameLimits, log: any Log) {
    self.connection = connection
    self.log = log
    self.target = target
    self.database = database
    self.limits = limits
    finalName = choice.finalName
    name = choice.name
    layout = choice.layout
    bookkeeping = Bookkeeping(database)
  }

  // MARK: What is saved of the stream

  /// Makes this sync the one that writes the stream. Within a transaction.
  ///
  /// - Parameter known: what was saved of the stream when the database was opened; nil for a new one.
  /// - Throws: `SyncError` when another sync has written the stream meanwhile.
  func claim(_ known: SavedStream?) throws {
    let entry = try bookkeeping.entries().first { $0.connection == connection && $0.stream == target.id }
    if entry?.saved != known { throw otherSync }
    try save(known ?? SavedStream(generation: target.generation))
  }

  /// Saves how far the stream was read. Within a transaction.
  ///
  /// - Throws: `SyncError` when another sync has written the stream meanwhile.
  func save(_ saved: SavedStream) throws {
    if stamp != nil { try checkOwner() }
    try bookkeeping.save(saved, of: target.id, in: connection, table: finalName)
    stamp = try bookkeeping.stamp(of: target.id, in: connection)
  }

  /// - Throws: `SyncError` when another sync has written the stream meanwhile.
  func checkOwner() throws {
    if try bookkeeping.stamp(of: target.id, in: connection) != stamp { throw otherSync }
  }

  private var otherSync: SyncError {
    SyncError(
      .transient,
      "Another sync of the connection `\(connection)` has written stream `\(target.id)` meanwhile, so this one was stopped. Run one at a time."
    )
  }

  // MARK: Making and changing the table

  /// Makes the table, or brings one that exists into the form that the stream needs. Within a transaction.
  func prepare(exists: Bool) throws {
    let changes = layout.adopt(target)
    if exists {
      try apply(changes)
    } else {
      let meta = [
        "\(TableLayout.Meta.rawID) TEXT NOT NULL", "\(TableLayout.Meta.extractedAt) TEXT NOT NULL",
        "\(TableLayout.Meta.meta) TEXT NOT NULL",
        "\(TableLayout.Meta.generationID) INTEGER NOT NULL",
      ]
      let columns = layout.columns.map { "\(SQLText.name($0.name)) \($0.type.sqliteType)" }
      let others = layout.hasOtherFields ? ["\(TableLayout.Meta.otherFields) TEXT"] : []
      try database.run("CREATE TABLE \(SQLText.name(name)) (\((meta + columns + others).joined(separator: ", ")))")
    }
    try bookkeeping.save(layout, of: name)
    try makeKey()
  }

  /// Adds columns for fields and widens those whose type does not take a value. Within a transaction.
  func evolve(_ needs: LayoutNeeds) throws {
    let hadOthers = layout.hasOtherFields
    let changes = layout.apply(needs)
    try apply(changes)
    if layout.hasOtherFields, !hadOthers {
      try database.run("ALTER TABLE \(SQLText.name(name)) ADD COLUMN \(TableLayout.Meta.otherFields) TEXT")
    }
    try bookkeeping.save(layout, of: name)
    if !changes.widened.isEmpty { try makeKey() }
  }

  private func apply(_ changes: TableLayout.Changes) throws {
    let known = Set(try columnNames().map { $0.lowercased() })
    // Also those that somebody has dropped.
    for column in layout.columns where !known.contains(column.name.lowercased()) {
      try database.run("ALTER TABLE \(SQLText.name(name)) ADD COLUMN \(SQLText.name(column.name)) \(column.type.sqliteType)")
    }
    let changed = changes.widened.map { layout.columns[$0] }
    if !changed.isEmpty { try rebuild(changed) }
  }

  private func columnNames() throws -> [String] {
    try database.run("SELECT name FROM pragma_table_info($1)", name).compactMap { $0[0] }
  }

  /// Gives columns another type, which SQLite can do only by writing the table anew. Columns that others have added stay, and their indexes.
  private func rebuild(_ changed: [TableLayout.Column]) throws {
    let copy = limits.derived("_headwater_copy_", name)
    let types = Dictionary(changed.map { ($0.name.lowercased(), $0.type) }) { first, _ in first }
    let columns = try database.run("SELECT name, type, \"notnull\" FROM pragma_table_info($1)", name).map { row in
      (name: row[0] ?? "", type: row[1] ?? "", isRequired: row[2] == "1")
    }
    let declared = columns.map { column in
      "\(SQLText.name(column.name)) \(types[column.name.lowercased()]?.sqliteType ?? column.type)\(column.isRequired ? " NOT NULL" : "")"
    }
    let values = columns.map { column in
      let name = SQLText.name(column.name)
      guard let type = types[column.name.lowercased()] else { return name }
      guard type.sqliteType == "TEXT" else { return "CAST(\(name) AS \(type.sqliteType))" }
      return column.type == "BOOLEAN" ? "CASE \(name) WHEN 1 THEN 'true' WHEN 0 THEN 'false' END" : "CAST(\(name) AS TEXT)"
    }
    let indexes = try indexStatements(of: name)
    try database.run("CREATE TABLE \(SQLText.name(copy)) (\(declared.joined(separator: ", ")))")
    let list = columns.map { SQLText.name($0.name) }.joined(separator: ", ")
    try database.run(
      "INSERT INTO \(SQLText.name(copy)) (\(list)) SELECT \(values.joined(separator: ", ")) FROM \(SQLText.name(name)) ORDER BY rowid")
    try database.run("DROP TABLE \(SQLText.name(name))")
    try database.run("ALTER TABLE \(SQLText.name(copy)) RENAME TO \(SQLText.name(name))")
    for index in indexes { try database.run(index) }
  }

  /// How the indexes of a table are made that others have given it.
  private func indexStatements(of table: String) throws -> [String] {
    try database.run(
      "SELECT sql FROM sqlite_master WHERE type = 'index' AND tbl_name = $1 AND sql IS NOT NULL AND substr(name, 1, 11) <> '_headwater_'",
      table
    ).compactMap { $0[0] }
  }

  // MARK: The key

  /// The terms of the key by which records are told apart; empty where the mode has none.
  var keyTerms: [String] {
    guard target.mode == .appendDedup else { return [] }
    return target.primaryKey.compactMap { path in
      guard let first = path.first, let column = layout[first] else { return nil }
      guard path.count > 1 else { return SQLText.name(column.name) }
      let inner = path.dropFirst().map { ".\"\($0)\"" }.joined()
      return "json_extract(\(SQLText.name(column.name)), \(SQLText.text("$\(inner)")))"
    }
  }

  private func makeKey() throws {
    let terms = keyTerms
    let table = SQLText.name(name)
    let wanted = terms.isEmpty ? nil : limits.derived("_headwater_key_", "\(name)_\(target.generation)")
    let definition = wanted.map { "CREATE UNIQUE INDEX \(SQLText.name($0)) ON \(table) (\(terms.joined(separator: ", ")))" }
    let present = try database.run(
      "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = $1 AND substr(name, 1, 15) = '_headwater_key_'", name)
    let suffix = terms.joined(separator: ", ")
    for index in present {
      // An index of an earlier generation, or of the table before it took this name, is as good.
      if !terms.isEmpty, index[1]?.hasSuffix("(\(suffix))") == true { return }
      try database.run("DROP INDEX \(SQLText.name(index[0] ?? ""))")
    }
    guard let definition else { return }
    do {
      try database.run(definition)
    } catch let error as SQLiteError where error.kind == .constraint {
      try removeRepetitions(terms)
      try database.run(definition)
    }
  }

  /// Keeps the newest of the records with one key, which a table has that was written without one.
  private func removeRepetitions(_ terms: [String]) throws {
    let order = cursorColumn.map { "\(SQLText.name($0)) DESC, rowid DESC" } ?? "rowid DESC"
    let table = SQLText.name(name)
    try database.run(
      """
      DELETE FROM \(table) WHERE rowid IN (SELECT id FROM (SELECT rowid AS id, row_number() OVER (PARTITION BY \(terms.joined(separator: ", "))
        ORDER BY \(order)) AS place, \(terms.map { "\($0) IS NOT NULL" }.joined(separator: " AND ")) AS has_key FROM \(table))
        WHERE place > 1 AND has_key)
      """)
  }

  private var cursorColumn: String? { target.cursorField.flatMap { layout[$0]?.name } }

  // MARK: Statements

  /// The statement that stores one record, with parameters for the columns of all tables, those of the layout, and the other fields.
  func insertStatement() throws -> SQLiteStatement {
    let names = TableLayout.Meta.all + layout.columns.map(\.name) + (layout.hasOtherFields ? [TableLayout.Meta.otherFields] : [])
    let columns = names.map(SQLText.name)
    var sql =
      "INSERT INTO \(SQLText.name(name)) (\(columns.joined(separator: ", "))) VALUES (\(columns.map { _ in "?" }.joined(separator: ", ")))"
    let key = keyTerms
    if !key.isEmpty {
      sql += " ON CONFLICT (\(key.joined(separator: ", "))) DO UPDATE SET "
      sql += columns.map { "\($0) = excluded.\($0)" }.joined(separator: ", ")
      if let cursor = cursorColumn.map(SQLText.name) {
        let old = "\(SQLText.name(name)).\(cursor)"
        sql += " WHERE \(old) IS NULL OR excluded.\(cursor) >= \(old)"
      }
    }
    return try database.prepare(sql)
  }

  /// Puts the table in the place of the stream's. Within a transaction.
  func replace() throws {
    guard name != finalName else { return }
    let indexes = try indexStatements(of: finalName)
    try database.run("DROP TABLE IF EXISTS \(SQLText.name(finalName))")
    try database.run("ALTER TABLE \(SQLText.name(name)) RENAME TO \(SQLText.name(finalName))")
    try bookkeeping.renameLayout(of: name, to: finalName)
    for index in indexes {
      do {
        try database.run(index)
      } catch let error as SQLiteError where error.kind == .generic || error.kind == .constraint {
        log.write(.warning, "The new table `\(finalName)` is without an index of the old one: \(error.message). It was: \(index)")
      }
    }
  }
}
