internal import Glibc

/// The clock that times are measured with: it is never put back.
enum Monotonic {
  /// Exact.
  static var nanoseconds: Int {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return time.tv_sec * 1_000_000_000 + time.tv_nsec
  }

  /// Cheaper to read, and exact to some milliseconds.
  static var milliseconds: Int {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC_COARSE, &time)
    return time.tv_sec * 1000 + time.tv_nsec / 1_000_000
  }

  /// The time of day, for dates that servers give.
  static var microsecondsSince1970: Int {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return time.tv_sec * 1_000_000 + time.tv_nsec / 1000
  }

  /// Seconds as whole milliseconds, never 0; a day stands for everything longer.
  static func milliseconds(_ seconds: Double) -> Int {
    seconds.isNaN ? 86_400_000 : Int(min(max(seconds, 0.001), 86_400) * 1000)
  }
}
