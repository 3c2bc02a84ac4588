public import ConnectorKit
public import JSON
public import Sync

/// Where a sync stores records and the states that cover them: a database, files, another program.
///
/// Calls come one at a time, each after the one before has returned, from a task that does nothing else, so they may block. The order is
/// ``open(_:)``, ``begin(_:)``, then for each stream ``prepare(_:)``, any number of ``write(_:to:)`` and ``commit(_:of:)``, and ``finish(_:_:)`` or
/// ``abandon(_:)``; calls for different streams alternate, but never between the writes that belong to a commit and that commit. Last
/// comes ``close()``, also after an error.
///
/// The rule that all of it serves: what was written since the last commit of a stream becomes part of it together with the state that the
/// commit saves, or not at all.
///
/// An error from ``prepare(_:)`` ends the stream, any other one the sync. Errors are best `SyncError`s, whose message tells the user what to do.
public protocol Destination: Sendable {
  /// How it can write. A sync refuses a stream that is to be written in another way.
  var writeModes: Set<StreamSelection.WriteMode> { get }

  /// Prepares for a sync, and undoes what an earlier one left half done.
  ///
  /// - Returns: what was saved of the connection's streams.
  func open(_ context: DestinationContext) async throws -> [StreamID: SavedStream]

  /// Takes note of the streams of the sync, as far as they are known beforehand; ``prepare(_:)`` gives the last word on each. By default
  /// nothing is done.
  func begin(_ streams: [TargetStream]) async throws

  /// Makes room for the records of a stream.
  ///
  /// - Throws: `SyncError` when there can be none, such as for a table that belongs to somebody else.
  func prepare(_ stream: TargetStream) async throws

  /// Takes records of a stream. They are part of it after the next commit; those of a stream that ``TargetStream/isWrittenAhead`` after
  /// ``finish(_:_:)``.
  func write(_ pages: [RecordPage], to stream: TargetStream) async throws

  /// Makes what was written last durable together with what is saved of the stream.
  func commit(_ saved: SavedStream, of stream: TargetStream) async throws

  /// Ends a stream that was read as a whole. A replacement now takes the place of the old records.
  func finish(_ stream: TargetStream, _ saved: SavedStream) async throws

  /// Ends a stream that was not read as a whole. What was committed stays; of a replacement that is written ahead nothing does.
  func abandon(_ stream: TargetStream) async throws

  /// Notes how the sync of a stream went. By default it is not noted.
  func record(_ run: StreamRun) async throws

  /// Lets everything go. What was written and not committed is forgotten.
  func close() async throws
}

extension Destination {
  public func begin(_ streams: [TargetStream]) async throws {}

  public func record(_ run: StreamRun) async throws {}
}

/// What a destination knows of the sync that it is opened for.
public struct DestinationContext: Sendable {
  /// Which connection's streams and states are meant: several may share a destination.
  public let connection: String
  /// Takes messages for the user.
  public let log: any Log

  public init(connection: String, log: any Log) {
    self.connection = connection
    self.log = log
  }
}

/// A stream as a destination is to store it.
public struct TargetStream: Sendable {
  public let id: StreamID
  /// The JSON schema of the records; empty when it is not known.
  public let schema: JSONObject
  /// Paths of the fields that identify a record; empty where nothing does.
  public let primaryKey: [[String]]
  /// The field that tells which of two records with one key is newer; nil for none, when the later one is.
  public let cursorField: String?
  public let mode: StreamSelection.WriteMode
  /// Numbers the full refreshes of the stream. Records carry it.
  public let generation: Int
  /// Whether the records are to replace all older ones, which stay until the stream is finished.
  public let isReplacement: Bool
  /// Whether the replacement was begun by an earlier sync, whose committed records count.
  public let isContinued: Bool
  /// Whether records come before a state covers them, to be taken or forgotten as a whole at the end.
  public let isWrittenAhead: Bool

  /// A stream whose table is to be made before there are records.
  package init(
    _ stream: StreamDescription, primaryKey: [[String]]?, cursorField: String?, mode: StreamSelection.WriteMode, generation: Int
  ) {
    id = StreamID(stream.name)
    schema = stream.schema
    self.primaryKey = primaryKey ?? stream.primaryKey
    self.cursorField = cursorField ?? stream.cursor?.field
    self.mode = mode
    self.generation = generation
    (isReplacement, isContinued, isWrittenAhead) = (false, false, false)
  }
}

/// What a destination keeps of a stream from one sync to the next.
public struct SavedStream: Sendable, Equatable {
  /// Where the next sync goes on; nil when it reads the stream from the start.
  public var state: JSONObject?
  /// See ``TargetStream/generation``.
  public var generation: Int
  /// Whether a replacement is under way, of which ``state`` tells how far it is.
  public var isReplacing: Bool
  /// Fingerprints of the stored records that a read from ``state`` may bring again.
  public var recentRecords: [UInt64]

  public init(state: JSONObject? = nil, generation: Int = 0, isReplacing: Bool = false, recentRecords: [UInt64] = []) {
    self.state = state
    self.generation = generation
    self.isReplacing = isReplacing
    self.recentRecords = recentRecords
  }
}

/// How the sync of one stream went.
public struct StreamRun: Sendable, Equatable {
  public enum Outcome: String, Sendable { case complete, incomplete, cancelled }

  public var stream: StreamID
  public var mode: StreamSelection.WriteMode
  /// Seconds since 1970.
  public var started: Double
  public var ended: Double
  /// The records that were stored; those that came again are not counted.
  public var records = 0
  /// The bytes of their JSON.
  public var bytes = 0
  /// The requests that were sent for the stream, and how many of them were repetitions.
  public var requests = 0
  public var retries = 0
  /// Seconds spent waiting because of rate limits.
  public var rateLimitWait = 0.0
  public var outcome = Outcome.complete
  /// What went wrong first; nil for nothing.
  public var error: String?

  public init(stream: StreamID, mode: StreamSelection.WriteMode, started: Double, ended: Double) {
    self.stream = stream
    self.mode = mode
    self.started = started
    self.ended = ended
  }
}

/// States and runs that a destination keeps, for looking at them and changing them between syncs.
public protocol StateStore: Sendable {
  /// What is saved, by connection.
  func savedStreams() async throws -> [String: [StreamID: SavedStream]]

  /// Replaces what is saved of a stream; nil forgets it, so that the next sync reads it from the start. Records stay.
  func save(_ saved: SavedStream?, of stream: StreamID, in connection: String) async throws

  /// How the last streams went, the newest first.
  ///
  /// - Parameter connection: nil for all.
  func runs(of connection: String?, limit: Int) async throws -> [(connection: String, run: StreamRun)]
}
