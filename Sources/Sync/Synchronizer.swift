public import ConnectorKit
public import JSON

/// A stream chosen for a sync.
public struct SelectedStream: Sendable {
  public var component: any StreamComponent
  /// The saved state; nil when there is none.
  public var state: JSONObject?
  /// The cursor field that the catalog names.
  public var cursorField: String?
  /// Streams of one group are not read at the same time; nil for streams that no group holds.
  public var group: String?

  public init(_ component: any StreamComponent, state: JSONObject? = nil, cursorField: String? = nil, group: String? = nil) {
    self.component = component
    self.state = state
    self.cursorField = cursorField
    self.group = group
  }
}

/// Reads the chosen streams side by side, within a bound on the slices read at a time.
public struct Synchronizer: Sendable {
  private let run: RunServices
  private let output: any SyncOutput
  private let slicePermits: PermitPool
  private let streamPermits: PermitPool
  private let concurrency: Int

  /// - Parameter concurrency: how many slices are read at a time over all streams.
  public init(run: RunServices, output: any SyncOutput, concurrency: Int) {
    self.run = run
    self.output = output
    self.concurrency = max(1, concurrency)
    slicePermits = PermitPool(self.concurrency)
    streamPermits = PermitPool(max(1, self.concurrency / 2))
  }

  /// Reads all streams. One that fails does not stop the others.
  ///
  /// - Returns: the failures by stream, in the order of `streams`; empty when everything was read.
  /// - Throws: `CancellationError`, and what the output throws.
  public func sync(_ streams: [SelectedStream]) async throws -> [(streamName: String, errors: [SyncError])] {
    let groups = StreamGroups(streams)
    return try await withThrowingTaskGroup(of: (Int, [SyncError]).self) { group in
      for (place, stream) in streams.enumerated() {
        let turn = groups.turn(of: stream)
        try await turn?.acquire()
        try await streamPermits.acquire()
        group.addTask {
          defer { turn?.release() }
          let task = StreamSync(stream, run: run, output: output, slicePermits: slicePermits, streamPermits: streamPermits)
          return (place, try await task.run())
        }
      }
      var failures: [(Int, [SyncError])] = []
      for try await result in group where !result.1.isEmpty { failures.append(result) }
      return failures.sorted { $0.0 < $1.0 }.map { (streams[$0.0].component.name, $0.1) }
    }
  }
}

/// The turns of the manifest's stream groups.
private struct StreamGroups {
  private var turns: [String: PermitPool] = [:]

  init(_ streams: [SelectedStream]) {
    for group in Set(streams.compactMap(\.group)) { turns[group] = PermitPool(1) }
  }

  func turn(of stream: SelectedStream) -> PermitPool? { stream.group.flatMap { turns[$0] } }
}
