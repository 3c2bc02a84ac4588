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
  private let database: PostgresConnection
  private let limits: NameLimits
  private let log: any Log
  private var notes: MisfitNotes
  private var hasStage = false

  init(_ target: TargetStream, _ choice: TableChoice, _ database: PostgresConnection, limits: NameLimits, log: any Log) {
    self.target = target
    self.database = database
    self.limits = limits
    finalName = choice.finalName
    name = choice.name
    layout = choice.layout
    bookkeeping = Bookkeeping(database)
    self.log = log
    notes = MisfitNotes(target.id, log: log)
  }

  // MARK: Making and changing the table

  /// Makes the table, or brings one that exists into the form that the stream needs. Within a transaction.
  func prepare(exists: Bool) throws {
    let changes = layout.adopt(target)
    if exists {
      try apply(changes)
    } else {
      let meta = [
        "\(TableLayout.Meta.rawID) text NOT NULL", "\(TableLayout.Meta.extractedAt) timestamp with time zone NOT NULL",
        "\(TableLayout.Meta.meta) jsonb NOT NULL", "\(TableLayout.Meta.generationID) bigint NOT NULL",
      ]
      let columns = layout.columns.map { "\(SQLText.name($0.name)) \($0.type.postgresType)" }
      let others = layout.hasOtherFields ? ["\(TableLayout.Meta.otherFields) jsonb"] : []
      try database.run("CREATE TABLE \(SQLText.name(name)) (\((meta + columns + others).joined(separator: ", ")))")
    }
    try bookkeeping.save(layout, of: name)
    try makeKey()
  }

  private func evolve(_ needs: LayoutNeeds) throws {
    // What waits has the columns of now.
    try merge()
    let hadOthers = layout.hasOtherFields
    try apply(layout.apply(needs))
    if layout.hasOtherFields, !hadOthers {
      try database.run("ALTER TABLE \(SQLText.name(name)) ADD COLUMN IF NOT EXISTS \(TableLayout.Meta.otherFields) jsonb")
    }
    try bookkeeping.save(layout, of: name)
  }

  private func apply(_ changes: TableLayout.Changes) throws {
    let table = SQLText.name(name)
    // Also columns that somebody has dropped.
    let known = Set(
      try database.run(
        "SELECT attname FROM pg_attribute WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped", table
      ).compactMap { $0[0] })
    for column in layout.columns where !known.contains(column.name) {
      try database.run("ALTER TABLE \(table) ADD COLUMN \(SQLText.name(column.name)) \(column.type.postgresType)")
    }
    for position in changes.widened {
      let column = layout.columns[position]
      let name = SQLText.name(column.name)
      let type = column.type.postgresType
      try database.run("ALTER TABLE \(table) ALTER COLUMN \(name) TYPE \(type) USING \(name)::\(type)")
    }
  }

  // MARK: The key

  /// The terms of the key by which records are told apart; empty where the mode has none.
  private var keyTerms: [String] {
    guard target.mode == .appendDedup else { return [] }
    return target.primaryKey.compactMap { path in
      guard let first = path.first, let column = layout[first] else { return nil }
      let name = SQLText.name(column.name)
      guard path.count > 1 else { return name }
      return "(\(name) #>> \(SQLText.text("{\(path.dropFirst().map { "\"\($0)\"" }.joined(separator: ","))}")))"
    }
  }

  private func makeKey() throws {
    let terms = keyTerms
    let table = SQLText.name(name)
    let mark = "key \(terms.joined(separator: ", "))"
    for index in try database.keyIndexes(of: name) {
      let comment = try database.run("SELECT obj_description($1::regclass, 'pg_class')", SQLText.name(index)).first?[0]
      if !terms.isEmpty, comment == mark { return }
      try database.run("DROP INDEX \(SQLText.name(index))")
    }
    guard !terms.isEmpty else { return }
    let index = SQLText.name(limits.derived("_headwater_key_", "\(name)_\(target.generation)"))
    try removeRepetitions(terms)
    try database.run("CREATE UNIQUE INDEX \(index) ON \(table) (\(terms.joined(separator: ", ")))")
    try database.run("COMMENT ON INDEX \(index) IS \(SQLText.text(mark))")
  }

  /// Keeps the newest of the records with one key, which a table has that was written without one.
  private func removeRepetitions(_ terms: [String]) throws {
    let cursor = cursorColumn.map { "\(SQLText.name($0)) DESC NULLS LAST, " } ?? ""
    let table = SQLText.name(name)
    try database.run(
      """
      DELETE FROM \(table) t USING (SELECT ctid AS place, row_number() OVER (PARTITION BY \(terms.joined(separator: ", "))
        ORDER BY \(cursor)\(TableLayout.Meta.rawID) DESC) AS number FROM \(table)
        WHERE \(terms.map { "\($0) IS NOT NULL" }.joined(separator: " AND "))) d WHERE t.ctid = d.place AND d.number > 1
      """)
  }

  private var cursorColumn: String? { target.cursorField.flatMap { layout[$0]?.name } }

  // MARK: Records

  private var stageName: String { limits.derived("_headwater_stage_", name) }

  /// Stores records. Within a transaction, at whose end those of a stream with a key are merged.
  func write(_ pages: [RecordPage]) throws {
    let views = pages.flatMap(\.records.views)
    let time = TimeText.now
    var written = 0
    while written < views.count {
      written += try copy(views[written...], time: time)
      if written < views.count { try evolve(LayoutNeeds(layout, for: views[written...])) }
    }
  }

  /// Sends records until one needs columns that the table lacks.
  ///
  /// - Returns: how many were sent.
  private func copy(_ views: ArraySlice<JSONView>, time: String) throws -> Int {
    let isKeyed = !keyTerms.isEmpty
    if isKeyed, !hasStage { try makeStage() }
    let columns = RowEncoder.columns(layout).map(SQLText.name).joined(separator: ", ")
    var encoder = RowEncoder(layout, notes, time: time, generation: target.generation)
    var count = 0
    try database.copy("COPY \(SQLText.name(isKeyed ? stageName : name)) (\(columns)) FROM STDIN") { put in
      var buffer = JSONBuffer(minimumCapacity: 1 << 17)
      for view in views {
        guard encoder.write(view, to: &buffer) else { break }
        count += 1
        guard buffer.count >= 1 << 16 else { continue }
        try buffer.withBytes { try put($0) }
        buffer.removeAll(keepingCapacity: true)
      }
      try buffer.withBytes { try put($0) }
    }
    notes = encoder.misfitNotes
    return count
  }

  /// Makes the table of the connection's own in which records wait that are to be merged by their key.
  private func makeStage() throws {
    try database.run("DROP TABLE IF EXISTS pg_temp.\(SQLText.name(stageName))")
    try database.run("CREATE TEMPORARY TABLE \(SQLText.name(stageName)) (LIKE \(SQLText.name(name)))")
    try database.run("ALTER TABLE pg_temp.\(SQLText.name(stageName)) ADD COLUMN _headwater_order bigserial")
    hasStage = true
  }

  /// Merges the records that wait: of those with one key the one with the newest cursor value stays, of equal ones the later. Within the
  /// transaction that has written them.
  func merge() throws {
    guard hasStage else { return }
    let terms = keyTerms
    let key = terms.joined(separator: ", ")
    let columns = RowEncoder.columns(layout).map(SQLText.name)
    let list = columns.joined(separator: ", ")
    let stage = "pg_temp.\(SQLText.name(stageName))"
    let table = SQLText.name(name)
    let hasKey = terms.map { "\($0) IS NOT NULL" }.joined(separator: " AND ")
    let cursor = cursorColumn.map(SQLText.name)
    let condition = cursor.map { " WHERE \(table).\($0) IS NULL OR excluded.\($0) >= \(table).\($0)" } ?? ""
    try database.run(
      """
      INSERT INTO \(table) (\(list)) SELECT \(list) FROM (SELECT DISTINCT ON (\(key)) * FROM \(stage) WHERE \(hasKey)
        ORDER BY \(key), \(cursor.map { "\($0) DESC NULLS LAST, " } ?? "")_headwater_order DESC) s ORDER BY _headwater_order
      ON CONFLICT (\(key)) DO UPDATE SET \(columns.map { "\($0) = excluded.\($0)" }.joined(separator: ", "))\(condition)
      """)
    try database.run("INSERT INTO \(table) (\(list)) SELECT \(list) FROM \(stage) WHERE NOT (\(hasKey)) ORDER BY _headwater_order")
    try database.run("DROP TABLE \(stage)")
    hasStage = false
  }

  /// Puts the table in the place of the stream's. Within a transaction.
  func replace() throws {
    guard name != finalName else { return }
    let (fresh, old) = (SQLText.name(name), SQLText.name(finalName))
    let additions = try additions(to: old)
    try database.run("SAVEPOINT replacing")
    do {
      try database.run("DROP TABLE IF EXISTS \(old)")
      try database.run("ALTER TABLE \(fresh) RENAME TO \(old)")
      for addition in additions { try restore(addition) }
    } catch let error as PostgresError where error.state == "2BP01" {
      // Views of the old table keep it from being dropped, so the records move.
      try database.run("ROLLBACK TO SAVEPOINT replacing")
      try moveRecords(fresh, old)
    }
    try database.run("RELEASE SAVEPOINT replacing")
    try bookkeeping.renameLayout(of: name, to: finalName)
  }

  /// The statements that give a table the indexes and privileges that others have given it.
  private func additions(to table: String) throws -> [String] {
    let indexes = try database.run(
      """
      SELECT pg_get_indexdef(i.indexrelid) FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
      WHERE i.indrelid = to_regclass($1) AND c.relname NOT LIKE '\\_headwater\\_%'
      """, table)
    let privileges = try database.run(
      """
      SELECT format('GRANT %s ON %s TO %s%s', a.privilege_type, $1::text, CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE a.grantee::regrole::text END,
        CASE WHEN a.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END)
      FROM pg_class c, aclexplode(c.relacl) a WHERE c.oid = to_regclass($1) AND a.grantee <> c.relowner
      """, table)
    return (indexes + privileges).compactMap { $0[0] }
  }

  private func restore(_ addition: String) throws {
    try database.run("SAVEPOINT restoring")
    do {
      try database.run(addition)
      try database.run("RELEASE SAVEPOINT restoring")
    } catch let error as PostgresError where error.state != nil {
      try database.run("ROLLBACK TO SAVEPOINT restoring")
      log.write(.warning, "The new table `\(finalName)` is without what the old one had: \(error.message). It was: \(addition)")
    }
  }

  private func moveRecords(_ fresh: String, _ old: String) throws {
    let known = Set(
      try database.run(
        "SELECT attname FROM pg_attribute WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped", old
      ).compactMap { $0[0] })
    for column in layout.columns where !known.contains(column.name) {
      try database.run("ALTER TABLE \(old) ADD COLUMN \(SQLText.name(column.name)) \(column.type.postgresType)")
    }
    if layout.hasOtherFields { try database.run("ALTER TABLE \(old) ADD COLUMN IF NOT EXISTS \(TableLayout.Meta.otherFields) jsonb") }
    try database.run("DELETE FROM \(old)")
    let list = RowEncoder.columns(layout).map(SQLText.name).joined(separator: ", ")
    try database.run("INSERT INTO \(old) (\(list)) SELECT \(list) FROM \(fresh)")
    try database.run("DROP TABLE \(fresh)")
  }
}
