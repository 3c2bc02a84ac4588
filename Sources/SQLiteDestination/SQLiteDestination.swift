public import ConnectorKit
public import Destinations
internal import Glibc
internal import JSON
public import Sync

/// Stores records in a SQLite file: a table for each stream, with a column for each field.
///
/// Records and the state that covers them are stored in one transaction. A stream that is read anew is written to a table beside its old one,
/// which it replaces at the end. The file is in WAL mode, so that others can read it meanwhile. Columns named `_airbyte_…` are as Airbyte's
/// destinations have them; tables named `_headwater_…` hold states and runs.
public final class SQLiteDestination: Destination, @unchecked Sendable {
  // Calls come one at a time, so nothing here is used by two tasks at once.
  private let path: String
  private let prefix: String
  private var database: SQLiteConnection?
  private var context: DestinationContext?
  private var limits = NameLimits(length: 200, columnCount: 1990, ignoresCase: true, reservedPrefixes: ["sqlite_"])
  private var entries: [StreamID: Bookkeeping.Entry] = [:]
  private var tables: [StreamID: StreamTable] = [:]
  private var writers: [StreamID: RowWriter] = [:]

  /// - Parameters:
  ///   - path: the file, which is made when it does not exist.
  ///   - prefix: what the names of tables begin with.
  public init(path: String, prefix: String = "") {
    self.path = path
    self.prefix = prefix
  }

  public var writeModes: Set<StreamSelection.WriteMode> { [.append, .overwrite, .appendDedup] }

  public func open(_ context: DestinationContext) async throws -> [StreamID: SavedStream] {
    try reporting { () throws -> [StreamID: SavedStream] in
      let database = try SQLiteConnection(path: path)
      self.database = database
      self.context = context
      try database.run("PRAGMA journal_mode = WAL")
      try database.run("PRAGMA synchronous = NORMAL")
      try database.run("PRAGMA temp_store = MEMORY")
      // Views of a table that is replaced are to stay.
      try database.run("PRAGMA legacy_alter_table = ON")
      limits = NameLimits(
        length: limits.length, columnCount: database.columnLimit - TableLayout.Meta.all.count - 1, ignoresCase: true,
        reservedPrefixes: limits.reservedPrefixes)
      let bookkeeping = Bookkeeping(database: database)
      try bookkeeping.create()
      let entries = try bookkeeping.entries().filter { $0.connection == context.connection }
      self.entries = Dictionary(entries.map { ($0.stream, $0) }) { _, last in last }
      return self.entries.mapValues(\.saved)
    }
  }

  public func prepare(_ target: TargetStream) async throws {
    let (database, context) = try opened()
    try reporting { () throws -> Void in
      let table = try database.transaction { () throws -> StreamTable in try self.table(for: target, database, context) }
      tables[target.id] = table
      writers[target.id] = try RowWriter(table, log: context.log)
    }
  }

  private func table(for target: TargetStream, _ database: SQLiteConnection, _ context: DestinationContext) throws -> StreamTable {
    let bookkeeping = Bookkeeping(database: database)
    let name = try tableName(for: target, bookkeeping, context)
    let replacement = StreamTable.replacementName(name)
    let isKnown = entries[target.id] != nil
    let exists = try hasTable(name, database)
    if exists, !isKnown {
      throw SyncError(
        .config,
        "The database \(path) has a table `\(name)` that Headwater did not make. Rename it, or choose another name with --prefix or another file."
      )
    }
    if !exists, isKnown, !target.isReplacement, entries[target.id]?.saved.state?.isEmpty == false, target.cursorField != nil {
      throw SyncError(
        .config,
        "The table `\(name)` is missing from \(path), but a state says that its records were stored. Restore it, or read the stream from the "
          + "start with --full-refresh.")
    }
    let hasReplacement = try hasTable(replacement, database)
    if hasReplacement, !target.isContinued {
      try database.run("DROP TABLE \(SQLText.name(replacement))")
      try database.run("DELETE FROM _headwater_columns WHERE table_name = ?", .text(replacement))
    }
    let written = target.isReplacement ? replacement : name
    let isThere = target.isReplacement ? hasReplacement && target.isContinued : exists
    var layout = try bookkeeping.layout(of: isThere ? written : name, limits: limits)
    if target.isReplacement, !isThere { layout = layout.fresh(for: target, limits: limits) }
    if !target.isReplacement, !exists { layout = TableLayout(limits: limits) }
    let table = StreamTable(target, name: written, finalName: name, layout: layout, bookkeeping: bookkeeping)
    try table.prepare(exists: isThere)
    if !isKnown || target.isReplacement {
      // What was saved stays valid until the replacement's first commit.
      let saved = entries[target.id]?.saved ?? SavedStream(generation: target.generation)
      try bookkeeping.save(saved, of: target.id, in: context.connection, table: name)
    }
    return table
  }

