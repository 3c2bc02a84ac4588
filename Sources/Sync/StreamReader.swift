internal import ConnectorKit
internal import JSON

/// One stream made ready to be read: its plan, its account, and what its slices are read with.
struct StreamReader: Sendable {
  let plan: StreamPlan
  let tracker: StreamTracker
  let savedState: JSONObject
  let retrieval: RetrievalScope
  let run: RunServices
  /// How far the parents were read when not all slices could be found; the reference alone asks.
  let partialParentState: PartialParentState?

  /// - Parameters:
  ///   - state: from where to read; nil or empty for all of the stream.
  ///   - cursorField: the cursor field that the catalog names, where the stream allows it.
  ///   - window: what is read whatever the state says; nil to go by the state.
  ///   - resumes: whether a stream without a cursor is to have states while it is read.
  /// - Throws: `SyncError` when the schema cannot be had or the state not be understood.
  init(
    _ plan: StreamPlan, state: JSONObject?, cursorField: String? = nil, window: ReadWindow? = nil, resumes: Bool = false,
    purpose: RequestOrigin.Purpose = .page,
    run: RunServices
  ) async throws {
    self.plan = plan
    self.run = run
    partialParentState = run.follows(.advancesPastFailedParents) ? PartialParentState() : nil
    savedState = try Self.migrated(state ?? [:], plan)
    let field = plan.incrementalSync?.allowsCatalogDefinedCursorField == true ? cursorField : nil
    if window != nil, plan.incrementalSync == nil {
      throw SyncError(
        .config, "Stream \(plan.name) has no cursor, so it cannot be read from one date to another.", streamName: plan.name)
    }
    tracker = try StreamTracker(plan, state: savedState, cursorField: field, window: window, resumes: resumes, run: run)
    var retrieval = RetrievalScope(stream: plan, run: run)
    retrieval.purpose = purpose
    retrieval.schema = StreamSchema(try await plan.schemaLoader.schema(streamName: plan.name, run: run))
    if let sync = plan.incrementalSync {
      let tracker = tracker
      if sync.isClientSideIncremental || sync.isDataFeed {
        retrieval.isNew = { record, slice in try tracker.shouldBeSynced(record, in: slice) }
        retrieval.isOld = { record, slice in try tracker.wasSynced(record, in: slice) }
      }
      var setup = CursorSetup(streamName: plan.name, cursorField: field, run: run)
      setup.window = window
      // The reference makes cursors of partitions when it finds these: the first one says what is wrong, after the stream has begun.
      let isMadeLate = run.follows(.makesPartitionCursorsLate) && tracker.isPartitioned
      retrieval.cursor = isMadeLate ? try? sync.makeCursor(setup) : try sync.makeCursor(setup)
    }
    self.retrieval = retrieval
  }

  /// Whether the state tells what was read while the stream has not been read to its end.
  var hasPartialStates: Bool { plan.incrementalSync != nil || tracker.isResumable }

  /// What the stream offers, as outputs know it.
  var description: StreamDescription { StreamDescription(plan, schema: retrieval.schema?.object ?? [:]) }

  static func migrated(_ state: JSONObject, _ plan: StreamPlan) throws -> JSONObject {
    guard !state.isEmpty else { return state }
    var state = state
    for migration in plan.stateMigrations where try migration.shouldMigrate(state, stream: plan) {
      state = try migration.migrate(state, stream: plan)
    }
    return state
  }

  /// Hands over the slices one by one, in order, until `body` wants no more. The next is looked for when it returns.
  ///
  /// - Returns: the final states of incremental parents, nil when there are none, and whether all slices were found.
  @discardableResult
  func forEachSlice(
    _ body: (StreamSlice) async throws -> ReadControl
  ) async throws -> (parentState: JSONObject?, foundAll: Bool) {
    let walk = Walk()
    func ready(_ slice: StreamSlice) async throws {
      if case .stop = try await body(slice) { throw WalkStopped(walk: walk) }
    }
    do {
      guard var preparation = plan.retriever.preparation(retrieval) else { return (try await forEachWindow(ready), true) }
      let parentState = try await forEachWindow { try await preparation.add($0, ready: ready) }
      try await preparation.finish(ready: ready)
      return (parentState, true)
    } catch let stop as WalkStopped where stop.walk === walk {
      return (nil, false)
    }
  }

  /// One walk over the slices of a stream, which may be within the walk over the slices of a parent.
  private final class Walk: Sendable {}

  /// Ends the walks of routers, which know no other end than the last partition and an error.
  private struct WalkStopped: Error {
    let walk: Walk
  }

  private func forEachWindow(_ body: (StreamSlice) async throws -> Void) async throws -> JSONObject? {
    let scope = PartitionScope(streamName: plan.name, streamState: savedState, run: run, partialParentState: partialParentState)
    guard run.follows(.looksOnePartitionAhead), tracker.isPartitioned else {
      return try await plan.retriever.partitionRouter.partitions(scope) { try await handOut($0, body) }
    }
    // The reference looks for the next partition before it hands one out, which shows in the requests for parents.
    var held: Partition?
    let parentState = try await plan.retriever.partitionRouter.partitions(scope) { partition in
      let previous = held
      held = partition
      if let previous { try await handOut(previous, body) }
    }
    if let held { try await handOut(held, body) }
    return parentState
  }

  /// Hands over the windows of a partition.
  private func handOut(_ partition: Partition, _ body: (StreamSlice) async throws -> Void) async throws {
    guard let windows = try tracker.begin(partition) else {
      if tracker.isFirstRepetition() {
        run.log.write(.warning, "Skipped duplicate partitions of stream \(plan.name).")
      }
      return
    }
    let iterator = windows.makeIterator()
    var upcoming = iterator.next()
    while let window = upcoming {
      upcoming = iterator.next()
      let slice = StreamSlice(
        partition: partition.slice.partition, cursorSlice: window, extraFields: partition.slice.extraFields)
      tracker.handOut(slice, isLast: upcoming == nil)
      try await body(slice)
    }
  }

  /// Reads one slice to its end, or until `emit` says to stop, and hands over its records; the account is not touched.
  func read(_ slice: StreamSlice, reading: SliceReading? = nil, _ emit: (RecordPage) async throws -> ReadControl) async throws {
    var scope = retrieval
    scope.prefetches = run.options.prefetches
    scope.reading = reading
    try await plan.retriever.read(slice, scope, emit)
  }
}
