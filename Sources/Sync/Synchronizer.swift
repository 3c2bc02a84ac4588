internal import Concurrency
package import ConnectorKit
internal import Synchronization

/// A stream chosen for a sync.
package struct SelectedStream: Sendable {
  package var component: any StreamComponent
  package var selection: StreamSelection

  package init(_ component: any StreamComponent, _ selection: StreamSelection) {
    self.component = component
    self.selection = selection
  }
}

/// Reads the chosen streams side by side, within a bound on the slices read at a time.
package struct Synchronizer: Sendable {
  private let run: RunServices
  private let output: any SyncOutput
  private let slicePermits: AsyncSemaphore
  private let streamPermits: AsyncSemaphore
  private let concurrency: Int
  private let groups: [String: String]
  private let watch: ReadWatch
  /// The time by which custom components are watched.
  package var timer = ComponentSupervision.Timer.machine

  /// - Parameters:
  ///   - concurrency: how many slices are read at a time over all streams.
  ///   - groups: the names of the groups whose streams are not read at the same time, by stream name.
  package init(
    run: RunServices, output: any SyncOutput, concurrency: Int, groups: [String: String] = [:], limits: ReadLimits = .none,
    observer: (any ReadObserver)? = nil
  ) {
    var run = run
    // A page that a limit may turn out to exclude is not requested beforehand.
    if limits != .none { run.options.mayPrefetch = false }
    self.run = run
    watch = ReadWatch(limits: limits.clamped, observer: observer)
    self.groups = groups
    self.output = output
    self.concurrency = max(1, concurrency)
    slicePermits = AsyncSemaphore(self.concurrency)
    streamPermits = AsyncSemaphore(max(1, self.concurrency / 2))
  }

  /// Reads all streams. One that fails does not stop the others, but for one whose custom component does not come back: that ends the
  /// reading as a cancellation does, with what the others have read put out.
  ///
  /// - Throws: `CancellationError`, and what the output throws.
  package func sync(_ streams: [SelectedStream]) async throws -> SyncResult {
    let result = try await read(streams)
    try await output.finish()
    return result
  }

  private func read(_ streams: [SelectedStream]) async throws -> SyncResult {
    if run.follows(.endsSyncOnUnreadyStreams) { try await checkStates(of: streams) }
    let turns = StreamGroups(groups)
    let outcomes = StreamOutcomes()
    var waiting = try streams.enumerated().map { ($0.offset, try candidate($0.element)) }
    do {
      try await withThrowingDiscardingTaskGroup { group in
        while !waiting.isEmpty {
          try await streamPermits.acquire()
          let index = try await turns.next(of: waiting.map(\.1))
          // A stream has ended the reading.
          guard !group.isCancelled else { return }
          let (place, candidate) = waiting.remove(at: index)
          group.addTask {
            defer { turns.isRead(candidate) }
            let task = StreamSync(streams[place], run: run, output: output, slicePermits: slicePermits, watch: watch) {
              streamPermits.release()
              turns.parentsAreRead(by: candidate)
            }
            defer { task.endSearch() }
            do {
              outcomes.add(place, errors: try await ComponentSupervision.run(run, timer: timer) { try await task.run() })
            } catch let hang as ComponentHang {
              var error = SyncError(wrapping: hang)
              error.streamName = streams[place].component.name
              outcomes.add(place, errors: task.errors + [error], isHang: true)
              throw hang
            }
          }
        }
      }
    } catch  where !(error is OutputFailure) && !outcomes.hangs.isEmpty {
      // Comes out of the group when all other streams have ended.
      try await endHeldUp(outcomes.hangs, of: streams)
      try Task.checkCancellation()
      guard error is ComponentHang else { throw error }
      for (place, _) in waiting { try await output.end(streams[place].selection.id, .cancelled) }
    }
    return SyncResult(failures: outcomes.failures.map { (streams[$0.place].selection.id, $0.errors) })
  }

  /// Ends the streams that components have held up.
  private func endHeldUp(_ hangs: [StreamOutcomes.Outcome], of streams: [SelectedStream]) async throws {
    for hang in hangs {
      let id = streams[hang.place].selection.id
      if let error = hang.errors.last { try await output.failure(error, of: id) }
      try await output.end(id, .incomplete(hang.errors))
    }
  }

  private func candidate(_ stream: SelectedStream) throws -> StreamGroups.Candidate {
    let ancestors = groups.isEmpty ? [] : try ancestors(of: stream.component)
    return StreamGroups.Candidate(name: stream.component.name, groupedAncestors: ancestors.filter { groups[$0] != nil }.sorted())
  }

  private func ancestors(of stream: any StreamComponent) throws -> Set<String> {
    let parents = try stream.plan(state: nil, run: run).retriever.partitionRouter.parentStreams
    return try parents.reduce(into: []) { $0.formUnion(try ancestors(of: $1).union([$1.name])) }
  }

  /// The reference reads all states before it begins, so that one it cannot understand fails the whole sync.
  private func checkStates(of streams: [SelectedStream]) async throws {
    for stream in streams {
      guard let state = stream.selection.state else { continue }
      do {
        try checkState(state, of: stream.component)
      } catch let error as SyncError {
        throw SyncError(.system, error.message, internalMessage: error.internalMessage)
      }
    }
  }

  private func checkState(_ state: JSONObject, of stream: any StreamComponent) throws {
    let plan = try stream.plan(state: state, run: run)
    guard plan.incrementalSync != nil else { return }
    let state = try StreamReader.migrated(state, plan)
    _ = try StreamTracker.progress(plan, CursorSetup(streamName: plan.name, state: state, run: run))
    for (parent, state) in try plan.retriever.partitionRouter.parentStates(in: state, run: run) { try checkState(state, of: parent) }
  }
}

/// How streams ended that were not cancelled, in the order in which they did.
private final class StreamOutcomes: Sendable {
  struct Outcome {
    let place: Int
    /// What went wrong; a hang is the last.
    let errors: [SyncError]
    let isHang: Bool
  }

  private let outcomes = Mutex<[Outcome]>([])

  func add(_ place: Int, errors: [SyncError], isHang: Bool = false) {
    outcomes.withLock { $0.append(Outcome(place: place, errors: errors, isHang: isHang)) }
  }

  var hangs: [Outcome] { outcomes.withLock { $0.filter(\.isHang) } }

  /// Those with errors, in the order of the selection.
  var failures: [Outcome] { outcomes.withLock { $0.filter { !$0.errors.isEmpty }.sorted { $0.place < $1.place } } }
}
