public import JSON

/// Reads other streams for a component: parents of a substream, records that schemas and streams are made of.
public protocol StreamReading: Sendable {
  /// Reads a stream whole, slice after slice, and hands over its records one by one in order.
  ///
  /// - Parameters:
  ///   - stream: the stream.
  ///   - state: from where the stream is read; nil reads all of it.
  ///   - run: the services of the run.
  ///   - begun: is given the account of the reading when it begins.
  ///   - body: takes each record.
  /// - Returns: the stream's state at its end.
  /// - Throws: what `body` throws, and ``SyncError`` when the stream cannot be read.
  @discardableResult
  func readRecords(
    of stream: StreamPlan, state: JSONObject?, run: RunServices, begun: (any ReadProgress) -> Void,
    _ body: (ReadRecord) async throws -> Void
  ) async throws -> JSONObject

  /// The state of a stream that is about to be read.
  ///
  /// - Throws: ``SyncError`` when the saved state cannot be understood.
  func initialState(of stream: StreamPlan, state: JSONObject?, run: RunServices) throws -> JSONObject

  /// Looks for a stream's first record in its first slice, to see whether the stream is available.
  ///
  /// - Throws: ``SyncError`` when the slice cannot be had or read.
  func firstRecord(of stream: StreamPlan, run: RunServices) async throws -> FirstRecord
}

extension StreamReading {
  /// Reads a stream whole, slice after slice, and hands over its records one by one in order.
  ///
  /// - Parameters:
  ///   - stream: the stream.
  ///   - state: from where the stream is read; nil reads all of it.
  ///   - run: the services of the run.
  ///   - body: takes each record.
  /// - Returns: the stream's state at its end.
  /// - Throws: what `body` throws, and ``SyncError`` when the stream cannot be read.
  @discardableResult
  public func readRecords(
    of stream: StreamPlan, state: JSONObject?, run: RunServices, _ body: (ReadRecord) async throws -> Void
  ) async throws -> JSONObject {
    try await readRecords(of: stream, state: state, run: run, begun: { _ in }, body)
  }
}

/// The account of a reading, which goes on.
public protocol ReadProgress: Sendable {
  /// How far the stream has been read by now.
  var state: JSONObject { get }
}

/// What the look for a stream's first record has met.
public enum FirstRecord: Sendable {
  case record(JSONRecord)
  /// The first slice has no record.
  case noRecords
  /// The stream has no slice at all, as a substream without parent records.
  case noSlices
}

/// A record of a stream that a component reads.
public struct ReadRecord: Sendable {
  public var record: JSONRecord
  public var slice: StreamSlice
  /// The stream's state once this record is consumed: it covers a slice from its last record on.
  public var state: JSONObject

  public init(record: JSONRecord, slice: StreamSlice, state: JSONObject) {
    self.record = record
    self.slice = slice
    self.state = state
  }
}
