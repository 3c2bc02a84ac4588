internal import ConnectorKit
package import Sync

/// Which table a sync writes a stream to, and what is there already.
package struct TableChoice {
  /// The stream's table.
  package let finalName: String
  /// The table that records go to: the stream's, or one beside it that is to replace it.
  package let name: String
  /// Whether it is there.
  package let exists: Bool
  package let layout: TableLayout

  /// Finds the table, and takes away a replacement that an earlier sync has left and this one does not go on with. Within a transaction.
  ///
  /// - Parameters:
  ///   - target: the stream.
  ///   - entries: what is saved of the connection's streams.
  ///   - prefix: what the names of tables begin with.
  /// - Throws: `SyncError` when the table is not the stream's, or is gone although a state counts on it.
  package init(
    for target: TargetStream, _ bookkeeping: Bookkeeping, entries: [StreamID: Bookkeeping.Entry], connection: String, prefix: String,
    limits: NameLimits
  ) throws {
    let database = bookkeeping.database
    let entry = entries[target.id]
    finalName = try entry?.table ?? Self.newName(for: target, bookkeeping, connection, prefix, limits)
    let finalExists = try database.hasTable(finalName)
    if finalExists, entry == nil {
      throw SyncError(
        .config,
        "\(database.displayName) has a table `\(finalName)` that Headwater did not make. Rename it, or choose another prefix (--prefix) or "
          + "another destination.")
    }
    if !finalExists, let entry, !target.isReplacement, target.cursorField != nil, entry.saved.state?.isEmpty == false {
      throw SyncError(
        .config,
        "The table `\(finalName)` is missing from \(database.displayName), but its state says that records were stored. Restore it, or read "
          + "the stream from the start with --full-refresh.")
    }
    let beside = limits.name(forReplacementOf: finalName)
    let hasBeside = try database.hasTable(beside)
    if hasBeside, !target.isContinued {
      try database.run("DROP TABLE \(SQLText.name(beside))")
      try bookkeeping.forgetLayout(of: beside)
    }
    if target.isReplacement {
      name = beside
      exists = hasBeside && target.isContinued
      layout =
        exists
        ? try bookkeeping.layout(of: beside, limits: limits)
        : try bookkeeping.layout(of: finalName, limits: limits).renewed(for: target, limits: limits)
    } else {
      name = finalName
      exists = finalExists
      layout = finalExists ? try bookkeeping.layout(of: finalName, limits: limits) : TableLayout(limits: limits)
    }
  }

  private static func newName(
    for target: TargetStream, _ bookkeeping: Bookkeeping, _ connection: String, _ prefix: String, _ limits: NameLimits
  ) throws -> String {
    let wanted = target.id.tableName(prefix: prefix)
    let name = limits.name(for: wanted, except: [])
    let entries = try bookkeeping.entries()
    guard let owner = entries.first(where: { limits.folded($0.table) == limits.folded(name) }) else { return name }
    // Streams of one connection whose names are the same to the database.
    if owner.connection == connection { return limits.name(for: wanted, except: Set(entries.map { limits.folded($0.table) })) }
    throw SyncError(
      .config,
      "The table `\(name)` in \(bookkeeping.database.displayName) belongs to the connection `\(owner.connection)`. Choose another "
        + "prefix (--prefix), another destination, or --connection \(owner.connection) if this is the same connection.")
  }
}

extension TableLayout {
  /// The layout of a table that replaces one with this layout: the types are the schema's, and no column is lost.
  fileprivate func renewed(for target: TargetStream, limits: NameLimits) -> TableLayout {
    var renewed = TableLayout(limits: limits)
    _ = renewed.adopt(target)
    for column in columns where renewed[column.field] == nil { _ = renewed.add(column.field, column.type, isInferred: column.isInferred) }
    return renewed
  }
}

extension NameLimits {
  /// The name of the table beside a stream's, while it is being replaced.
  package func name(forReplacementOf table: String) -> String { derived("_headwater_new_", table) }

  /// A name of the program's own that stands for another one; different names have different ones.
  package func derived(_ prefix: String, _ name: String) -> String {
    let whole = prefix + name
    guard whole.utf8.count > length else { return whole }
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in name.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    let suffix = "_\(String(hash, radix: 16))"
    var short = whole
    while short.utf8.count > length - suffix.utf8.count { short.removeLast() }
    return short + suffix
  }
}
