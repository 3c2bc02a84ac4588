internal import ConnectorKit
internal import JSON
internal import Synchronization

/// Keeps account of how far one stream has been read. Safe to use from all the tasks that read its slices.
final class StreamLedger: ReadingAccount {
  /// The state of a stream that was read whole and has no cursor.
  static let noCursorState: JSONObject = ["__ab_no_cursor_state_message": true]

  private enum Account {
    case none(seen: FingerprintSet<JSONObject>?)
    case single(any Cursor)
    case partitioned(PartitionedCursor)
  }

  private struct Content {
    var account: Account
    var lastCheckpoint = -Double.infinity
    /// The slices that are closed and that no checkpoint has covered yet.
    var closed: [ClosedSlice] = []
    /// Whether the state is that of a stream that was read to its end.
    var isFinished = false
    var hasToldOfRepetition = false
  }

  private struct ClosedSlice {
    enum Coverage {
      case nextState
      case finalState
      /// Once the state accounts for the slice.
      case pending(StreamSlice)
    }

    let id: SliceID
    var coverage: Coverage
  }

  private let content: Mutex<Content>
  private let clock: any Clock
  private let interval: Double

  /// - Parameter state: from where to read; empty for all of it.
  /// - Throws: `SyncError` when the state cannot be understood.
  init(_ plan: StreamPlan, state: JSONObject, cursorField: String?, run: RunServices) throws {
    clock = run.clock
    interval = run.follows(.checkpointsEvery600Seconds) ? 600 : run.options.checkpointInterval
    let account: Account
    if let sync = plan.incrementalSync {
      let setup = CursorSetup(streamName: plan.name, state: state, cursorField: cursorField, run: run)
      if !plan.retriever.partitionRouter.isPartitioned {
        account = .single(try sync.makeCursor(setup))
      } else {
        account = .partitioned(
          try PartitionedCursor(sync, setup: setup, sharesCursor: plan.retriever.partitionRouter.sharesCursor))
      }
    } else {
      let isPartitioned = plan.retriever.partitionRouter.isPartitioned
      account = .none(seen: isPartitioned && !run.follows(.rereadsEqualPartitions) ? FingerprintSet() : nil)
    }
    content = Mutex(Content(account: account))
  }

  /// Whether each partition has a cursor of its own.
  var isPartitioned: Bool { content.withLock { if case .partitioned = $0.account { true } else { false } } }

  /// Starts a partition; nil when one of the same value was begun before.
  func begin(_ partition: Partition) throws -> AnySequence<JSONObject>? {
    try content.withLock { content in
      switch content.account {
      case .none(var seen):
        // Taken out while it changes: what is held twice would be copied.
        content.account = .none(seen: nil)
        defer { content.account = .none(seen: seen) }
        guard seen?.insert(partition.slice.partition) ?? true else { return nil }
        return AnySequence(CollectionOfOne([:]))
      case .single(var cursor):
        let slices = try cursor.slices()
        content.account = .single(cursor)
        return slices
      case .partitioned(let cursor): return try cursor.begin(partition)
      }
    }
  }

  /// Whether it was not yet said that a partition occurs more than once: parents may repeat thousands of them.
  func isFirstRepetition() -> Bool {
    content.withLock { content in
      defer { content.hasToldOfRepetition = true }
      return !content.hasToldOfRepetition
    }
  }

  func handOut(_ slice: StreamSlice, isLast: Bool) {
    content.withLock { content in
      guard case .partitioned(let cursor) = content.account else { return }
      cursor.handOut(slice.partition, isLast: isLast)
    }
  }

  func observation(for slice: StreamSlice) throws -> (any CursorObservation)? {
    try content.withLock { content in
      switch content.account {
      case .none: nil
      case .single(let cursor): cursor.observation(for: slice.cursorSlice)
      case .partitioned(let cursor): try cursor.observation(for: slice)
      }
    }
  }

  func shouldBeSynced(_ record: JSONRecord, in slice: StreamSlice) throws -> Bool {
    try content.withLock { content in
      switch content.account {
      case .none: true
      case .single(let cursor): try cursor.shouldBeSynced(record)
      case .partitioned(let cursor): try cursor.shouldBeSynced(record, in: slice.partition)
      }
    }
  }

