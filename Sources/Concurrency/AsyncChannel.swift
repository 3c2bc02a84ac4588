internal import Synchronization

/// Hands elements from senders to receivers, in order. Senders wait while it is full.
package final class AsyncChannel<Element: Sendable>: Sendable {
  private struct State {
    /// What was sent and not taken: up to the capacity, and behind that one element for each sender that waits.
    var elements: [Element] = []
    var senders = WaiterQueue<Void>()
    var receivers = WaiterQueue<Element?>()
    var end: Result<Void, any Error>?
  }

  private let capacity: Int
  private let state = Mutex(State())

  /// - Parameter capacity: how many elements senders may be ahead; with 0 each waits until its element is taken.
  package init(capacity: Int) { self.capacity = capacity }

  /// Sends an element; returns when the channel has room for it or a receiver has taken it.
  ///
  /// - Throws: `CancellationError` when the task is cancelled first, which takes the element back, or when nobody wants more.
  package func send(_ element: Element, isolation: isolated (any Actor)? = #isolation) async throws {
    try Task.checkCancellation()
    let ticket = state.withLock { $0.senders.takeTicket() }
    try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { offer(element, ticket, $0) }
    } onCancel: {
      let sender = state.withLock { state in
        let sender = state.senders.cancel(ticket)
        if let sender { state.elements.remove(at: capacity + sender.place) }
        return sender
      }
      sender?.continuation.resume(throwing: CancellationError())
    }
  }

  private func offer(_ element: Element, _ ticket: Int, _ sender: CheckedContinuation<Void, any Error>) {
    let action = state.withLock { state -> (() -> Void)? in
      guard state.senders.redeem(ticket), state.end == nil else { return { sender.resume(throwing: CancellationError()) } }
      if let receiver = state.receivers.popFirst() {
        return {
          receiver.resume(returning: element)
          sender.resume()
        }
      }
      state.elements.append(element)
      if state.elements.count <= capacity { return { sender.resume() } }
      state.senders.append(ticket, sender)
      return nil
    }
    action?()
  }

  /// Takes the next element, and lets the sender go on that has waited longest.
  ///
  /// - Returns: nil when the channel is finished and all that was sent is taken.
  /// - Throws: `CancellationError` when the task is cancelled first, and the error that the channel was finished with.
  package func next(isolation: isolated (any Actor)? = #isolation) async throws -> Element? {
    try Task.checkCancellation()
    let ticket = state.withLock { $0.receivers.takeTicket() }
    return try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { take(ticket, $0) }
    } onCancel: {
      state.withLock { $0.receivers.cancel(ticket) }?.continuation.resume(throwing: CancellationError())
    }
  }

  /// Takes the next element if there is one that fits, without waiting.
  package func nextIfAvailable(where fits: (Element) -> Bool) -> Element? {
    let (element, sender) = state.withLock { state -> (Element?, CheckedContinuation<Void, any Error>?) in
      guard let first = state.elements.first, fits(first) else { return (nil, nil) }
      return (state.elements.removeFirst(), state.senders.popFirst())
    }
    sender?.resume()
    return element
  }

  private func take(_ ticket: Int, _ receiver: CheckedContinuation<Element?, any Error>) {
    let action = state.withLock { state -> (() -> Void)? in
      guard state.receivers.redeem(ticket) else { return { receiver.resume(throwing: CancellationError()) } }
      if !state.elements.isEmpty {
        let element = state.elements.removeFirst()
        let sender = state.senders.popFirst()
        return {
          receiver.resume(returning: element)
          sender?.resume()
        }
      }
      if let end = state.end { return { receiver.resume(with: end.map { nil }) } }
      state.receivers.append(ticket, receiver)
      return nil
    }
    action?()
  }

  /// Ends the channel, unless it has ended. What was sent can still be taken.
  ///
  /// - Parameter error: what receivers get at the end instead of nil.
  package func finish(throwing error: (any Error)? = nil) {
    let end: Result<Void, any Error> = error.map { .failure($0) } ?? .success(())
    let receivers = state.withLock { state in
      state.end = state.end ?? end
      return state.receivers.popAll()
    }
    for receiver in receivers { receiver.resume(with: end.map { nil }) }
  }

  /// Ends the channel for a receiver that wants no more: what was not taken is dropped, and senders get a `CancellationError`.
  package func abandon() {
    finish()
    let senders = state.withLock { state in
      state.elements = []
      return state.senders.popAll()
    }
    for sender in senders { sender.resume(throwing: CancellationError()) }
  }

  /// What is kept for tasks that wait, for tests.
  var waiterCount: Int { state.withLock { $0.senders.size + $0.receivers.size } }
}
