internal import ConnectorKit
internal import JSON
internal import Sync

/// Hands what a sync delivers to a program's iterator.
struct ReadingOutput: SyncOutput {
  private let channel: EventChannel

  init(_ channel: EventChannel) { self.channel = channel }

  func deliver(_ page: RecordPage, of stream: StreamPlan) async throws {
    try await channel.send(page.records.map { .record($0, streamName: stream.name) })
  }

  func checkpoint(_ state: JSONObject, of streamName: String, recordCount: Int) async throws {
    try await channel.send([.state(state, streamName: streamName)])
  }

  func status(_ status: StreamStatus, of streamName: String) async throws {}

  func failure(_ error: SyncError, of streamName: String) async throws { try await channel.send([.failure(error)]) }
}
