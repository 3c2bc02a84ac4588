public import Dates
public import JSON

/// Reads the records of a slice.
public protocol Retriever: Sendable {
  var partitionRouter: any PartitionRouter { get }

  /// Reads a slice from its first page to its last and hands over the selected records page by page, in order.
  ///
  /// - Throws: what `emit` throws, and ``SyncError`` when the slice cannot be read to its end.
  func read(_ slice: StreamSlice, _ scope: RetrievalScope, _ emit: (RecordPage) async throws -> Void) async throws
}

/// Records that were read together.
public struct RecordPage: Sendable {
  public var records: [JSONRecord]

  public init(_ records: [JSONRecord]) { self.records = records }
}

/// For what a slice is read.
public struct RetrievalScope: Sendable {
  public var stream: StreamPlan
  /// The schema that records are normalised to.
  public var schema: JSONObject?
  /// Drops records that the state covers; nil when the API filters them.
  public var isNew: (@Sendable (JSONRecord, StreamSlice) throws -> Bool)?
  /// Makes a refused window smaller.
  public var split: (@Sendable (StreamSlice, _ minimum: TimeDelta?) throws -> [StreamSlice]?)?
  /// Whether the next page may be requested before this one is handed over.
  public var prefetches = true
  public var run: RunServices

  public init(stream: StreamPlan, schema: JSONObject? = nil, run: RunServices) {
    self.stream = stream
    self.schema = schema
    self.run = run
  }
}
