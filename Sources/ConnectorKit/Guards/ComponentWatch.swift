internal import Synchronization

/// Notices components whose calls do not come back, in one stream or command.
///
/// Whoever runs the watched work asks ``overdue(at:)`` from time to time, from a thread that no component can hold up.
package final class ComponentWatch: Sendable {
  @TaskLocal package static var current: ComponentWatch?
  @TaskLocal static var turn: Int?

  private struct Call {
    let component: ComponentGuard
    /// Since when the component itself has been at work; nil while it waits for a service.
    var since: Double?
    var pauses = 0
  }

  private struct State {
    var calls: [Int: Call] = [:]
    var next = 0
  }

  private let state = Mutex(State())
  private let seconds: @Sendable () -> Double
  /// Seconds that a component may be at work without asking for a service.
  private let limit: Double

  package init(limit: Double, seconds: @escaping @Sendable () -> Double) {
    self.limit = limit
    self.seconds = seconds
  }

  func begin(_ component: ComponentGuard) -> Int {
    let now = seconds()
    return state.withLock { state in
      state.next += 1
      state.calls[state.next] = Call(component: component, since: now)
      return state.next
    }
  }

  func end(_ turn: Int) { state.withLock { $0.calls[turn] = nil } }

  private func pause(_ turn: Int) {
    state.withLock { state in
      state.calls[turn]?.pauses += 1
      state.calls[turn]?.since = nil
    }
  }

  private func resume(_ turn: Int) {
    let now = seconds()
    state.withLock { state in
      guard var call = state.calls[turn] else { return }
      call.pauses -= 1
      if call.pauses == 0 { call.since = now }
      state.calls[turn] = call
    }
  }

  /// Runs what a component waits for and cannot help, such as a request.
  package static func outside<Result, Failure: Error>(
    _ body: () async throws(Failure) -> Result
  ) async throws(Failure) -> Result {
    guard let watch = current, let turn else { return try await body() }
    watch.pause(turn)
    defer { watch.resume(turn) }
    return try await body()
  }

  /// The failure of a component that has been at work for too long; nil when there is none.
  ///
  /// - Parameter endingLimit: the seconds that are allowed because the run is being ended; nil when it is not.
  package func overdue(endingLimit: Double? = nil) -> SyncError? {
    let now = seconds()
    let limit = min(endingLimit ?? self.limit, self.limit)
    let call = state.withLock { state in state.calls.values.first { $0.since.map { now - $0 > limit } ?? false } }
    guard let component = call?.component else { return nil }
    guard endingLimit == nil else {
      return SyncError(.system, "The component \(component.name) (\(component.slot.rawValue)) did not come back when the run was ended.")
    }
    return SyncError(
      .system,
      "The component \(component.name) (\(component.slot.rawValue)) did not come back within \(Int(limit)) seconds. "
        + "Mend it, or allow more with --component-timeout.")
  }
}
