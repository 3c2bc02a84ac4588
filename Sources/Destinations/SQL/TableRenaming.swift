internal import ConnectorKit
internal import Sync

/// Gives streams and their tables other names, and deletes them. Within a transaction.
struct TableRenaming {
  private let bookkeeping: Bookkeeping
  private let limits: NameLimits
  private var database: any SQLDatabase { bookkeeping.database }

  init(_ bookkeeping: Bookkeeping, _ limits: NameLimits) {
    self.bookkeeping = bookkeeping
    self.limits = limits
  }

  /// Renames streams of a connection. All leave their names before the first takes its new one, as they may be exchanged.
  ///
  /// - Throws: `SyncError` when a name is taken.
  func rename(_ renames: [StreamRename], of connection: String) throws {
    let entries = try bookkeeping.entries().filter { $0.connection == connection }
    var moved: [(rename: StreamRename, entry: Bookkeeping.Entry, interim: String)] = []
    for (number, rename) in renames.enumerated() {
      guard let entry = entries.first(where: { $0.stream == rename.from }) else { continue }
      let interim = "_headwater_moving_\(number)"
      try move(entry.table, to: interim)
      try bookkeeping.renameStream(entry.stream, to: StreamID(interim), in: connection, table: interim)
      moved.append((rename, entry, interim))
    }
    for (rename, entry, interim) in moved {
      let taken = Set(try bookkeeping.entries().map { limits.folded($0.table) })
      let wanted = limits.name(for: rename.to.tableName(prefix: rename.newPrefix), except: [])
      // A table keeps its name where it was not named after its stream.
      let isOwn = limits.folded(entry.table) == limits.folded(limits.name(for: rename.from.tableName(prefix: rename.oldPrefix), except: []))
      let name = isOwn ? limits.name(for: wanted, except: taken) : entry.table
      if try database.hasTable(name) {
        throw SyncError(
          .config, "\(database.displayName) already has a table `\(name)`. Rename it, or choose another prefix or name for `\(rename.to)`.")
      }
      try move(interim, to: name)
      try bookkeeping.renameStream(StreamID(interim), to: rename.to, in: connection, table: name)
    }
  }

  /// Renames a table, and the one beside it that is to replace it.
  private func move(_ table: String, to name: String) throws {
    for (old, new) in [(table, name), (limits.name(forReplacementOf: table), limits.name(forReplacementOf: name))] {
      if try database.hasTable(old) {
        // They are named after the table, and made again when it is used.
        for index in try database.keyIndexes(of: old) { try database.run("DROP INDEX \(SQLText.name(index))") }
        try database.run("ALTER TABLE \(SQLText.name(old)) RENAME TO \(SQLText.name(new))")
      }
      try bookkeeping.renameLayout(of: old, to: new)
    }
  }

  /// Deletes a stream's records and what is saved of it.
  func delete(_ stream: StreamID, of connection: String) throws {
    guard let entry = try bookkeeping.entries().first(where: { $0.connection == connection && $0.stream == stream }) else { return }
    for table in [entry.table, limits.name(forReplacementOf: entry.table)] {
      try database.run("DROP TABLE IF EXISTS \(SQLText.name(table))")
      try bookkeeping.forgetLayout(of: table)
    }
    try bookkeeping.forget(stream, of: connection)
  }
}
