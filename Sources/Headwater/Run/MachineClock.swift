internal import ConnectorKit
internal import Dates
internal import Glibc

/// The machine's time.
struct MachineClock: ConnectorKit.Clock {
  func now() -> Int { SystemClock.now() }

  func monotonicSeconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1_000_000_000
  }

  func sleep(seconds: Double) async throws {
    guard seconds > 0 else { return }
    try await Task.sleep(nanoseconds: UInt64(min(seconds, 1e9) * 1_000_000_000))
  }
}
