import ConnectorKit
import Destinations
import HeadwaterTesting
import JSON
import Sync

/// Runs a sync of given records into a destination, without a source.
struct TestSync {
  var stream = StreamDescription(name: "things", schema: [:])
  var mode = StreamSelection.WriteMode.append
  var connection = "test"
  let log = RecordingLog()

  /// Stores records as one slice that a state covers.
  func store(_ objects: [JSONObject], in destination: any Destination, state: JSONObject = ["n": 1]) async throws {
    let output = try await DestinationOutput.open(
      destination, for: DestinationContext(connection: connection, log: log), clock: FixedClock())
    do {
      let id = StreamID(stream.name)
      let saved = output.savedStreams[id]
      var selection = StreamSelection(
        id, state: saved?.state, readMode: mode == .overwrite ? .fullRefresh : .incremental, writeMode: mode)
      if mode == .overwrite {
        let generation = (saved?.generation ?? 0) + 1
        selection.generation = .init(id: generation, minimum: generation, syncID: 0)
      }
      try await output.begin([(stream, selection)])
      try await output.begin(id)
      try await output.prepare(stream, as: selection)
      let records = try objects.compactMap { JSONRecord(view: try JSONView(encoding: .object($0))) }
      try await output.deliver(RecordPage(records), of: id, from: SliceID(0))
      try await output.checkpoint(state, of: id, covering: [SliceID(0)], recordCount: records.count)
      try await output.end(id, .complete)
    } catch {
      try await output.close()
      throw error
    }
    try await output.close()
  }

  /// The message that a sync fails with; nil when it does not.
  func failure(_ objects: [JSONObject] = [["id": 1]], in destination: any Destination) async -> String? {
    do {
      try await store(objects, in: destination)
      return nil
    } catch {
      return (error as? OutputFailure)?.message ?? SyncError(wrapping: error).message
    }
  }
}
