public import Dates
public import JSON

/// Declares how a stream is read from where the last sync ended; makes the cursors that keep account of it.
public protocol IncrementalSync: Sendable {
  /// The record field that orders the stream.
  var cursorField: String { get }
  /// Whether the configured catalog may name another cursor field.
  var allowsCatalogDefinedCursorField: Bool { get }
  /// Whether records the state covers are dropped here, because the API cannot filter.
  var isClientSideIncremental: Bool { get }
  /// Whether the API gives the newest records first and has no filter, so that pagination ends at the first old one.
  var isDataFeed: Bool { get }
  /// Whether partitions share one state from the first sync on.
  var usesGlobalSubstreamCursor: Bool { get }

  /// A cursor that starts from a state of the form `{cursor_field: value}` or from ranges.
  ///
  /// - Throws: ``SyncError`` when the state or an option of the cursor cannot be understood.
  func makeCursor(_ setup: CursorSetup) throws -> any Cursor

  /// Where the boundaries of a slice go in a request.
  func requestOptions(_ scope: RequestScope) throws -> RequestOptions

  /// The form in which the cursor writes this record value into states; nil when the value is missing or cannot be read.
  func stateValue(of value: JSONValue?) -> JSONValue?

  /// The instant a state `{cursor_field: value}` stands for, to judge its age; nil when the cursor has no notion of time.
  func instant(ofState state: JSONObject) -> DateTime?
  /// Orders values of the cursor field: microseconds since 1970 for dates, the number itself for counts; nil for values that cannot be read.
  /// By default that of ``instant(ofState:)``.
  func position(of value: JSONValue) -> Int?
  /// How far before the last value the next read begins, in the units of ``position(of:)``. 0 by default.
  var overlap: Int { get }
  /// Whether the cursor orders records by time, so that states have an age. True by default.
  var measuresTime: Bool { get }
  /// Whether each partition of a stream may have a cursor. True by default.
  var supportsPartitions: Bool { get }
  /// Whether a window that an API refuses can be read in parts. Not supported by default.
  var windowSplitting: Support { get }
}

extension IncrementalSync {
  public func position(of value: JSONValue) -> Int? { instant(ofState: [cursorField: value])?.microsecondsSinceEpoch }
  public var overlap: Int { 0 }
  public var measuresTime: Bool { true }
  public var supportsPartitions: Bool { true }
  public var windowSplitting: Support { .unsupported("needs a DatetimeBasedCursor with `cursor_granularity`") }
}

/// From where a cursor starts.
public struct CursorSetup: Sendable {
  public var streamName: String
  public var state: JSONObject
  /// Replaces the declared cursor field when the catalog names one and the component allows it.
  public var cursorField: String?
  /// Seconds to go back behind the state, besides the declared lookback window.
  public var runtimeLookbackSeconds: Int
  /// What is read of the stream whatever its state says; nil to go by the state.
  public var window: ReadWindow?
  public var run: RunServices

  public init(streamName: String, state: JSONObject = [:], cursorField: String? = nil, runtimeLookbackSeconds: Int = 0, run: RunServices) {
    self.streamName = streamName
    self.state = state
    self.cursorField = cursorField
    self.runtimeLookbackSeconds = runtimeLookbackSeconds
    self.run = run
  }
}

/// A part of a stream, by its cursor: from one date to another, both included. Nil for as far as the stream goes.
public struct ReadWindow: Sendable, Equatable {
  public var from: DateTime?
  public var until: DateTime?

  public init(from: DateTime? = nil, until: DateTime? = nil) {
    self.from = from
    self.until = until
  }
}

/// How far one stream, or one partition of it, has been read. A value without I/O; its owner serialises calls.
public protocol Cursor: Sendable {
  /// The state as it goes into a STATE message.
  var state: JSONObject { get }

  /// The windows still to read, in order; each is the cursor slice of a ``StreamSlice``. Generated lazily.
  ///
  /// - Throws: ``SyncError`` when boundaries cannot be evaluated.
  mutating func slices() throws -> AnySequence<JSONObject>

  /// What watches the records of one slice.
  func observation() -> any CursorObservation

  /// What watches the records of a window; by default as of any other. Values beyond the window's end should not move the state.
  func observation(for cursorSlice: JSONObject) -> any CursorObservation

  /// Whether the record lies behind the state and was not yet delivered.
  func shouldBeSynced(_ record: JSONRecord) throws -> Bool

  /// Whether the state covers the record, so that a feed that gives the newest records first has nothing new behind it. By default
  /// every record that should not be synced.
  func wasSynced(_ record: JSONRecord) throws -> Bool

  /// Takes a fully read slice into the state.
  ///
  /// - Returns: whether there is something new to checkpoint.
  mutating func close(_ cursorSlice: JSONObject, _ observation: any CursorObservation) throws -> Bool

  /// Two or more smaller windows in place of one that the API refused; nil when it cannot be made smaller.
  func split(_ cursorSlice: JSONObject, minimum: TimeDelta?) throws -> [JSONObject]?

  /// What is left of a window behind the furthest record that was observed; nil when none was.
  func narrowed(_ cursorSlice: JSONObject, by observation: any CursorObservation) throws -> JSONObject?

  /// Why the state cannot be told; nil, the default, when it can. The whole sync ends with it when the stream is over.
  var stateError: SyncError? { get }

  /// Whether ``state`` accounts for a slice that was closed, so that a sync that starts from it does not read the slice again. True by
  /// default: a cursor whose slices are closed in any order says so of those beyond a gap.
  func covers(_ cursorSlice: JSONObject) -> Bool
}

extension Cursor {
  public func observation(for cursorSlice: JSONObject) -> any CursorObservation { observation() }
  public func wasSynced(_ record: JSONRecord) throws -> Bool { try !shouldBeSynced(record) }
  public func split(_ cursorSlice: JSONObject, minimum: TimeDelta?) throws -> [JSONObject]? { nil }
  public func narrowed(_ cursorSlice: JSONObject, by observation: any CursorObservation) throws -> JSONObject? { nil }
  public var stateError: SyncError? { nil }
  public func covers(_ cursorSlice: JSONObject) -> Bool { true }
}

/// The record values of one slice as a cursor sees them.
public protocol CursorObservation: Sendable {
  mutating func observe(_ records: [JSONRecord])
  /// The first of the records that the cursor cannot go on from, by its place, and why; nil, the default, when it can from all.
  /// The slice ends behind that record, which is delivered. Not asked for the records of parents.
  func firstInvalid(in records: [JSONRecord]) -> (place: Int, error: SyncError)?
  /// The furthest value seen, in the form in which states hold it; nil before the first.
  var mostRecent: JSONValue? { get }
}

extension CursorObservation {
  public func firstInvalid(in records: [JSONRecord]) -> (place: Int, error: SyncError)? { nil }
}
