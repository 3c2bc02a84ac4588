internal import Concurrency
internal import ConnectorKit
internal import Sync
internal import Synchronization

/// Carries out what a sync asks of a destination, one thing after the other, on a thread of its own. Whoever asks is ahead by a few pages.
final class DestinationWriter: Sendable {
  private enum Job: Sendable {
    case write(RecordPage, TargetStream)
    case call(@Sendable (any Destination) async throws -> Void)
    /// Somebody waits for the outcome: the destination is nil once it has failed.
    case ask(@Sendable ((any Destination)?) async -> Void)
  }

  private static let capacity = 8

  private let destination: any Destination
  private let jobs = AsyncChannel<Job>(capacity: DestinationWriter.capacity)
  private let failure = Mutex<(any Error)?>(nil)
  private let isDone = Latch<Void>()

  init(_ destination: any Destination) {
    self.destination = destination
    let threads = WorkerThreads()
    Task(executorPreference: threads) { [self] in
      await work()
      threads.stop()
    }
  }

  private func work() async {
    // The task is never cancelled, so this does not throw.
    while let job = try? await jobs.next() { await attempt(job) }
    if failure.withLock({ $0 }) == nil { await closeDestination() }
    isDone.open()
  }

  private func attempt(_ job: Job) async {
    guard failure.withLock({ $0 }) == nil else {
      if case .ask(let body) = job { await body(nil) }
      return
    }
    do {
      try await carryOut(job)
    } catch {
      failure.withLock { $0 = error }
      // Nothing of it is wanted any more, and others may wait for what it holds.
      await closeDestination()
    }
  }

  private func closeDestination() async {
    do {
      try await destination.close()
    } catch {
      failure.withLock { $0 = $0 ?? error }
    }
  }

  private func carryOut(_ job: Job) async throws {
    switch job {
    case .call(let body): try await body(destination)
    case .ask(let body): await body(destination)
    case .write(let page, let stream):
      var pages = [page]
      // What has come meanwhile is written at once, which costs destinations less.
      while case .write(let next, _)? = jobs.nextIfAvailable(where: { Self.isWrite($0, to: stream.id) }) { pages.append(next) }
      try await destination.write(pages, to: stream)
    }
  }

  private static func isWrite(_ job: Job, to stream: StreamID) -> Bool {
    if case .write(_, let target) = job { target.id == stream } else { false }
  }

  /// Asks for a page to be written.
  ///
  /// - Throws: ``OutputFailure`` once the destination has failed.
  func write(_ page: RecordPage, to stream: TargetStream) async throws { try await send(.write(page, stream)) }

  /// Asks for something behind what was asked for before. What it throws ends the sync.
  func enqueue(_ body: @escaping @Sendable (any Destination) async throws -> Void) async throws { try await send(.call(body)) }

  /// Asks for something and waits for it; what it throws concerns the caller alone.
  ///
  /// - Throws: ``OutputFailure`` once the destination has failed, and what the body throws.
  func perform<Value: Sendable>(_ body: @escaping @Sendable (any Destination) async throws -> Value) async throws -> Value {
    let outcome = Latch<Result<Value, any Error>>()
    try await send(
      .ask { [self] destination in
        do {
          guard let destination else { throw CancellationError() }
          outcome.open(.success(try await body(destination)))
        } catch {
          outcome.open(.failure(destination == nil ? outputFailure ?? error : error))
        }
      })
    return try await outcome.wait().get()
  }

  private func send(_ job: Job) async throws {
    try check()
    try await jobs.send(job)
  }

  private func check() throws {
    if let outputFailure { throw outputFailure }
  }

  private var outputFailure: OutputFailure? {
    failure.withLock { $0 }.map { OutputFailure(SyncError(wrapping: $0).message) }
  }

  /// Waits until all is carried out and the destination is closed.
  ///
  /// - Throws: ``OutputFailure`` when the destination has failed.
  func close() async throws {
    jobs.finish()
    // Also when the task is cancelled: what is under way must come to its end.
    await Task { try? await isDone.wait() }.value
    try check()
  }
}
