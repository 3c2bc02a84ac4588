internal import Glibc

/// The time of the machine.
public enum SystemClock {
  /// Microseconds since 1970-01-01T00:00Z, from the C library's real-time clock.
  public static func now() -> Int {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return time.tv_sec * CivilCalendar.microsecondsPerSecond + time.tv_nsec / 1000
  }

  /// The current time in UTC.
  public static func nowUTC() -> DateTime { DateTime(validWallClock: now(), offset: 0) }
}
