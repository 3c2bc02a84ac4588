package import ConnectorKit
internal import Synchronization

/// Runs work in which components of the user's own take part, and goes on without it when one of them does not come back.
///
/// A call that hangs cannot be ended from outside: it keeps its thread, which is one that nobody else works on.
package enum ComponentSupervision {
  /// Runs the work; directly where the run has no such components.
  ///
  /// - Parameter onHang: takes the place of the work's end when a component did not come back; is given the failure that names it.
  package static func run<Value: Sendable>(
    _ run: RunServices, _ work: @escaping @Sendable () async throws -> Value, onHang: (SyncError) async throws -> Value
  ) async throws -> Value {
    guard let limit = run.componentTimeout else { return try await work() }
    let clock = run.clock
    let watch = ComponentWatch(limit: limit) { clock.monotonicSeconds() }
    let end = WorkEnd<Value>()
    let task = Task(executorPreference: ComponentThreads.shared) {
      await ComponentWatch.$current.withValue(watch) {
        do {
          end.settle(.success(try await work()))
        } catch {
          end.settle(.failure(error))
        }
      }
    }
    let outcome = await withTaskCancellationHandler {
      await firstOutcome(end, watch, limit)
    } onCancel: {
      task.cancel()
    }
    switch outcome {
    case .end(let result): return try result.get()
    case .hang(let error):
      task.cancel()
      ComponentThreads.shared.replaceLostThread()
      let value = try await onHang(error)
      try Task.checkCancellation()
      return value
    }
  }

  /// Seconds that a component may still be at work after the run was ended.
  private static let endingLimit = 0.5

  /// Sleeps although the task may be cancelled; what begins before a cancellation ends with it.
  private static func sleep(_ seconds: Double) async {
    let nanoseconds = UInt64(seconds * 1_000_000_000)
    if Task.isCancelled {
      await Task { try? await Task.sleep(nanoseconds: nanoseconds) }.value
    } else {
      try? await Task.sleep(nanoseconds: nanoseconds)
    }
  }

  private enum Outcome<Value: Sendable>: Sendable {
    case end(Result<Value, any Error>)
    case hang(SyncError)
  }

  private static func firstOutcome<Value: Sendable>(_ end: WorkEnd<Value>, _ watch: ComponentWatch, _ limit: Double) async -> Outcome<Value>
  {
    await withTaskGroup(of: Outcome<Value>?.self) { group in
      group.addTask { await end.result().map { .end($0) } }
      group.addTask {
        // The machine's own time: the run's clock may be one that stands still.
        let pause = min(1, max(0.01, limit / 4))
        while !end.isSettled {
          // Work that is being cancelled may hang as well, so the watch goes on until it has ended. Whoever ended it does not wait long.
          let isEnding = Task.isCancelled
          await sleep(isEnding ? min(pause, endingLimit / 4) : pause)
          if let error = watch.overdue(endingLimit: isEnding ? endingLimit : nil) { return .hang(error) }
        }
        return nil
      }
      while let outcome = await group.next() {
        guard let outcome else { continue }
        end.abandon()
        group.cancelAll()
        return outcome
      }
      return .end(.failure(CancellationError()))
    }
  }
}

/// How work ended, for one who waits for it.
private final class WorkEnd<Value: Sendable>: Sendable {
  private struct State {
    var result: Result<Value, any Error>?
    var isAbandoned = false
    var waiter: CheckedContinuation<Result<Value, any Error>?, Never>?
  }

  private let state = Mutex(State())

  var isSettled: Bool { state.withLock { $0.result != nil || $0.isAbandoned } }

  func settle(_ result: Result<Value, any Error>) {
    let waiter = state.withLock { state in
      state.result = state.result ?? result
      defer { state.waiter = nil }
      return state.waiter
    }
    waiter?.resume(returning: result)
  }

  /// Nobody waits any more.
  func abandon() {
    let waiter = state.withLock { state in
      state.isAbandoned = true
      defer { state.waiter = nil }
      return state.waiter
    }
    waiter?.resume(returning: nil)
  }

  /// Waits for the end; nil when it was abandoned.
  func result() async -> Result<Value, any Error>? {
    await withCheckedContinuation { waiter in
      let known: Result<Value, any Error>?? = state.withLock { state in
        if let result = state.result { return .some(result) }
        if state.isAbandoned { return .some(nil) }
        state.waiter = waiter
        return nil
      }
      if let known { waiter.resume(returning: known) }
    }
  }
}
