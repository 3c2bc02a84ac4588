internal import Concurrency
internal import ConnectorKit
internal import JSON
internal import Synchronization

/// The reading of one stream from its STARTED to its COMPLETE or INCOMPLETE.
final class StreamSync: Sendable {
  private struct Progress {
    var recordsSinceCheckpoint = 0
    var records = 0
    var failures = FailureTally()
    /// Records that are delivered, or about to be.
    var claimed = 0
    var limits: Set<ReadLimit> = []
  }

  private struct Preparation {
    let reader: StreamReader
    /// Whether the saved state is of no use.
    let isStateDropped: Bool
  }

  private let stream: SelectedStream
  private let services: RunServices
  private let bareOutput: any SyncOutput
  private let slicePermits: AsyncSemaphore
  private let progress = Mutex(Progress())
  /// Keeps states in the order in which they were made.
  private let checkpointTurn = AsyncSemaphore(1)
  /// Opens when the stream has handed out its last slice.
  private let slicesAreFound = Latch<Void>()
  private let onSlicesFound: @Sendable () -> Void
  private let watch: ReadWatch

  /// - Parameter slicesAreFound: called once, when the stream has handed out its last slice.
  init(
    _ stream: SelectedStream, run: RunServices, output: any SyncOutput, slicePermits: AsyncSemaphore, watch: ReadWatch = ReadWatch(),
    slicesAreFound: @escaping @Sendable () -> Void
  ) {
    self.stream = stream
    services = run
    bareOutput = output
    self.slicePermits = slicePermits
    onSlicesFound = slicesAreFound
    self.watch = watch
    if watch.limits.records == 0 { reach(.records) }
  }

  /// What went wrong so far, in the order in which it did.
  var errors: [SyncError] { progress.withLock(\.failures.errors) }

  /// The limits that kept something from being read.
  private var limits: Set<ReadLimit> { progress.withLock(\.limits) }

  /// Whether no more records are wanted.
  private var isEnough: Bool { limits.contains(.records) }

  /// Where the stream goes.
  ///
  /// - Throws: `CancellationError` when the stream was ended without this reading, which a component had held up.
  private var output: any SyncOutput {
    get throws {
      if ComponentWatch.current?.isClosed == true { throw CancellationError() }
      return bareOutput
    }
  }

  /// Gives back the right to look for slices; does nothing the second time.
  func endSearch() {
    if slicesAreFound.open() { onSlicesFound() }
  }

  private var id: StreamID { stream.selection.id }
  private var name: String { stream.component.name }

  /// Reads the stream.
  ///
  /// - Returns: what went wrong, in the order in which it did.
  func run() async throws -> [SyncError] {
    defer { endSearch() }
    var ready = try await earlyPreparation()
    try await output.begin(id)
    services.log.write(.info, "Syncing stream: \(name)")
    do {
      let preparation = if let ready { ready } else { try await preparation() }
      let reader = preparation.reader
      ready = preparation
      try await output.prepare(reader.description, as: stream.selection)
      if preparation.isStateDropped { try await checkpointTurn.withPermit { try await emit([:], of: reader) } }
      let slices = try await readSlices(reader)
      if !limits.isEmpty {
        // What a limit has cut is not accounted for, and a stream without a cursor has no account but that it is done.
        if reader.hasPartialStates { try await checkpoint(reader.tracker.state, of: reader) }
      } else if reader.tracker.isResumable, !errors.isEmpty {
        try await checkpoint(reader.tracker.state, of: reader)
      } else {
        let state = try reader.tracker.finish(parentState: slices.parentState, foundAll: slices.foundAll)
        if canEmitState(of: reader) { try await checkpoint(state, of: reader) }
      }
    } catch let untold as StateUnavailable {
      throw Self.endingSync(untold.fault)
    } catch let error where Self.isEnding(error) {
      // Whoever ends a run keeps what it has read: all slices have stopped, so the account is final.
      // A stream without a cursor has no account but that it is done, and it is not.
      let reader = ready?.reader
      // In a task that is not cancelled, so that an output that waits for its turn takes the last state.
      try await Task {
        if let reader, reader.hasPartialStates { try await emit(reader.tracker.state, of: reader) }
        try await output.end(id, .cancelled)
      }.value
      throw CancellationError()
    } catch {
      try await report(error)
    }
    services.log.write(.info, "Read \(progress.withLock(\.records)) records from \(name) stream")
    let errors = self.errors
    try await output.end(id, errors.isEmpty ? limits.isEmpty ? .complete : .limited(limits) : .incomplete(errors))
    return errors
  }

