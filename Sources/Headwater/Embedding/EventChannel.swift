internal import Synchronization

/// Hands batches of events from a sync to its one consumer. A sender waits until its batch is taken.
final class EventChannel: Sendable {
  private struct Sending {
    let batch: [ConnectorEvent]
    let sender: CheckedContinuation<Void, any Error>
  }

  private struct State {
    var waiting: [Sending] = []
    var consumer: CheckedContinuation<[ConnectorEvent]?, any Error>?
    var end: Result<Void, any Error>?
  }

  private let state = Mutex(State())

  /// - Throws: `CancellationError` when nobody wants more.
  func send(_ batch: [ConnectorEvent]) async throws {
    guard !batch.isEmpty else { return }
    try await withCheckedThrowingContinuation { (sender: CheckedContinuation<Void, any Error>) in
      let action = state.withLock { state -> (() -> Void)? in
        if state.end != nil { return { sender.resume(throwing: CancellationError()) } }
        if let consumer = state.consumer {
          state.consumer = nil
          return {
            consumer.resume(returning: batch)
            sender.resume()
          }
        }
        state.waiting.append(Sending(batch: batch, sender: sender))
        return nil
      }
      action?()
    }
  }

  /// No more batches come; what was sent is still handed over.
  func finish(_ error: (any Error)?) {
    let consumer = state.withLock { state in
      if state.end == nil { state.end = error.map { .failure($0) } ?? .success(()) }
      defer { state.consumer = nil }
      return state.consumer
    }
    if let error { consumer?.resume(throwing: error) } else { consumer?.resume(returning: nil) }
  }

  /// Nobody will take what is sent from now on.
  func abandon() {
    let waiting = state.withLock { state in
      if state.end == nil { state.end = .success(()) }
      defer { state.waiting = [] }
      return state.waiting
    }
    for sending in waiting { sending.sender.resume(throwing: CancellationError()) }
  }

  /// The next batch; nil at the end.
  func next() async throws -> [ConnectorEvent]? {
    try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { consumer in
        let action = state.withLock { state -> () -> Void in
          if !state.waiting.isEmpty {
            let sending = state.waiting.removeFirst()
            return {
              consumer.resume(returning: sending.batch)
              sending.sender.resume()
            }
          }
          if let end = state.end { return { consumer.resume(with: end.map { nil }) } }
          state.consumer = consumer
          return {}
        }
        action()
      }
    } onCancel: {
      abandon()
      finish(CancellationError())
    }
  }
}
