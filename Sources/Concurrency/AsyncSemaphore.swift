internal import Synchronization

/// A bounded number of permits, granted in the order in which they were asked for, without blocking a thread.
package final class AsyncSemaphore: Sendable {
  private struct State {
    var free: Int
    var waiters = WaiterQueue<Void>()
  }

  private let state: Mutex<State>

  /// - Parameter count: how many tasks may hold a permit at a time.
  package init(_ count: Int) { state = Mutex(State(free: count)) }

  /// Waits for a permit, which the caller must release.
  ///
  /// - Throws: `CancellationError` when the task is cancelled first; it holds no permit then.
  package func acquire(isolation: isolated (any Actor)? = #isolation) async throws {
    try Task.checkCancellation()
    if tryAcquire() { return }
    let ticket = state.withLock { $0.waiters.takeTicket() }
    try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { suspend(ticket, $0) }
    } onCancel: {
      state.withLock { $0.waiters.cancel(ticket) }?.continuation.resume(throwing: CancellationError())
    }
  }

  private func suspend(_ ticket: Int, _ continuation: CheckedContinuation<Void, any Error>) {
    let outcome: Result<Void, any Error>? = state.withLock { state in
      guard state.waiters.redeem(ticket) else { return .failure(CancellationError()) }
      guard state.free > 0 else {
        state.waiters.append(ticket, continuation)
        return nil
      }
      state.free -= 1
      return .success(())
    }
    if let outcome { continuation.resume(with: outcome) }
  }

  /// Takes a permit if there is one.
  package func tryAcquire() -> Bool {
    state.withLock { state in
      guard state.free > 0 else { return false }
      state.free -= 1
      return true
    }
  }

  /// Hands a permit to the task that has waited longest, or keeps it for the next one.
  package func release() {
    let waiter = state.withLock { state in
      let waiter = state.waiters.popFirst()
      if waiter == nil { state.free += 1 }
      return waiter
    }
    waiter?.resume()
  }

  /// Holds a permit while `body` runs.
  ///
  /// - Throws: `CancellationError` when the task is cancelled before it gets the permit, and what `body` throws.
  package func withPermit<Result>(
    isolation: isolated (any Actor)? = #isolation, _ body: () async throws -> Result
  ) async throws -> Result {
    try await acquire()
    defer { release() }
    return try await body()
  }

  /// What is kept for tasks that wait, for tests.
  var waiterCount: Int { state.withLock { $0.waiters.size } }
}
