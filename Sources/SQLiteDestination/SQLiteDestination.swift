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
  private let lockTimeout: Double
  private var database: SQLiteConnection?
  private var context: DestinationContext?
  private var limits = NameLimits(length: 200, columnCount: 1990, ignoresCase: true, reservedPrefixes: ["sqlite_"])
  private var entries: [StreamID: Bookkeeping.Entry] = [:]
  private var tables: [StreamID: StreamTable] = [:]
  private var writers: [StreamID: RowWriter] = [:]

  /// - Parameters:
  ///   - path: the file, which is made when it does not exist.
  ///   - prefix: what the names of tables begin with.
  ///   - lockTimeout: how many seconds it waits for another program that has locked the database. 10 by default.
  public init(path: String, prefix: String = "", lockTimeout: Double = 10) {
    self.path = path
    self.prefix = prefix
    self.lockTimeout = lockTimeout
  }

  public var writeModes: Set<StreamSelection.WriteMode> { [.append, .overwrite, .appendDedup] }

  public func open(_ context: DestinationContext) async throws -> [StreamID: SavedStream] {
    try reporting { () throws -> [StreamID: SavedStream] in
      let database = try connect()
      self.database = database
      self.context = context
      limits = NameLimits(
        length: limits.length, columnCount: database.columnLimit - TableLayout.Meta.all.count - 1, ignoresCase: true,
        reservedPrefixes: limits.reservedPrefixes)
      let bookkeeping = Bookkeeping(database)
      try database.transaction { try bookkeeping.create() }
      let entries = try bookkeeping.entries().filter { $0.connection == context.connection }
      self.entries = Dictionary(entries.map { ($0.stream, $0) }) { _, last in last }
      return self.entries.mapValues(\.saved)
    }
  }

  private func connect() throws -> SQLiteConnection {
    let database = try SQLiteConnection(path: path, lockTimeout: lockTimeout)
    try database.run("PRAGMA journal_mode = WAL")
    try database.run("PRAGMA synchronous = NORMAL")
    try database.run("PRAGMA temp_store = MEMORY")
    // Views of a table that is replaced are to stay.
    try database.run("PRAGMA legacy_alter_table = ON")
    return database
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
    let bookkeeping = Bookkeeping(database)
    let choice = try TableChoice(
      for: target, bookkeeping, entries: entries, connection: context.connection, prefix: prefix, limits: limits)
    let table = StreamTable(target, choice, database, connection: context.connection, limits: limits, log: context.log)
    try table.prepare(exists: choice.exists)
    try table.claim(entries[target.id]?.saved)
    return table
  }

  public func write(_ pages: [RecordPage], to target: TargetStream) async throws {
    let (database, _) = try opened()
    try reporting {
      guard let writer = writers[target.id], let table = tables[target.id] else { return }
      if database.isIdle {
        try database.run("BEGIN IMMEDIATE")
        try table.checkOwner()
      }
      let time = TimeText.now
      for page in pages { try writer.write(page, at: time) }
      // Nobody reads the table before it is complete.
      if target.isWrittenAhead { try database.run("COMMIT") }
    }
  }

  public func commit(_ saved: SavedStream, of target: TargetStream) async throws {
    let (database, _) = try opened()
    try reporting {
      guard let table = tables[target.id] else { return }
      if database.isIdle { try database.run("BEGIN IMMEDIATE") }
      try table.save(saved)
      try database.run("COMMIT")
    }
  }

  public func finish(_ target: TargetStream, _ saved: SavedStream) async throws {
    let (database, _) = try opened()
    try reporting {
      writers[target.id] = nil
      guard let table = tables.removeValue(forKey: target.id) else { return }
      try database.transaction {
        try table.checkOwner()
        try table.replace()
        try table.save(saved)
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
        try table.bookkeeping.forgetLayout(of: table.name)
      }
    }
  }

  public func record(_ run: StreamRun) async throws {
    let (database, context) = try opened()
    try reporting { try Bookkeeping(database).record(run, of: context.connection) }
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
  package func reporting<Result>(_ body: () throws -> Result) throws -> Result {
    do {
      return try body()
    } catch let error as SQLiteError {
      throw error.syncError(path)
    }
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
        .transient,
        "The database \(path) cannot be read or written: \(message). Check the disk and its free space, then run the sync again.")
    case .cannotOpen: SyncError(.config, "Cannot open the database \(path): \(message). Check that its directory exists.")
    case .notADatabase: SyncError(.config, "The file \(path) is not a SQLite database. Choose another one.")
    case .corrupt: SyncError(.config, "The database \(path) is damaged: \(message). Restore it, or choose another file.")
    case .tooBig: SyncError(.system, "A record is too large for SQLite: \(message).")
    case .generic, .constraint, nil: SyncError(.system, "SQLite failed on \(path): \(message) (code \(code)).")
    }
  }
}

extension SQLiteDestination: StateStore {
  public func savedStreams() async throws -> [String: [StreamID: SavedStream]] { try storedStreams() }

  public func save(_ saved: SavedStream?, of stream: StreamID, in connection: String) async throws {
    try store(saved, of: stream, in: connection)
  }

  public func runs(of connection: String?, limit: Int) async throws -> [(connection: String, run: StreamRun)] {
    try storedRuns(of: connection, limit: limit)
  }
}

extension SQLiteDestination: SQLConnectionStore {
  package typealias Database = SQLiteConnection

  package var nameLimits: NameLimits { limits }

  package func openDatabase(creating: Bool) throws -> SQLiteConnection? {
    if !creating, access(path, F_OK) != 0 { return nil }
    return creating ? try connect() : try SQLiteConnection(path: path, lockTimeout: lockTimeout)
  }

  /// The transaction keeps others away; a sync that is running learns from the states that it is not alone.
  package func lock(_ database: SQLiteConnection, for connections: Set<String>) throws {}

  package func prepareTable(
    _ target: TargetStream, _ choice: TableChoice, in database: SQLiteConnection, connection: String, log: any Log
  ) throws {
    try StreamTable(target, choice, database, connection: connection, limits: limits, log: log).prepare(exists: choice.exists)
  }
}
