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
  let bookkeeping: Bookkeeping
  private var database: SQLiteConnection { bookkeeping.database }

  init(_ target: TargetStream, name: String, finalName: String, layout: TableLayout, bookkeeping: Bookkeeping) {
    self.target = target
    self.name = name
    self.finalName = finalName
    self.layout = layout
    self.bookkeeping = bookkeeping
  }

  /// The name of the table beside a stream's, while it is being replaced.
  static func replacementName(_ name: String) -> String { "_headwater_new_\(name)" }

  // MARK: Making and changing the table

  /// Makes the table, or brings one that exists into the form that the stream needs. Within a transaction.
  func prepare(exists: Bool) throws {
    let changes = layout.adopt(target)
    if exists {
      try apply(changes)
    } else {
      let meta = [
        "\(TableLayout.Meta.rawID) TEXT NOT NULL", "\(TableLayout.Meta.extractedAt) TEXT NOT NULL", "\(TableLayout.Meta.meta) TEXT NOT NULL",
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
  ///
  /// - Parameters:
  ///   - fields: fields without a column, with the types of their values.
  ///   - wider: positions of columns with inferred types, and the types that they need.
  func evolve(adding fields: [(field: String, type: ColumnType)], widening wider: [(position: Int, type: ColumnType)]) throws {
    var changes = TableLayout.Changes()
    let hadOthers = layout.hasOtherFields
    for (field, type) in fields where layout[field] == nil {
      if let column = layout.add(field, type, isInferred: true) { changes.added.append(column) }
    }
    for (position, type) in wider {
      layout.setType(type, at: position, isInferred: true)
      changes.widened.append(position)
    }
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
    try database.rows("SELECT name FROM pragma_table_info(?)", .text(name)).compactMap { $0.first?.text }
  }

  /// Gives columns another type, which SQLite can do only by writing the table anew. Columns that others have added stay, and their indexes.
  private func rebuild(_ changed: [TableLayout.Column]) throws {
    let copy = "_headwater_copy_\(name)"
    let types = Dictionary(changed.map { ($0.name.lowercased(), $0.type) }) { first, _ in first }
    let columns = try database.rows("SELECT name, type, \"notnull\" FROM pragma_table_info(?)", .text(name)).map { row in
      (name: row[0].text ?? "", type: row[1].text ?? "", isRequired: row[2].integer == 1)
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
    try database.rows(
      "SELECT sql FROM sqlite_master WHERE type = 'index' AND tbl_name = ? AND sql IS NOT NULL AND name NOT LIKE '\\_headwater\\_%' ESCAPE '\\'",
      .text(table)
    ).compactMap { $0.first?.text }
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
    let wanted = terms.isEmpty ? nil : "_headwater_key_\(name)_\(target.generation)"
    let definition = wanted.map { "CREATE UNIQUE INDEX \(SQLText.name($0)) ON \(table) (\(terms.joined(separator: ", ")))" }
    let present = try database.rows(
      "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = ? AND name LIKE '\\_headwater\\_key\\_%' ESCAPE '\\'",
      .text(name))
    let suffix = terms.joined(separator: ", ")
    for index in present {
      // An index of an earlier generation, or of the table before it took this name, is as good.
      if !terms.isEmpty, index[1].text?.hasSuffix("(\(suffix))") == true { return }
      try database.run("DROP INDEX \(SQLText.name(index[0].text ?? ""))")
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
    var sql = "INSERT INTO \(SQLText.name(name)) (\(columns.joined(separator: ", "))) VALUES (\(columns.map { _ in "?" }.joined(separator: ", ")))"
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
    try database.run("DELETE FROM _headwater_columns WHERE table_name = ?", .text(finalName))
    try database.run("UPDATE _headwater_columns SET table_name = ? WHERE table_name = ?", .text(finalName), .text(name))
    for index in indexes { try? database.run(index) }
  }
}
