internal import ConnectorKit
internal import Dates
internal import JSON
internal import Subprocesses
internal import Sync
internal import Synchronization

/// Hands the records and states of a program over to an output, stream by stream.
///
/// A program says nothing of slices: what comes between two states counts as one.
struct ProcessReading {
  private struct Stream {
    let selection: StreamSelection
    var slice = 0
    var pending = 0
    var hasPending = false
    var errors: [SyncError] = []
    /// Whether the program has said that the stream was not read as a whole.
    var isIncomplete = false
    var isEnded = false
  }

  private let output: any SyncOutput
  private var streams: [StreamID: Stream] = [:]
  private var order: [StreamID] = []

  init(_ output: any SyncOutput) { self.output = output }

  /// The streams that have not ended, in the order of the selection.
  var open: [StreamID] { order.filter { streams[$0]?.isEnded == false } }

  /// Begins a stream.
  mutating func begin(_ description: StreamDescription, as selection: StreamSelection) async throws {
    order.append(selection.id)
    streams[selection.id] = Stream(selection: selection)
    try await output.begin(selection.id)
    do {
      try await output.prepare(description, as: selection)
    } catch let error as SyncError {
      try await fail(selection.id, error)
      try await end(selection.id)
    }
  }

  func isOpen(_ stream: StreamID) -> Bool { streams[stream]?.isEnded == false }

  mutating func deliver(_ records: [JSONRecord], of id: StreamID) async throws {
    guard let stream = streams[id], !stream.isEnded, !records.isEmpty else { return }
    streams[id]?.pending += records.count
    streams[id]?.hasPending = true
    try await output.deliver(RecordPage(records), of: id, from: SliceID(stream.slice))
  }

  /// Whether records came since the stream's last state.
  func hasPending(_ stream: StreamID) -> Bool { streams[stream]?.hasPending ?? false }

  mutating func checkpoint(_ state: JSONObject, of id: StreamID) async throws {
    guard let stream = streams[id], !stream.isEnded else { return }
    try await output.checkpoint(state, of: id, covering: [SliceID(stream.slice)], recordCount: stream.pending)
    streams[id]?.slice += 1
    streams[id]?.pending = 0
    streams[id]?.hasPending = false
  }

  mutating func fail(_ id: StreamID, _ error: SyncError) async throws {
    guard streams[id]?.isEnded == false else { return }
    var error = error
    error.streamName = id.name
    streams[id]?.errors.append(error)
    try await output.failure(error, of: id)
  }

  /// Notes that the program has not read a stream as a whole; why is often told afterwards.
  mutating func markIncomplete(_ id: StreamID) { streams[id]?.isIncomplete = true }

  /// Ends a stream: completely, unless it has failed.
  mutating func end(_ id: StreamID) async throws {
    guard let stream = streams[id], !stream.isEnded else { return }
    streams[id]?.isEnded = true
    try await output.end(id, stream.errors.isEmpty ? .complete : .incomplete(stream.errors))
  }

  /// Ends the streams that are open when the program has ended.
  ///
  /// - Parameter failure: why they are not complete if the program gave no error for them; nil for a program that ended well.
  mutating func endAll(_ failure: SyncError?) async throws {
    for id in open {
      guard let stream = streams[id] else { continue }
      let unexplained = stream.isIncomplete ? SyncError(.system, "The source did not complete the stream and gave no reason.") : nil
      if stream.errors.isEmpty, let error = failure ?? unexplained { try await fail(id, error) }
      try await end(id)
    }
  }

  /// Reads with a body that a program's end, or the task's cancellation, brings to its end.
  func run(
    _ process: ChildProcess, _ body: (inout ProcessReading) async throws -> SyncResult
  ) async throws -> SyncResult {
    var reading = self
    do {
      return try await withTaskCancellationHandler {
        try await body(&reading)
      } onCancel: {
        process.terminate()
      }
    } catch is CancellationError {
      let open = reading
      // The task is cancelled, and streams must be ended all the same.
      try await Task {
        var reading = open
        try await reading.cancel()
      }.value
      throw CancellationError()
    }
  }

  /// Ends the streams that are still open because the run was cancelled.
  private mutating func cancel() async throws {
    for id in open {
      streams[id]?.isEnded = true
      try await output.end(id, .cancelled)
    }
  }

  func result() -> SyncResult {
    SyncResult(failures: order.compactMap { id in streams[id].flatMap { $0.errors.isEmpty ? nil : (id, $0.errors) } })
  }
}

/// Orders values of a cursor field whose kind nobody has declared.
enum CursorPosition {
  /// Numbers as they are, dates and times of ISO 8601 in microseconds since 1970; nil for other values.
  static func position(of value: JSONValue) -> Int? {
    switch value {
    case .integer(let number): number
    case .string(let text): (try? DateTime(isoText: text))?.microsecondsSinceEpoch ?? Int(text)
    default: nil
    }
  }
}

/// What a program's catalog was when it was last asked for, so that a read need not ask again.
final class CatalogMemory<Catalog: Sendable>: Sendable {
  private let last = Mutex<Catalog?>(nil)

  func remember(_ catalog: Catalog) -> Catalog {
    last.withLock { $0 = catalog }
    return catalog
  }

  /// The catalog as it was; when it was never asked for, what the body gets.
  func catalog(or body: () throws -> Catalog) rethrows -> Catalog { try last.withLock { $0 } ?? remember(body()) }
}

/// Records of one stream in a row.
struct RecordRun {
  private var stream: StreamID?
  private var records: [JSONRecord] = []

  /// - Returns: the records before, when they are of another stream.
  mutating func add(_ record: JSONRecord, of stream: StreamID) -> (StreamID, [JSONRecord])? {
    let before = stream == self.stream ? nil : take()
    self.stream = stream
    records.append(record)
    return before
  }

  mutating func take() -> (StreamID, [JSONRecord])? {
    defer { records = [] }
    guard let stream, !records.isEmpty else { return nil }
    return (stream, records)
  }
}
