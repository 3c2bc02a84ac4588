public import ConnectorKit
public import Destinations
internal import Glibc
internal import JSON
public import Sync

/// Stores records in tables of a PostgreSQL server: a table for each stream, with a column for each field.
///
/// Records and the state that covers them are stored in one transaction. A stream that is read anew is written to a table beside its old one,
/// which it replaces at the end. Columns named `_airbyte_…` are as Airbyte's destinations have them; tables named `_headwater_…` hold states
/// and runs.
public final class PostgresDestination: Destination, @unchecked Sendable {
  // Calls come one at a time, so nothing here is used by two tasks at once.
  private let address: String
  private let schema: String
  private let prefix: String
  private let limits = NameLimits(length: 63, columnCount: 1500, ignoresCase: false, reservedPrefixes: ["pg_"])
  private var database: PostgresConnection?
  private var context: DestinationContext?
  private var entries: [StreamID: Bookkeeping.Entry] = [:]
  private var tables: [StreamID: StreamTable] = [:]

  /// - Parameters:
  ///   - address: a connection string or `postgres://` URI as libpq takes them; what it leaves out comes from libpq's variables and files.
  ///   - schema: where the tables are; made when it does not exist.
  ///   - prefix: what the names of tables begin with.
  public init(address: String, schema: String = "public", prefix: String = "") {
    self.address = address
    self.schema = schema
    self.prefix = prefix
  }

  public var writeModes: Set<StreamSelection.WriteMode> { [.append, .overwrite, .appendDedup] }

  public func open(_ context: DestinationContext) async throws -> [StreamID: SavedStream] {
    try reporting { () throws -> [StreamID: SavedStream] in
      let database = try PostgresConnection.open(address, schema: schema)
      self.database = database
      self.context = context
      try lock(database, context.connection)
      let bookkeeping = Bookkeeping(database)
      try database.transaction {
        try database.run("SELECT pg_advisory_xact_lock(hashtext('headwater'))")
        try database.run("CREATE SCHEMA IF NOT EXISTS \(SQLText.name(schema))")
        try bookkeeping.create()
      }
      entries = Dictionary(
        try bookkeeping.entries().filter { $0.connection == context.connection }.map { ($0.stream, $0) }
      ) { _, last in last }
      return entries.mapValues(\.saved)
    }
  }

  /// The key of the lock that a sync of a connection holds.
  private func lockKey(_ connection: String) -> String { "hashtext('headwater'), hashtext(\(SQLText.text("\(schema)/\(connection)")))" }

  /// Keeps other syncs of the connection away until this one has ended.
  private func lock(_ database: PostgresConnection, _ connection: String) throws {
    let key = lockKey(connection)
    // The server may not have noticed yet that a sync before this one is gone.
    for _ in 0..<50 {
      if try database.run("SELECT pg_try_advisory_lock(\(key))").first?[0] == "t" { return }
      usleep(100_000)
    }
    throw SyncError(.transient, "Another sync of the connection `\(connection)` is running. Wait for it to end.")
  }

  public func prepare(_ target: TargetStream) async throws {
    let (database, context) = try opened()
    try reporting {
      tables[target.id] = try database.transaction { () throws -> StreamTable in
        let bookkeeping = Bookkeeping(database)
        let choice = try TableChoice(
          for: target, bookkeeping, entries: entries, connection: context.connection, prefix: prefix, limits: limits)
        let table = StreamTable(target, choice, database, limits: limits, log: context.log)
        try table.prepare(exists: choice.exists)
        if entries[target.id] == nil {
          try bookkeeping.save(
            SavedStream(generation: target.generation), of: target.id, in: context.connection, table: table.finalName)
        }
        return table
      }
    }
  }

  public func write(_ pages: [RecordPage], to target: TargetStream) async throws {
    let (database, _) = try opened()
    try reporting {
      guard let table = tables[target.id] else { return }
      if database.isIdle { try database.run("BEGIN") }
      try table.write(pages)
      // Nobody reads the table before it is complete.
      if target.isWrittenAhead { try database.run("COMMIT") }
    }
  }

  public func commit(_ saved: SavedStream, of target: TargetStream) async throws {
    let (database, context) = try opened()
    try reporting {
      guard let table = tables[target.id] else { return }
      if database.isIdle { try database.run("BEGIN") }
      try table.merge()
      try table.bookkeeping.save(saved, of: target.id, in: context.connection, table: table.finalName)
      try database.run("COMMIT")
    }
  }

