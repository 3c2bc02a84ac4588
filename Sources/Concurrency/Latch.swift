internal import Synchronization

/// Opens once, with a value, and lets everybody through who waits for it or comes later.
package final class Latch<Value: Sendable>: Sendable {
  private struct State {
    var value: Value?
    var waiters = WaiterQueue<Value>()
  }

  private let state = Mutex(State())

  package init() {}

  /// The value with which the latch was opened; nil while it is closed.
  package var value: Value? { state.withLock { $0.value } }

  /// Opens the latch unless it is open.
  ///
  /// - Returns: whether this call opened it, so that what must happen once can depend on it.
  @discardableResult package func open(_ value: Value) -> Bool {
    let waiters = state.withLock { state -> [WaiterQueue<Value>.Continuation]? in
      guard state.value == nil else { return nil }
      state.value = value
      return state.waiters.popAll()
    }
    for waiter in waiters ?? [] { waiter.resume(returning: value) }
    return waiters != nil
  }

  /// Waits until the latch is open.
  ///
  /// - Throws: `CancellationError` when the task is cancelled first.
  package func wait(isolation: isolated (any Actor)? = #isolation) async throws -> Value {
    try Task.checkCancellation()
    let ticket = state.withLock { $0.waiters.takeTicket() }
    return try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        let outcome: Result<Value, any Error>? = state.withLock { state in
          guard state.waiters.redeem(ticket) else { return .failure(CancellationError()) }
          if let value = state.value { return .success(value) }
          state.waiters.append(ticket, continuation)
          return nil
        }
        if let outcome { continuation.resume(with: outcome) }
      }
    } onCancel: {
      state.withLock { $0.waiters.cancel(ticket) }?.continuation.resume(throwing: CancellationError())
    }
  }

  /// What is kept for tasks that wait, for tests.
  var waiterCount: Int { state.withLock { $0.waiters.size } }
}

extension Latch where Value == Void {
  @discardableResult package func open() -> Bool { open(()) }
}
