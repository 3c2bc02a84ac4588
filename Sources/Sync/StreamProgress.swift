internal import ConnectorKit
internal import JSON

/// How far one stream has been read. A value: who shares it keeps it behind a lock.
protocol StreamProgress: Sendable {
  /// Whether each partition has a cursor of its own.
  var isPartitioned: Bool { get }

  /// Whether only the state at the end of the stream accounts for what was closed.
  var coversOnlyAtEnd: Bool { get }

  /// Starts a partition.
  ///
  /// - Returns: its windows, or nil when a partition of this value was begun before: parents that are read window by window
  ///   come more than once.
  mutating func begin(_ partition: Partition) throws -> AnySequence<JSONObject>?

  /// Counts a window that was handed out.
  mutating func handOut(_ slice: StreamSlice, isLast: Bool)

  func observation(for slice: StreamSlice) throws -> (any CursorObservation)?
  func shouldBeSynced(_ record: JSONRecord, in slice: StreamSlice) throws -> Bool
  /// Whether the state covers a record.
  func wasSynced(_ record: JSONRecord, in slice: StreamSlice) throws -> Bool

  /// Takes a fully read window into the state.
  ///
  /// - Returns: the state to put out now, or nil when none is due.
  mutating func close(_ slice: StreamSlice, _ observation: any CursorObservation) throws -> JSONObject?

  /// Takes a fully read window into the state that nobody has observed.
  ///
  /// - Returns: the state to put out now, or nil when none is due.
  mutating func close(_ slice: StreamSlice) -> JSONObject?

  /// Whether the present state accounts for a window that was closed.
  func covers(_ slice: StreamSlice) -> Bool

  /// The end of the stream.
  ///
  /// - Parameters:
  ///   - parentState: how far incremental parents were read; nil when there are none.
  ///   - foundAll: whether all slices were found.
  /// - Returns: whether the state accounts for everything that was closed.
  /// - Throws: ``StateUnavailable`` when it cannot be told.
  mutating func finish(parentState: JSONObject?, foundAll: Bool) throws -> Bool

  /// The state as it goes into a STATE message.
  var state: JSONObject { get }
}

extension StreamProgress {
  var isPartitioned: Bool { false }
  var coversOnlyAtEnd: Bool { false }
  func handOut(_ slice: StreamSlice, isLast: Bool) {}
  func close(_ slice: StreamSlice) -> JSONObject? { nil }
}

/// The progress of a stream without a cursor, which is read whole.
struct FullRefreshProgress: StreamProgress {
  /// The partitions that were begun; nil where equal ones are read again.
  private var seen: FingerprintSet<JSONObject>?

  init(skipsEqualPartitions: Bool) { seen = skipsEqualPartitions ? FingerprintSet() : nil }

  var coversOnlyAtEnd: Bool { true }

  mutating func begin(_ partition: Partition) -> AnySequence<JSONObject>? {
    guard seen?.insert(partition.slice.partition) ?? true else { return nil }
    return AnySequence(CollectionOfOne([:]))
  }

  func observation(for slice: StreamSlice) -> (any CursorObservation)? { nil }
  func shouldBeSynced(_ record: JSONRecord, in slice: StreamSlice) -> Bool { true }
  func wasSynced(_ record: JSONRecord, in slice: StreamSlice) -> Bool { false }
  func close(_ slice: StreamSlice, _ observation: any CursorObservation) -> JSONObject? { nil }
  func covers(_ slice: StreamSlice) -> Bool { false }
  func finish(parentState: JSONObject?, foundAll: Bool) -> Bool { true }

  var state: JSONObject { FullRefreshState.complete }
}

/// The progress of a stream with one cursor.
struct CursorProgress: StreamProgress {
  private var cursor: any Cursor

  init(_ cursor: any Cursor) { self.cursor = cursor }

  mutating func begin(_ partition: Partition) throws -> AnySequence<JSONObject>? { try cursor.slices() }
  func observation(for slice: StreamSlice) -> (any CursorObservation)? { cursor.observation(for: slice.cursorSlice) }
  func shouldBeSynced(_ record: JSONRecord, in slice: StreamSlice) throws -> Bool { try cursor.shouldBeSynced(record) }
  func wasSynced(_ record: JSONRecord, in slice: StreamSlice) throws -> Bool { try cursor.wasSynced(record) }

  mutating func close(_ slice: StreamSlice, _ observation: any CursorObservation) throws -> JSONObject? {
    try cursor.close(slice.cursorSlice, observation) ? cursor.state : nil
  }

  func covers(_ slice: StreamSlice) -> Bool { cursor.covers(slice.cursorSlice) }

  func finish(parentState: JSONObject?, foundAll: Bool) throws -> Bool {
    if let fault = cursor.stateError { throw StateUnavailable(fault: fault) }
    return true
  }

  var state: JSONObject { cursor.state }
}

/// The state of a stream cannot be told at its end.
struct StateUnavailable: Error {
  let fault: SyncError
}