  /// Whether the state covers a record.
  func wasSynced(_ record: JSONRecord, in slice: StreamSlice) throws -> Bool {
    try content.withLock { content in
      switch content.account {
      case .none: false
      case .single(let cursor): try cursor.wasSynced(record)
      case .partitioned(let cursor): try cursor.wasSynced(record, in: slice.partition)
      }
    }
  }

  /// Takes a fully read slice into the account.
  ///
  /// - Parameter id: the slice within the sync; nil where nobody asks what states cover.
  /// - Returns: the state to put out now, or nil when none is due.
  func close(_ slice: StreamSlice, _ observation: (any CursorObservation)?, id: SliceID? = nil) throws -> JSONObject? {
    try content.withLock { content in
      let state = try Self.close(slice, observation, in: &content, now: Double(clock.now()) / 1_000_000, interval: interval)
      if let id { content.closed.append(ClosedSlice(id: id, coverage: Self.coverage(of: slice, in: content))) }
      return state
    }
  }

  /// The closed slices that the present state accounts for and that were not taken before.
  func takeCovered() -> [SliceID] {
    content.withLock { content in
      var covered: [SliceID] = []
      var rest: [ClosedSlice] = []
      for closed in content.closed {
        if Self.isCovered(closed, in: content) { covered.append(closed.id) } else { rest.append(closed) }
      }
      content.closed = rest
      return covered
    }
  }

  private static func isCovered(_ closed: ClosedSlice, in content: Content) -> Bool {
    // Partitions may come to share one cursor at any time, which knows nothing of each.
    if case .partitioned(let cursor) = content.account, cursor.usesGlobalCursor { return content.isFinished }
    switch closed.coverage {
    case .nextState: return true
    case .finalState: return content.isFinished
    case .pending(let slice):
      if case .nextState = coverage(of: slice, in: content) { return true }
      return false
    }
  }

  private static func coverage(of slice: StreamSlice, in content: Content) -> ClosedSlice.Coverage {
    switch content.account {
    case .none: .finalState
    case .single(let cursor): cursor.covers(slice.cursorSlice) ? .nextState : .pending(slice)
    case .partitioned(let cursor):
      switch cursor.covers(slice) {
      case true?: .nextState
      case false?: .pending(slice)
      case nil: .finalState
      }
    }
  }

  private static func close(
    _ slice: StreamSlice, _ observation: (any CursorObservation)?, in content: inout Content, now: Double, interval: Double
  ) throws -> JSONObject? {
    guard let observation else { return nil }
    switch content.account {
    case .none: return nil
    case .single(var cursor):
      // A cursor that fails may know itself that its state is lost.
      defer { content.account = .single(cursor) }
      let isNews = try cursor.close(slice.cursorSlice, observation)
      return isNews ? cursor.state : nil
    case .partitioned(let cursor):
      try cursor.close(slice, observation)
      guard now - content.lastCheckpoint > interval else { return nil }
      content.lastCheckpoint = now
      return cursor.hasIntermediateState ? cursor.state : nil
    }
  }

  /// The state at the end of the stream.
  ///
  /// - Parameters:
  ///   - parentState: how far incremental parents were read; nil when there are none.
  ///   - foundAll: whether all slices were found.
  /// - Throws: ``UntoldState`` when it cannot be told.
  func finish(parentState: JSONObject?, foundAll: Bool = true) throws -> JSONObject {
    try content.withLock { content in
      switch content.account {
      case .none:
        content.isFinished = true
        return Self.noCursorState
      case .single(let cursor):
        if let fault = cursor.stateFault { throw UntoldState(fault: fault) }
        return cursor.state
      case .partitioned(let cursor):
        if let fault = cursor.stateFault { throw UntoldState(fault: fault) }
        content.isFinished = cursor.finish(parentState: parentState, foundAll: foundAll)
        return cursor.state
      }
    }
  }

  var state: JSONObject {
    content.withLock { content in
      switch content.account {
      case .none: Self.noCursorState
      case .single(let cursor): cursor.state
      case .partitioned(let cursor): cursor.state
      }
    }
  }
}

/// The state of a stream cannot be told at its end.
struct UntoldState: Error {
  let fault: SyncError
}
