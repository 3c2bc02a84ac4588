internal import Concurrency
package import ConnectorKit

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

  /// - Parameters:
  ///   - concurrency: how many slices are read at a time over all streams.
  ///   - groups: the names of the groups whose streams are not read at the same time, by stream name.
  package init(run: RunServices, output: any SyncOutput, concurrency: Int, groups: [String: String] = [:]) {
    self.run = run
    self.groups = groups
    self.output = output
    self.concurrency = max(1, concurrency)
    slicePermits = AsyncSemaphore(self.concurrency)
    streamPermits = AsyncSemaphore(max(1, self.concurrency / 2))
  }

  /// Reads all streams. One that fails does not stop the others.
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
    var waiting = try streams.enumerated().map { ($0.offset, try candidate($0.element)) }
    return try await withThrowingTaskGroup(of: (Int, [SyncError]).self) { group in
      while !waiting.isEmpty {
        try await streamPermits.acquire()
        let (place, candidate) = waiting.remove(at: try await turns.next(of: waiting.map(\.1)))
        group.addTask {
          defer { turns.isRead(candidate) }
          let task = StreamSync(streams[place], run: run, output: output, slicePermits: slicePermits) {
            streamPermits.release()
            turns.parentsAreRead(by: candidate)
          }
          let errors = try await ComponentSupervision.run(run) {
            try await task.run()
          } onHang: { error in
            try await task.abandon(error)
          }
          return (place, errors)
        }
      }
      var failures: [(Int, [SyncError])] = []
      for try await result in group where !result.1.isEmpty { failures.append(result) }
      return SyncResult(failures: failures.sorted { $0.0 < $1.0 }.map { (streams[$0.0].selection.id, $0.1) })
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
    guard let sync = plan.incrementalSync else { return }
    let state = try StreamReader.migrated(state, plan)
    let router = plan.retriever.partitionRouter
    let setup = CursorSetup(streamName: plan.name, state: state, run: run)
    if !router.isPartitioned {
      _ = try sync.makeCursor(setup)
    } else {
      _ = try PartitionedCursor(sync, setup: setup, sharesCursor: router.sharesCursor)
    }
    for (parent, state) in try router.parentStates(in: state, run: run) { try checkState(state, of: parent) }
  }
}
