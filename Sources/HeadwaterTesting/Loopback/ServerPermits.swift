internal import Synchronization

/// Bounds how many servers run at a time: a process has few threads, and runs into trouble long before it is refused one.
final class ServerPermits: Sendable {
  static let shared = ServerPermits(64)

  private struct State {
    var free: Int
    var waiters: [UnsafeContinuation<Void, Never>] = []
  }

  private let state: Mutex<State>

  init(_ count: Int) {
    state = Mutex(State(free: count))
  }

  /// Waits for a permit. First come, first served.
  func acquire() async {
    await withUnsafeContinuation { continuation in
      let isFree = state.withLock { state in
        guard state.free > 0 else {
          state.waiters.append(continuation)
          return false
        }
        state.free -= 1
        return true
      }
      if isFree { continuation.resume() }
    }
  }

  func release() {
    let waiter = state.withLock { state -> UnsafeContinuation<Void, Never>? in
      if state.waiters.isEmpty {
        state.free += 1
        return nil
      }
      return state.waiters.removeFirst()
    }
    waiter?.resume()
  }
}
