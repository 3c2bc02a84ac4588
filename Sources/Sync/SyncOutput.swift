public import ConnectorKit
public import JSON

/// Where a sync delivers what it read: the protocol's standard output, a destination, a program's iterator.
///
/// Calls for one stream come in order: a checkpoint only covers records whose delivery has returned before it.
public protocol SyncOutput: Sendable {
  /// Takes records over. Returns when there is room for more, so that a slow reader slows the sync.
  func deliver(_ page: RecordPage, of stream: StreamPlan) async throws
  /// - Parameter recordCount: the stream's records delivered since its last checkpoint.
  func checkpoint(_ state: JSONObject, of streamName: String, recordCount: Int) async throws
  func status(_ status: StreamStatus, of streamName: String) async throws
  func failure(_ error: SyncError, of streamName: String) async throws
}

public enum StreamStatus: String, Sendable {
  case started = "STARTED"
  case running = "RUNNING"
  case complete = "COMPLETE"
  case incomplete = "INCOMPLETE"
}
