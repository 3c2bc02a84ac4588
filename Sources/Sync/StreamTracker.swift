internal import ConnectorKit
internal import JSON
internal import Synchronization

/// Keeps account of how far one stream has been read. Safe to use from all the tasks that read its slices.
final class StreamTracker: ReadProgress {
  private struct Content {
    var progress: any StreamProgress
    /// The slices that are closed and that no checkpoint has covered yet.
    var closed: [ClosedSlice] = []
    /// Whether the state is that of a stream that was read to its end.
    var isFinished = false
    var didWarnAboutDuplicates = false
  }

  private struct ClosedSlice {
    let id: SliceID
    /// What the state must account for; nil when the next one does, or only the one at the end.
    let pending: StreamSlice?
    let isCoveredAtEnd: Bool
  }

  private let content: Mutex<Content>
  /// Whether the stream has no cursor, but states that tell which of its partitions were read.
  let isResumable: Bool

  /// - Parameters:
  ///   - state: from where to read; empty for all of it.
  ///   - window: what is read whatever the state says; nil to go by the state.
  ///   - resumes: whether a stream without a cursor is to have states while it is read.
  /// - Throws: `SyncError` when the state cannot be understood.
  init(_ plan: StreamPlan, state: JSONObject, cursorField: String?, window: ReadWindow? = nil, resumes: Bool = false, run: RunServices)
    throws
  {
    isResumable = resumes && plan.incrementalSync == nil && plan.retriever.partitionRouter.isPartitioned
    if isResumable {
      let skipsEqual = !run.follows(.rereadsEqualPartitions)
      content = Mutex(Content(progress: ResumableProgress(state: state, skipsEqualPartitions: skipsEqual, clock: run.clock)))
      return
    }
    var setup = CursorSetup(streamName: plan.name, state: window == nil ? state : [:], cursorField: cursorField, run: run)
    setup.window = window
    content = Mutex(Content(progress: try Self.progress(plan, setup)))
  }

  /// The progress of a stream that was read as far as a state says.
  ///
  /// - Throws: ``SyncError`` when the state cannot be understood.
  static func progress(_ plan: StreamPlan, _ setup: CursorSetup) throws -> any StreamProgress {
    let router = plan.retriever.partitionRouter
    guard let sync = plan.incrementalSync else {
      return FullRefreshProgress(skipsEqualPartitions: router.isPartitioned && !setup.run.follows(.rereadsEqualPartitions))
    }
    guard router.isPartitioned else { return CursorProgress(try sync.makeCursor(setup)) }
    return try PartitionedProgress(sync, setup: setup, sharesCursor: router.sharesCursor)
  }

  /// Whether each partition has a cursor of its own.
  var isPartitioned: Bool { content.withLock { $0.progress.isPartitioned } }

  /// Starts a partition; nil when one of the same value was begun before.
  func begin(_ partition: Partition) throws -> AnySequence<JSONObject>? {
    try content.withLock { try $0.progress.begin(partition) }
  }

  /// Whether it was not yet said that a partition occurs more than once: parents may repeat thousands of them.
  func isFirstRepetition() -> Bool {
    content.withLock { content in
      defer { content.didWarnAboutDuplicates = true }
      return !content.didWarnAboutDuplicates
    }
  }

  func handOut(_ slice: StreamSlice, isLast: Bool) { content.withLock { $0.progress.handOut(slice, isLast: isLast) } }

  func observation(for slice: StreamSlice) throws -> (any CursorObservation)? {
    try content.withLock { try $0.progress.observation(for: slice) }
  }

  func shouldBeSynced(_ record: JSONRecord, in slice: StreamSlice) throws -> Bool {
    try content.withLock { try $0.progress.shouldBeSynced(record, in: slice) }
  }

  /// Whether the state covers a record.
  func wasSynced(_ record: JSONRecord, in slice: StreamSlice) throws -> Bool {
    try content.withLock { try $0.progress.wasSynced(record, in: slice) }
  }

  /// Takes a fully read slice into the account.
  ///
  /// - Parameter id: the slice within the sync; nil where nobody asks what states cover.
  /// - Returns: the state to put out now, or nil when none is due.
  func close(_ slice: StreamSlice, _ observation: (any CursorObservation)?, id: SliceID? = nil) throws -> JSONObject? {
    try content.withLock { content in
      let state = if let observation { try content.progress.close(slice, observation) } else { content.progress.close(slice) }
      if let id {
        let atEnd = content.progress.coversOnlyAtEnd
        let pending = atEnd || content.progress.covers(slice) ? nil : slice
        content.closed.append(ClosedSlice(id: id, pending: pending, isCoveredAtEnd: atEnd))
      }
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
    if closed.isCoveredAtEnd || content.progress.coversOnlyAtEnd { return content.isFinished }
    return closed.pending.map(content.progress.covers) ?? true
  }

  /// The state at the end of the stream.
  ///
  /// - Parameters:
  ///   - parentState: how far incremental parents were read; nil when there are none.
  ///   - foundAll: whether all slices were found.
  /// - Throws: ``StateUnavailable`` when it cannot be told.
  func finish(parentState: JSONObject?, foundAll: Bool = true) throws -> JSONObject {
    try content.withLock { content in
      content.isFinished = try content.progress.finish(parentState: parentState, foundAll: foundAll)
      return content.progress.state
    }
  }

  var state: JSONObject { content.withLock { $0.progress.state } }
}
