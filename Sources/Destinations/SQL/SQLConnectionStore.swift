package import ConnectorKit
internal import JSON
package import Sync

/// A destination with tables, as a place where states, runs and declarations are kept.
package protocol SQLConnectionStore: ConnectionStore {
  associatedtype Database: SQLDatabase

  var nameLimits: NameLimits { get }

  /// Opens the database for work between syncs.
  ///
  /// - Parameter creating: whether to make what is missing.
  /// - Returns: nil when there is none.
  func openDatabase(creating: Bool) throws -> Database?

  /// Runs a body whose errors of the database are told the user.
  func reporting<Result>(_ body: () throws -> Result) throws -> Result

  /// Keeps others away until the transaction ends. Within a transaction.
  ///
  /// - Throws: `SyncError` when a sync of one of the connections is running.
  func lock(_ database: Database, for connections: Set<String>) throws

  /// Makes a table, or adds what it lacks. Within a transaction.
  func prepareTable(_ target: TargetStream, _ choice: TableChoice, in database: Database, connection: String, log: any Log) throws
}

extension SQLConnectionStore {
  package func storedStreams() throws -> [String: [StreamID: SavedStream]] {
    try looking([:]) { bookkeeping in
      Dictionary(grouping: try bookkeeping.entries(), by: \.connection).mapValues { entries in
        Dictionary(entries.map { ($0.stream, $0.saved) }) { _, last in last }
      }
    }
  }

  package func store(_ saved: SavedStream?, of stream: StreamID, in connection: String) throws {
    try reporting {
      guard let database = try openDatabase(creating: false) else { throw missing }
      try Bookkeeping(database).change(saved, of: stream, in: connection)
    }
  }

  package func storedRuns(of connection: String?, limit: Int) throws -> [(connection: String, run: StreamRun)] {
    try looking([]) { try $0.runs(of: connection, limit: limit) }
  }

  package func inventory() async throws -> Inventory {
    try looking(Inventory()) { bookkeeping in
      var inventory = Inventory(declarations: try bookkeeping.declarations(), revision: try bookkeeping.revision())
      for entry in try bookkeeping.entries() {
        let layout = try bookkeeping.layout(of: entry.table, limits: nameLimits)
        inventory.streams.append(
          Inventory.Stream(
            connection: entry.connection, id: entry.stream, saved: entry.saved, table: entry.table,
            exists: try bookkeeping.database.hasTable(entry.table),
            columns: Dictionary(layout.columns.map { ($0.field, $0.type.rawValue) }) { _, last in last }))
      }
      return inventory
    }
  }

  package func recordCount(of stream: StreamID, in connection: String) async throws -> Int? {
    try looking(nil) { bookkeeping in
      guard let entry = try bookkeeping.entries().first(where: { $0.connection == connection && $0.stream == stream }),
        try bookkeeping.database.hasTable(entry.table)
      else { return 0 }
      return try bookkeeping.database.run("SELECT count(*) FROM \(SQLText.name(entry.table))").first?[0].flatMap(Int.init)
    }
  }

  /// Runs a body on a database that has been stored to.
  private func looking<Result>(_ empty: Result, _ body: (Bookkeeping) throws -> Result) throws -> Result {
    try reporting {
      guard let database = try openDatabase(creating: false) else { return empty }
      let bookkeeping = Bookkeeping(database)
      guard try bookkeeping.exists else { return empty }
      try bookkeeping.check()
      return try body(bookkeeping)
    }
  }

  private var missing: SyncError {
    SyncError(.config, "The database does not exist yet. Check the destination, or run the first sync, which creates it.")
  }

  package func apply(_ changes: [StoreChange], to revision: Int, log: any Log) async throws {
    try reporting {
      guard let database = try openDatabase(creating: true) else { throw missing }
      let bookkeeping = Bookkeeping(database)
      try database.transaction {
        try lock(database, for: StoreChange.connections(changes))
        try bookkeeping.create()
        guard try bookkeeping.revision() == revision else { throw SyncError.changedMeanwhile(database.displayName) }
        for change in changes { try apply(change, database, bookkeeping, log) }
        try bookkeeping.setRevision(revision + 1)
      }
    }
  }

  private func apply(_ change: StoreChange, _ database: Database, _ bookkeeping: Bookkeeping, _ log: any Log) throws {
    let tables = TableRenaming(bookkeeping, nameLimits)
    switch change {
    case .renameConnections(let renames): try bookkeeping.renameConnections(renames)
    case .renameStreams(let renames, let connection): try tables.rename(renames, of: connection)
    case .reset(let stream, let connection): try bookkeeping.change(of: stream, in: connection, \.reset)
    case .clearState(let stream, let connection): try bookkeeping.change(of: stream, in: connection, \.cleared)
    case .delete(let stream, let connection, _): try tables.delete(stream, of: connection)
    case .declare(let connection, let declaration): try bookkeeping.declare(connection, declaration)
    case .prepare(let target, let connection, let prefix):
      let own = try bookkeeping.entries().filter { $0.connection == connection }
      let entries = Dictionary(own.map { ($0.stream, $0) }) { _, last in last }
      let choice = try TableChoice(for: target, bookkeeping, entries: entries, connection: connection, prefix: prefix, limits: nameLimits)
      try prepareTable(target, choice, in: database, connection: connection, log: log)
      if entries[target.id] == nil {
        try bookkeeping.save(SavedStream(generation: target.generation), of: target.id, in: connection, table: choice.finalName)
      }
    }
  }
}

extension SyncError {
  /// Somebody else has applied something since a plan was made.
  package static func changedMeanwhile(_ place: String) -> SyncError {
    SyncError(.transient, "\(place) was changed by somebody else since the plan was made. Nothing was changed now; run the command again.")
  }
}

extension StoreChange {
  /// The connections that changes concern.
  package static func connections(_ changes: [StoreChange]) -> Set<String> {
    changes.reduce(into: []) { names, change in
      switch change {
      case .renameConnections(let renames): names.formUnion(renames.flatMap { [$0.from, $0.to] })
      case .renameStreams(_, let connection), .reset(_, let connection), .clearState(_, let connection),
        .prepare(_, let connection, _), .delete(_, let connection, _):
        names.insert(connection)
      // A note beside the tables, which a sync does not look at.
      case .declare: break
      }
    }
  }
}