  private func tableName(for target: TargetStream, _ bookkeeping: Bookkeeping, _ context: DestinationContext) throws -> String {
    if let known = entries[target.id]?.table { return known }
    let wanted = prefix + (target.id.namespace.map { "\($0)_" } ?? "") + target.id.name
    let name = limits.name(for: wanted, except: [])
    guard let owner = try bookkeeping.entries().first(where: { limits.folded($0.table) == limits.folded(name) }) else { return name }
    // Streams of one connection whose names differ only in case.
    if owner.connection == context.connection {
      return limits.name(for: wanted, except: Set(try bookkeeping.entries().map { limits.folded($0.table) }))
    }
    throw SyncError(
      .config,
      "The table `\(name)` in \(path) belongs to the connection `\(owner.connection)`. Choose another name with --prefix, another file, or "
        + "--connection \(owner.connection) if this is the same connection.")
  }

  private func hasTable(_ name: String, _ database: SQLiteConnection) throws -> Bool {
    try !database.rows("SELECT 1 FROM sqlite_master WHERE type IN ('table', 'view') AND lower(name) = lower(?)", .text(name)).isEmpty
  }

  public func write(_ pages: [RecordPage], to target: TargetStream) async throws {
    let (database, _) = try opened()
    try reporting {
      guard let writer = writers[target.id] else { return }
      if database.isIdle { try database.run("BEGIN IMMEDIATE") }
      let time = try database.rows("SELECT strftime('%Y-%m-%dT%H:%M:%fZ', 'now')").first?.first?.text ?? ""
      for page in pages { try writer.write(page, at: time) }
      // Nobody reads the table before it is complete.
      if target.isWrittenAhead { try database.run("COMMIT") }
    }
  }

  public func commit(_ saved: SavedStream, of target: TargetStream) async throws {
    let (database, context) = try opened()
    try reporting {
      guard let table = tables[target.id] else { return }
      if database.isIdle { try database.run("BEGIN IMMEDIATE") }
      try table.bookkeeping.save(saved, of: target.id, in: context.connection, table: table.finalName)
      try database.run("COMMIT")
    }
  }

  public func finish(_ target: TargetStream, _ saved: SavedStream) async throws {
    let (database, context) = try opened()
    try reporting {
      writers[target.id] = nil
      guard let table = tables.removeValue(forKey: target.id) else { return }
      try database.transaction {
        try table.replace()
        try table.bookkeeping.save(saved, of: target.id, in: context.connection, table: table.finalName)
      }
    }
  }

  public func abandon(_ target: TargetStream) async throws {
    let (database, _) = try opened()
    try reporting {
      writers[target.id] = nil
      guard let table = tables.removeValue(forKey: target.id), target.isWrittenAhead else { return }
      try database.transaction {
        try database.run("DROP TABLE IF EXISTS \(SQLText.name(table.name))")
        try database.run("DELETE FROM _headwater_columns WHERE table_name = ?", .text(table.name))
      }
    }
  }

  public func record(_ run: StreamRun) async throws {
    let (database, context) = try opened()
    try reporting { try Bookkeeping(database: database).record(run, of: context.connection) }
  }

  public func close() async throws {
    writers = [:]
    tables = [:]
    database?.rollBack()
    database = nil
  }

  private func opened() throws -> (SQLiteConnection, DestinationContext) {
    guard let database, let context else { throw SyncError(.system, "The database \(path) is not open.") }
    return (database, context)
  }

  /// Runs a body whose errors of SQLite are told the user.
  private func reporting<Result>(_ body: () throws -> Result) throws -> Result {
    do {
      return try body()
    } catch let error as SQLiteError {
      throw error.syncError(path)
    }
  }
}

extension TableLayout {
  /// The layout of a table that replaces one with this layout: the types are the schema's, and no column is lost.
  func fresh(for target: TargetStream, limits: NameLimits) -> TableLayout {
    var fresh = TableLayout(limits: limits)
    _ = fresh.adopt(target)
    for column in columns where fresh[column.field] == nil { _ = fresh.add(column.field, column.type, isInferred: column.isInferred) }
    return fresh
  }
}

extension SQLiteError {
  /// What a user is told.
  func syncError(_ path: String) -> SyncError {
    switch kind {
    case .busy, .locked:
      SyncError(.transient, "The database \(path) is locked by another program. Close what writes to it, then run the sync again.")
    case .readOnly:
      SyncError(.config, "The database \(path) cannot be written: \(message). Check the permissions of the file and its directory.")
    case .full:
      SyncError(.transient, "No space is left for the database \(path). Free some, then run the sync again; what was committed is kept.")
    case .inputOutput:
      SyncError(
        .transient, "The database \(path) cannot be read or written: \(message). Check the disk and its free space, then run the sync again.")
    case .cannotOpen: SyncError(.config, "Cannot open the database \(path): \(message). Check that its directory exists.")
    case .notADatabase: SyncError(.config, "The file \(path) is not a SQLite database. Choose another one.")
    case .corrupt: SyncError(.config, "The database \(path) is damaged: \(message). Restore it, or choose another file.")
    case .tooBig: SyncError(.system, "A record is too large for SQLite: \(message).")
    case .generic, .constraint, nil: SyncError(.system, "SQLite failed on \(path): \(message) (code \(code)).")
    }
  }
}
