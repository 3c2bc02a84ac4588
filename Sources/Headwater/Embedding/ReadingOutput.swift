internal import Concurrency
internal import ConnectorKit
internal import JSON
internal import Sync

/// Hands what a sync delivers to a program's iterator.
struct ReadingOutput: SyncOutput {
  private let channel: AsyncChannel<[ConnectorEvent]>

  init(_ channel: AsyncChannel<[ConnectorEvent]>) { self.channel = channel }

  func begin(_ stream: StreamID) async throws {}

  func prepare(_ stream: StreamDescription, as selection: StreamSelection) async throws {}

  func deliver(_ page: RecordPage, of stream: StreamID, from slice: SliceID) async throws {
    guard !page.records.isEmpty else { return }
    try await channel.send(page.records.map { .record($0, streamName: stream.name) })
  }

  func checkpoint(_ state: JSONObject, of stream: StreamID, covering slices: [SliceID], recordCount: Int) async throws {
    try await channel.send([.state(state, streamName: stream.name)])
  }

  func failure(_ error: SyncError, of stream: StreamID) async throws { try await channel.send([.failure(error)]) }

  func end(_ stream: StreamID, _ outcome: StreamOutcome) async throws {}

  func finish() async throws {}
}
