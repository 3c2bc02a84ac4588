internal import ConnectorKit
package import Destinations
internal import Document
package import JSON
package import Sync

/// What is known of a connection: its streams, its last runs.
package struct ConnectionStatus: Sendable {
  package struct Stream: Sendable {
    package let id: StreamID
    /// How it is synced, as it was applied; nil when it was not.
    package let mode: String?
    package let table: String?
    package let state: JSONObject?
    package let isReplacing: Bool
    package let recordCount: Int?
    package let lastRun: StreamRun?
  }

  package let connection: ConnectionsFile.Connection
  package let isApplied: Bool
  package let streams: [Stream]
  /// The newest first.
  package let runs: [StreamRun]
  /// Why nothing is known; nil when something is.
  package let problem: String?

  /// When a sync of a stream was complete last, in seconds since 1970; nil when none was.
  package var lastComplete: Double? { runs.first { $0.outcome == .complete }?.ended }

  /// The outcomes of the last run of each stream.
  package var lastOutcomes: [StreamRun.Outcome] { streams.compactMap { $0.lastRun?.outcome } }

  /// Looks at a connection.
  ///
  /// - Parameters:
  ///   - runLimit: how many runs of streams are looked at.
  ///   - countsRecords: whether to count the records in tables.
  package static func look(
    _ connection: ConnectionsFile.Connection, in file: ConnectionsFile, runLimit: Int = 1000, countsRecords: Bool, log: SyncLog
  ) async -> ConnectionStatus {
    do {
      guard let destination = file.destination(connection.destination) else { throw file.unknownConnection(connection.name) }
      let store = try Place(destination, schema: connection.schema, file: file.path).store
      let inventory = try await store.inventory()
      let runs = try await store.runs(of: connection.name, limit: runLimit).map(\.run)
      let declaration = inventory.declarations[connection.name].flatMap(Declaration.init(json:))
      var streams: [Stream] = []
      for stored in inventory.streams(of: connection.name) {
        streams.append(
          Stream(
            id: stored.id, mode: declaration?.streams?[stored.id.name]?["mode"]?.stringValue, table: stored.table,
            state: stored.saved.state, isReplacing: stored.saved.isReplacing,
            recordCount: countsRecords ? try await store.recordCount(of: stored.id, in: connection.name) : nil,
            lastRun: runs.first { $0.stream == stored.id }))
      }
      return ConnectionStatus(connection: connection, isApplied: declaration != nil, streams: streams, runs: runs, problem: nil)
    } catch {
      let problems = Diagnostic.all(of: error, "cannot be looked at", at: nil, log)
      return ConnectionStatus(
        connection: connection, isApplied: false, streams: [], runs: [], problem: problems.map(\.message).joined(separator: "; "))
    }
  }
}
