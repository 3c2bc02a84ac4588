public import ConnectorKit
public import JSON

/// Where a sync delivers what it read: the protocol's standard output, a destination, a program's iterator.
///
/// For each stream: `begin`, then `prepare` unless the stream cannot be made ready, then `deliver`, `checkpoint` and `failure` in any number,
/// then `end`. Streams are read side by side, so calls for different streams are concurrent.
///
/// Throwing from any of these ends the whole sync. ``OutputFailure`` says that nothing more can be delivered.
public protocol SyncOutput: Sendable {
  /// Comes once for each stream, before anything else of it.
  func begin(_ stream: StreamID) async throws

  /// Comes once the stream's schema is known, before its first record.
  func prepare(_ stream: StreamDescription, as selection: StreamSelection) async throws

  /// Takes records over. Returns when there is room for more, so that a slow reader slows the sync.
  ///
  /// Called concurrently for different slices of a stream; the pages of one slice come in order, one after the other.
  func deliver(_ page: RecordPage, of stream: StreamID, from slice: SliceID) async throws

  /// Takes the state from which a later sync can go on.
  ///
  /// Never concurrent with another checkpoint of the stream, nor with `deliver` for the slices that it covers.
  ///
  /// - Parameters:
  ///   - slices: the slices that were read to their end, whose records the state accounts for, and that no earlier checkpoint covered. What
  ///     was delivered of other slices comes again when a sync goes on from this state.
  ///   - recordCount: the stream's records delivered since its last checkpoint, whatever their slices.
  func checkpoint(_ state: JSONObject, of stream: StreamID, covering slices: [SliceID], recordCount: Int) async throws

  /// Takes a failure after which the stream may go on with other slices.
  func failure(_ error: SyncError, of stream: StreamID) async throws

  /// Comes once for each stream, after everything else of it.
  func end(_ stream: StreamID, _ outcome: StreamOutcome) async throws

  /// Comes once, when all streams have ended without an error of the output: everything is to be on its way by the time it returns.
  func finish() async throws
}

/// How the reading of a stream ended.
public enum StreamOutcome: Sendable {
  /// Everything was read.
  case complete
  /// Something was not read; the failures in the order in which they came, equal ones once.
  case incomplete([SyncError])
  /// Everything was read that the limits of the read allow.
  case limited(Set<ReadLimit>)
  /// The run was ended before the stream was done.
  case cancelled
}

/// What came of a sync.
public struct SyncResult: Sendable {
  /// The streams that failed with what went wrong, in the order of the selection; empty when everything was read.
  public let failures: [(stream: StreamID, errors: [SyncError])]

  public init(failures: [(stream: StreamID, errors: [SyncError])] = []) { self.failures = failures }
}

/// The output cannot take any more, such as a pipe whose reader has gone. It ends the whole sync.
public struct OutputFailure: Error, Sendable {
  public var message: String
  public init(_ message: String) { self.message = message }
}