  public func finish(_ target: TargetStream, _ saved: SavedStream) async throws {
    let (database, context) = try opened()
    try reporting {
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
    tables = [:]
    database?.rollBack()
    _ = try? database?.run("SELECT pg_advisory_unlock_all()")
    database = nil
  }

  private func opened() throws -> (PostgresConnection, DestinationContext) {
    guard let database, let context else { throw SyncError(.system, "The connection to PostgreSQL is not open.") }
    return (database, context)
  }

  /// Runs a body whose errors of PostgreSQL are told the user.
  package func reporting<Result>(_ body: () throws -> Result) throws -> Result {
    do {
      return try body()
    } catch let error as PostgresError {
      throw error.syncError
    }
  }
}

extension PostgresDestination: StateStore {
  public func savedStreams() async throws -> [String: [StreamID: SavedStream]] { try storedStreams() }

  public func save(_ saved: SavedStream?, of stream: StreamID, in connection: String) async throws {
    try store(saved, of: stream, in: connection)
  }

  public func runs(of connection: String?, limit: Int) async throws -> [(connection: String, run: StreamRun)] {
    try storedRuns(of: connection, limit: limit)
  }
}

extension PostgresDestination: SQLConnectionStore {
  package typealias Database = PostgresConnection

  package var nameLimits: NameLimits { limits }

  package func openDatabase(creating: Bool) throws -> PostgresConnection? {
    let database = try PostgresConnection.open(address, schema: schema)
    if creating { try database.run("CREATE SCHEMA IF NOT EXISTS \(SQLText.name(schema))") }
    return database
  }

  package func lock(_ database: PostgresConnection, for connections: Set<String>) throws {
    try database.run("SELECT pg_advisory_xact_lock(hashtext('headwater'))")
    for connection in connections.sorted() {
      guard try database.run("SELECT pg_try_advisory_xact_lock(\(lockKey(connection)))").first?[0] == "t" else {
        throw SyncError(.transient, "A sync of the connection `\(connection)` is running. Wait for it to end, then run the command again.")
      }
    }
  }

  package func prepareTable(
    _ target: TargetStream, _ choice: TableChoice, in database: PostgresConnection, connection: String, log: any Log
  ) throws {
    try StreamTable(target, choice, database, limits: limits, log: log).prepare(exists: choice.exists)
  }
}

extension PostgresConnection {
  /// Connects, for the tables of a schema.
  static func open(_ address: String, schema: String) throws -> PostgresConnection {
    let database = try PostgresConnection(address)
    try database.run("SET search_path = \(SQLText.name(schema)), pg_temp")
    return database
  }
}

extension PostgresConnection: SQLDatabase {
  package var displayName: String { "The PostgreSQL database" }

  package var beginStatement: String { "BEGIN" }

  package func keyIndexes(of table: String) throws -> [String] {
    try run(
      """
      SELECT c.relname FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
      WHERE i.indrelid = to_regclass($1) AND c.relname LIKE '\\_headwater\\_key\\_%'
      """, SQLText.name(table)
    ).compactMap { $0[0] }
  }

  package func hasTable(_ name: String) throws -> Bool { try run("SELECT to_regclass($1)", SQLText.name(name)).first?[0] != nil }
}

extension PostgresError {
  /// What a user is told.
  var syncError: SyncError {
    guard let state else {
      return isUnreachable
        ? SyncError(
          .transient, "PostgreSQL cannot be reached: \(message). Check the address and that the server runs, then run the sync again.")
        : Self.lostConnection(message)
    }
    return switch state.prefix(2) {
    case "08", "57":
      SyncError(.transient, "The connection to PostgreSQL was lost: \(message). Run the sync again; what was committed is kept.")
    case "53": SyncError(.transient, "PostgreSQL has run out of resources: \(message). Free some, then run the sync again.")
    case "28": SyncError(.config, "PostgreSQL refuses access: \(message). Check the user and the password.")
    case "42" where state == "42501":
      SyncError(.config, "PostgreSQL refuses access: \(message). Check the rights of the user.")
    case "40", "55": SyncError(.transient, "PostgreSQL is busy: \(message). Run the sync again.")
    default: SyncError(.system, "PostgreSQL failed: \(message) (SQLSTATE \(state)).")
    }
  }

  private static func lostConnection(_ message: String) -> SyncError {
    SyncError(.transient, "The connection to PostgreSQL was lost: \(message). Run the sync again; what was committed is kept.")
  }
}
