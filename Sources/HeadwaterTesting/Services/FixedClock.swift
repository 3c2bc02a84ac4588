public import ConnectorKit
internal import Synchronization

/// A clock that stands still. Who sleeps by it wakes at once and finds that the time has passed.
public final class FixedClock: RunClock {
  private let microseconds: Mutex<Int>
  private let start: Int

  /// - Parameter microseconds: the time, since 1970-01-01T00:00:00Z; 2026-01-15T00:00:00Z by default.
  public init(microseconds: Int = 1_768_435_200_000_000) {
    self.microseconds = Mutex(microseconds)
    start = microseconds
  }

  /// Lets time pass.
  public func advance(seconds: Double) { microseconds.withLock { $0 += Int(seconds * 1_000_000) } }

  /// The seconds that have passed since the clock was made.
  public var passedSeconds: Double { monotonicSeconds() }

  public func now() -> Int { microseconds.withLock { $0 } }
  public func monotonicSeconds() -> Double { Double(now() - start) / 1_000_000 }

  public func sleep(seconds: Double) async throws {
    try Task.checkCancellation()
    advance(seconds: max(0, seconds))
  }
}
