internal import Synchronization

/// Notices components whose calls do not come back, in one stream or command.
///
/// Whoever runs the watched work waits for ``deadline(limit:isEnding:)``, on a thread that no component can hold up.
package final class ComponentWatch: Sendable {
  @TaskLocal package static var current: ComponentWatch?
  @TaskLocal static var turn: Int?

  private struct Call {
    let component: ComponentGuard
    let function: StaticString
    let streamName: String?
    /// Since when the component itself has been at work; nil while it waits for a service.
    var since: Double?
    var pauses = 0
  }

  private struct State {
    var calls: [Int: Call] = [:]
    var next = 0
    var isClosed = false
  }

  /// What a watcher has to wait for.
  package enum Deadline {
    /// No call can be overdue before so many seconds have passed.
    case seconds(Double)
    case overdue(ComponentHang)
  }

  private let state = Mutex(State())
  private let seconds: @Sendable () -> Double

  /// - Parameter seconds: a time that only grows.
  package init(seconds: @escaping @Sendable () -> Double) { self.seconds = seconds }

  /// Whether a component did not come back, so that nobody wants what its work may still give.
  package var isClosed: Bool { state.withLock(\.isClosed) }

  func begin(_ component: ComponentGuard, _ function: StaticString, _ streamName: String?) -> Int {
    let now = seconds()
    return state.withLock { state in
      state.next += 1
      state.calls[state.next] = Call(component: component, function: function, streamName: streamName, since: now)
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

  /// When a component will have been at work for too long, unless its call ends or another begins; closes the watch when one has.
  ///
  /// - Parameters:
  ///   - limit: the seconds that a component may be at work without asking for a service.
  ///   - isEnding: whether the limit is that of a run that is being ended.
  package func deadline(limit: Double, isEnding: Bool) -> Deadline {
    let now = seconds()
    return state.withLock { state in
      let running = state.calls.values.compactMap { call in call.since.map { (call, now - $0) } }
      guard let (call, age) = running.max(by: { $0.1 < $1.1 }) else { return .seconds(limit) }
      guard age >= limit else { return .seconds(limit - age) }
      state.isClosed = true
      return .overdue(
        ComponentHang(
          component: "\(call.component.name) (\(call.component.slot.rawValue))", function: "\(call.function)", streamName: call.streamName,
          limit: limit, isEnding: isEnding))
    }
  }
}

/// A call of a component that does not come back.
package struct ComponentHang: DescribedError {
  let component: String
  let function: String
  /// The stream that the component was called for; nil when it was for none.
  let streamName: String?
  let limit: Double
  let isEnding: Bool

  package func explanation(streamName: String?) -> String {
    let stream = (self.streamName ?? streamName).map { " for stream \($0)" } ?? ""
    let call = "The component \(component) did not return from `\(function.prefix { $0 != "(" })`\(stream)"
    if isEnding { return "\(call) when the run was ended." }
    let time = limit == limit.rounded() ? "\(Int(limit))" : "\(limit)"
    return "\(call) within \(time) seconds, which ends the run. Fix it, or allow more time with --component-timeout."
  }
}
