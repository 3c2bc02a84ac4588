internal import Glibc

/// Instants as texts by ISO 8601, in UTC with milliseconds.
package enum TimeText {
  /// The present time.
  package static var now: String {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return text(Double(time.tv_sec) + Double(time.tv_nsec) / 1e9)
  }

  /// The present time with microseconds, so that hardly two are equal.
  static var preciseNow: String {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    let whole = text(Double(time.tv_sec)).dropLast("000Z".count)
    return "\(whole)\(padded(time.tv_nsec / 1000, 6))Z"
  }

  /// - Parameter seconds: since 1970.
  package static func text(_ seconds: Double) -> String {
    let milliseconds = Int((seconds * 1000).rounded(.down))
    var whole = time_t(milliseconds / 1000)
    var parts = tm()
    gmtime_r(&whole, &parts)
    let year = padded(Int(parts.tm_year) + 1900, 4)
    let date = "\(year)-\(padded(Int(parts.tm_mon) + 1, 2))-\(padded(Int(parts.tm_mday), 2))"
    let time = "\(padded(Int(parts.tm_hour), 2)):\(padded(Int(parts.tm_min), 2)):\(padded(Int(parts.tm_sec), 2))"
    return "\(date)T\(time).\(padded(milliseconds % 1000, 3))Z"
  }

  /// The seconds since 1970 of a text that ``text(_:)`` has made.
  package static func seconds(_ text: String) -> Double? {
    let numbers = text.split(whereSeparator: { "-T:.Z".contains($0) }).compactMap { Int32($0) }
    guard numbers.count == 7 else { return nil }
    var parts = tm()
    parts.tm_year = numbers[0] - 1900
    parts.tm_mon = numbers[1] - 1
    parts.tm_mday = numbers[2]
    parts.tm_hour = numbers[3]
    parts.tm_min = numbers[4]
    parts.tm_sec = numbers[5]
    return Double(timegm(&parts)) + Double(numbers[6]) / 1000
  }

  /// The seconds since 1970 of an instant in UTC, with or without a time of day and fractions.
  package static func instant(_ text: String) -> Double? {
    let parts = text.split(separator: "T", maxSplits: 1)
    let time = parts.count == 2 ? parts[1].split { $0 == "Z" || $0 == "+" }.first.map(String.init) ?? "" : "00:00:00"
    let whole = time.split(separator: ".").first.map(String.init) ?? time
    return parts.first.flatMap { seconds("\($0)T\(whole).000Z") }
  }

  private static func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }
}
