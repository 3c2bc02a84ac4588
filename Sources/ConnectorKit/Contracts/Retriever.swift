public import Document
public import JSON

/// Reads the records of a slice.
public protocol Retriever: Sendable {
  var partitionRouter: any PartitionRouter { get }

  /// Reads a slice from its first page to its last, or until `emit` says to stop, and hands over the selected records page by page, in
  /// order.
  ///
  /// - Throws: what `emit` throws, and ``SyncError`` when the slice cannot be read to its end.
  func read(_ slice: StreamSlice, _ scope: RetrievalScope, _ emit: (RecordPage) async throws -> ReadControl) async throws

  /// What slices go through first where the API has to make them ready before they can be read; nil where they can be read at once, as
  /// by default. Asked for once per reading of a stream.
  func preparation(_ scope: RetrievalScope) -> (any SlicePreparation)?

  /// Refuses a stream that cannot be read as declared. Does nothing by default.
  ///
  /// - Parameters:
  ///   - stream: the stream that is to be read.
  ///   - location: where the stream is declared.
  func check(_ stream: StreamPlan, at location: SourceLocation?) throws
}

extension Retriever {
  public func preparation(_ scope: RetrievalScope) -> (any SlicePreparation)? { nil }
  public func check(_ stream: StreamPlan, at location: SourceLocation?) throws {}
}

/// What who takes the records of a slice says to who reads it.
public enum ReadControl: Sendable {
  case proceed
  /// Nothing more of the slice is wanted.
  case stop
}

/// Records that were read together.
public struct RecordPage: Sendable {
  public var records: JSONRecords
  /// References to the files of the records, one for each; empty when they have none.
  public var files: [JSONObject] = []

  public init(_ records: JSONRecords) { self.records = records }

  public init(_ records: [JSONRecord]) { self.init(JSONRecords(records)) }
}

/// For what a slice is read.
public struct RetrievalScope: Sendable {
  public var stream: StreamPlan
  /// The schema that records are normalised to.
  public var schema: StreamSchema?
  /// Whether a record lies behind what the state covers; nil when the API or nobody asks.
  public var isNew: (@Sendable (JSONRecord, StreamSlice) throws -> Bool)?
  /// Whether the state covers a record; set together with ``isNew``.
  public var isOld: (@Sendable (JSONRecord, StreamSlice) throws -> Bool)?
  /// Whether records are compared with the state, not by the API.
  public var comparesRecords: Bool { isNew != nil && stream.incrementalSync?.isClientSideIncremental == true }
  /// Whether records that are not new are dropped as they are selected; those of a feed are needed to see its end.
  public var dropsOldRecords: Bool { comparesRecords && !stopsAtKnownRecord }
  /// Whether the first record that the state covers ends the reading of the slice.
  public var stopsAtKnownRecord: Bool { isNew != nil && stream.incrementalSync?.isDataFeed == true }
  /// The stream's cursor as it is without a state: it divides and narrows windows. Nil for streams that have none.
  public var cursor: (any Cursor)?
  /// What the requests are for, as those hear who watch requests.
  public var purpose = RequestOrigin.Purpose.page
  /// Limits and watches the pages of the slice; nil where nobody does.
  public var reading: SliceReading?
  /// Whether the next page may be requested before this one is handed over.
  public var prefetches = true
  public var run: RunServices

  public init(stream: StreamPlan, schema: StreamSchema? = nil, run: RunServices) {
    self.stream = stream
    self.schema = schema
    self.run = run
  }
}

/// Takes slices one by one and hands them over when they are ready, in the order in which that happens.
public protocol SlicePreparation {
  /// - Throws: what `ready` throws, and ``SyncError`` when nothing more can be made ready.
  mutating func add(_ slice: StreamSlice, ready: (StreamSlice) async throws -> Void) async throws
  /// Waits for the slices that were added.
  ///
  /// - Throws: what `ready` throws, and ``SyncError`` when some slices did not become ready.
  mutating func finish(ready: (StreamSlice) async throws -> Void) async throws
}