  /// Whether an error comes of the end of the run, whatever a component has made of it.
  private static func isEnding(_ error: any Error) -> Bool {
    error is CancellationError || Task.isCancelled && !(error is OutputFailure)
  }

  /// The reference makes a stream ready before it begins it, so that what fails there ends the whole sync.
  private func earlyPreparation() async throws -> Preparation? {
    guard services.follows(.endsSyncOnUnreadyStreams) else { return nil }
    do {
      return try await preparation()
    } catch let error as CancellationError {
      throw error
    } catch {
      throw Self.endingSync(error)
    }
  }

  /// What ends the whole sync is no matter of one stream.
  private static func endingSync(_ error: any Error) -> SyncError {
    var failure = SyncError(wrapping: error)
    failure.streamName = nil
    return failure
  }

  private func preparation() async throws -> Preparation {
    let state = try stream.component.validState(stream.selection.state, run: services)
    let plan = try stream.component.plan(state: state, run: services)
    let reader = try await StreamReader(
      plan, state: state, cursorField: stream.selection.cursorField, window: stream.selection.window,
      resumes: stream.selection.resumesFullRefresh && !stream.component.dependsOnState, run: services)
    return Preparation(reader: reader, isStateDropped: state == nil && stream.selection.state != nil)
  }

  /// A stream that is read in another way from any state has none until it was read whole: the next sync is to read it whole again.
  private func canEmitState(of reader: StreamReader) -> Bool {
    guard stream.component.dependsOnState, reader.plan.incrementalSync == nil, !services.follows(.emitsStateAfterFailedFullRead) else {
      return true
    }
    return progress.withLock(\.failures.errors.isEmpty)
  }

  /// - Returns: the states of incremental parents as far as these were read, nil when there are none, and whether all slices were found.
  private func readSlices(_ reader: StreamReader) async throws -> (parentState: JSONObject?, foundAll: Bool) {
    // A group that discards: any other keeps each of its tasks until somebody asks for its result.
    try await withThrowingDiscardingTaskGroup { group in
      var walk: (parentState: JSONObject?, foundAll: Bool)
      var found = 0
      do {
        walk = try await reader.forEachSlice { slice in
          guard !isEnough, found != watch.limits.slices else {
            if !isEnough { reach(.slices) }
            return .stop
          }
          try await slicePermits.acquire()
          // The group throws what has ended the stream.
          guard !group.isCancelled, !isEnough else {
            slicePermits.release()
            return .stop
          }
          let number = SliceID(found)
          found += 1
          group.addTask {
            defer { self.slicePermits.release() }
            try await self.readSlice(slice, number, reader)
          }
          return .proceed
        }
      } catch let error where !Self.isEnding(error) {
        walk = (reader.partialParentState?.states, false)
        try await report(error)
      }
      endSearch()
      return walk
    }
  }

