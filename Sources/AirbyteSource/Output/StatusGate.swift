internal import AirbyteProtocol
internal import Sync
internal import Synchronization

/// Lets the statuses of a stream pass in the order in which a platform expects them: STARTED, RUNNING as often as it likes, then COMPLETE or
/// INCOMPLETE and nothing more; and those of selected streams only, as no other stream is read for the platform.
final class StatusGate: Sendable {
  private enum Phase { case selected, reading, ended }

  private let phases = Mutex<[String: Phase]>([:])
  private let isOpen: Bool

  /// - Parameter isOpen: whether everything passes, as in the reference.
  init(isOpen: Bool) { self.isOpen = isOpen }

  /// Expects statuses of streams. They stay what they are when they were selected before.
  func select(_ streamNames: [String]) {
    phases.withLock { phases in
      for name in streamNames { phases[name] = phases[name] ?? .selected }
    }
  }

  /// Runs the body when the status may pass. No other status passes meanwhile, so that none overtakes it.
  func pass(
    _ status: StreamStatusTrace.Status, of streamName: String, _ body: () throws(OutputFailure) -> Void
  ) throws(OutputFailure) {
    guard !isOpen else { return try body() }
    try phases.withLock { (phases) throws(OutputFailure) in
      guard let phase = phases[streamName], let next = Self.phase(after: status, in: phase) else { return }
      phases[streamName] = next
      try body()
    }
  }

  /// - Returns: nil when the status has no place in the phase.
  private static func phase(after status: StreamStatusTrace.Status, in phase: Phase) -> Phase? {
    switch (phase, status) {
    case (.selected, .started): .reading
    case (.reading, .running): .reading
    case (.selected, .complete), (.selected, .incomplete), (.reading, .complete), (.reading, .incomplete): .ended
    default: nil
    }
  }
}
