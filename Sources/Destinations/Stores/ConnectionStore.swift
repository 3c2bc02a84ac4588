package import ConnectorKit
package import JSON
package import Sync

/// What a destination keeps of connections: their states and runs, and how they were declared when that was applied last.
package protocol ConnectionStore: StateStore {
  /// What is there; empty where nothing was stored yet.
  ///
  /// - Throws: `SyncError` when it cannot be read.
  func inventory() async throws -> Inventory

  /// Carries out changes in order: a database all of them or none. Files finish what was begun when they are used again.
  ///
  /// - Parameters:
  ///   - revision: that of the inventory which the changes were made for.
  ///   - log: takes warnings.
  /// - Throws: `SyncError` when the store was changed meanwhile, is in use, or cannot be changed.
  func apply(_ changes: [StoreChange], to revision: Int, log: any Log) async throws

  /// How many records a stream has; nil where they are not counted.
  func recordCount(of stream: StreamID, in connection: String) async throws -> Int?
}

/// What a destination holds.
package struct Inventory: Sendable, Equatable {
  /// A stream that was stored, or is to be.
  package struct Stream: Sendable, Equatable {
    package let connection: String
    package let id: StreamID
    package let saved: SavedStream
    /// Where its records are: a table, a directory; nil where only another program knows.
    package let table: String?
    /// Whether that exists.
    package let exists: Bool
    /// The types of the columns by the names of their fields; nil where there are none.
    package let columns: [String: String]?

    package init(
      connection: String, id: StreamID, saved: SavedStream, table: String?, exists: Bool, columns: [String: String]? = nil
    ) {
      self.connection = connection
      self.id = id
      self.saved = saved
      self.table = table
      self.exists = exists
      self.columns = columns
    }
  }

  /// How connections were declared when that was applied, by their names.
  package var declarations: [String: JSONObject] = [:]
  package var streams: [Stream] = []
  /// Counts the times that something was applied.
  package var revision = 0

  package init(declarations: [String: JSONObject] = [:], streams: [Stream] = [], revision: Int = 0) {
    self.declarations = declarations
    self.streams = streams
    self.revision = revision
  }

  /// The streams of a connection.
  package func streams(of connection: String) -> [Stream] { streams.filter { $0.connection == connection } }
}

/// A change of what a destination keeps.
package enum StoreChange: Sendable {
  /// Gives connections other names; names may be exchanged.
  case renameConnections([(from: String, to: String)])
  /// Gives streams of a connection other names, and their tables. Names may be exchanged.
  case renameStreams([StreamRename], connection: String)
  /// Makes the next sync read a stream from the start and replace its records.
  case reset(StreamID, connection: String)
  /// Makes the next sync read a stream from the start, beside the records that are there.
  case clearState(StreamID, connection: String)
  /// Makes the table of a stream, or adds what it lacks.
  case prepare(TargetStream, connection: String, prefix: String)
  /// Deletes a stream's records and state.
  case delete(StreamID, connection: String, prefix: String)
  /// Remembers how a connection was declared; nil forgets it.
  case declare(connection: String, JSONObject?)
}

/// A stream that gets another name, another table, or both.
package struct StreamRename: Sendable, Equatable {
  package let from: StreamID
  package let to: StreamID
  /// What the names of tables began with, and begin with now.
  package let oldPrefix: String
  package let newPrefix: String

  package init(from: StreamID, to: StreamID, oldPrefix: String, newPrefix: String) {
    self.from = from
    self.to = to
    self.oldPrefix = oldPrefix
    self.newPrefix = newPrefix
  }
}

extension StreamID {
  /// What its table is called, before a database has its say.
  package func tableName(prefix: String) -> String { prefix + (namespace.map { "\($0)_" } ?? "") + name }
}

extension SavedStream {
  /// What is saved of a stream that is to be read from the start and replace its records.
  package var reset: SavedStream { SavedStream(state: nil, generation: generation + 1, isReplacing: true) }

  /// What is saved of a stream that is to be read from the start, beside its records.
  package var cleared: SavedStream { SavedStream(generation: generation) }
}