  /// Reads a slice; a failure is reported and ends this slice alone.
  private func readSlice(_ slice: StreamSlice, _ number: SliceID, _ reader: StreamReader) async throws {
    do {
      var observation = try reader.tracker.observation(for: slice)
      let reading = watch.begin(number, slice, of: id)
      try await reader.read(slice, reading: reading) { page in
        let wanted = withinLimit(page)
        if !wanted.records.isEmpty { try await take(wanted, of: slice, number, reader, &observation) }
        return isEnough ? .stop : .proceed
      }
      if reading?.isCut == true { reach(.pagesPerSlice) }
      // A slice that may have been cut is none that the state accounts for.
      if isEnough || reading?.isCut == true { return }
      let finished = observation
      try await checkpointTurn.withPermit {
        guard let state = try reader.tracker.close(slice, finished, id: number) else { return }
        try await emit(state, of: reader)
      }
    } catch {
      if Self.isEnding(error) { throw CancellationError() }
      try await report(error, slice: slice)
    }
  }

  /// Delivers the records of a page and lets the cursor see them, up to one that it cannot account for.
  private func take(
    _ page: RecordPage, of slice: StreamSlice, _ number: SliceID, _ reader: StreamReader, _ observation: inout (any CursorObservation)?
  ) async throws {
    guard let uploader = reader.plan.fileUploader else {
      let records = observation == nil ? [] : page.records.array
      guard let fault = observation?.firstInvalid(in: records) else {
        try await deliver(page, from: number)
        observation?.observe(records)
        return
      }
      let good = Array(records[...fault.place])
      try await deliver(RecordPage(good), from: number)
      observation?.observe(good)
      throw fault.error
    }
    // Each record is delivered with its file, so that those before a failure are not lost.
    let scope = RecordScope(streamName: name, slice: slice, run: services)
    for record in page.records {
      var part = RecordPage([record])
      if let file = try await uploader.upload(record, scope) { part.files = [file] }
      try await deliver(part, from: number)
      let fault = observation?.firstInvalid(in: [record])
      observation?.observe([record])
      if let fault { throw fault.error }
    }
  }

  private func reach(_ limit: ReadLimit) { progress.withLock { _ = $0.limits.insert(limit) } }

  /// The records that the limit of the stream leaves; all where it has none.
  private func withinLimit(_ page: RecordPage) -> RecordPage {
    guard let limit = watch.limits.records else { return page }
    let count = progress.withLock { progress in
      let count = min(page.records.count, limit - progress.claimed)
      progress.claimed += count
      if progress.claimed == limit { progress.limits.insert(.records) }
      return count
    }
    return count == page.records.count ? page : RecordPage(Array(page.records.array.prefix(count)))
  }

  private func deliver(_ page: RecordPage, from slice: SliceID) async throws {
    progress.withLock { $0.records += page.records.count }
    try await output.deliver(page, of: id, from: slice)
    progress.withLock { $0.recordsSinceCheckpoint += page.records.count }
  }

  private func checkpoint(_ state: JSONObject, of reader: StreamReader) async throws {
    try await checkpointTurn.withPermit { try await emit(state, of: reader) }
  }

  private func emit(_ state: JSONObject, of reader: StreamReader) async throws {
    let count = progress.withLock { progress in
      defer { progress.recordsSinceCheckpoint = 0 }
      return progress.recordsSinceCheckpoint
    }
    try await output.checkpoint(state, of: id, covering: reader.tracker.takeCovered(), recordCount: count)
  }

  private func report(_ error: any Error, slice: StreamSlice? = nil) async throws {
    if let error = error as? OutputFailure { throw error }
    var failure = SyncError(wrapping: error, streamName: name)
    // A parent's failure is one of the stream that it is read for.
    if !(failure.retriesAreExhausted && services.follows(.namesParentsInFailures)) { failure.streamName = name }
    if let slice, !slice.isEmpty {
      failure.internalMessage += " (slice \(JSONText.compact(.object(slice.merged))))"
    }
    let joinsEqual = !services.follows(.repeatsEqualFailures)
    let isNews = progress.withLock { $0.failures.add(failure, slice: slice, joinsEqual: joinsEqual) }
    guard isNews else {
      services.log.write(.debug, "Stream \(name) failed again in the same way: \(failure.internalMessage)")
      return
    }
    try await output.failure(failure, of: id)
  }
}
