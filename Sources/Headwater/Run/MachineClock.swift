internal import ConnectorKit
internal import Dates
internal import Glibc

/// The machine's time.
package struct MachineClock: RunClock {
  package init() {}

  package func now() -> Int { SystemClock.now() }

  package func monotonicSeconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1_000_000_000
  }

  package func sleep(seconds: Double) async throws {
    guard seconds > 0 else { return }
    try await Task.sleep(nanoseconds: UInt64(min(seconds, 1e9) * 1_000_000_000))
  }
}
