import PythonRules

/// Reads dates whose format nobody declared: expiry dates of tokens, reset times in headers.
public enum LenientDate {
  /// Reads seconds since 1970-01-01T00:00Z of at most ten digits, `YYYY-MM-DD`, ISO 8601, or a date as people write it
  /// (`Thu, 01 Dec 1994 16:00:00 GMT`, `12/31/2024 3:05 pm`). A text with a time needs a date with two dashes or slashes.
  /// What is missing is taken from `today`; without an offset the time is in UTC. Throws a value error when nothing fits.
  public static func parse(_ text: String, today: CalendarDate = SystemClock.nowUTC().date) throws(DateError) -> DateTime {
    if isCounter(text) {
      guard let seconds = PythonNumberText.digits(text)?.intValue else { throw failure(text) }
      return try parse(seconds)
    }
    let hasColon = text.utf8.contains(UInt8(ascii: ":"))
    let slashes = text.utf8.count { $0 == UInt8(ascii: "/") }
    let dashes = text.utf8.count { $0 == UInt8(ascii: "-") }
    if !hasColon, slashes == 0, dashes == 2 { return try dashedDate(text) }
    guard !hasColon || dashes >= 2 || slashes >= 2 else {
      throw DateError(.value, "'\(text)' has a time but no date with two dashes or slashes")
    }
    do throws(DateError) {
      var reader = LenientDateReader(text, today: today)
      return try reader.read()
    } catch {
      throw failure(text)
    }
  }

  /// Reads seconds since 1970-01-01T00:00Z, from zero to ten digits.
  public static func parse(_ seconds: Int) throws(DateError) -> DateTime {
    guard seconds >= 0 else { throw DateError(.value, "the time \(seconds) is before 1970") }
    guard seconds < 10_000_000_000 else { throw DateError(.value, "the time \(seconds) is too large for seconds since 1970") }
    return try DateTime(microsecondsSinceEpoch: seconds * 1_000_000)
  }

  private static func failure(_ text: String) -> DateError { DateError(.value, "'\(text)' cannot be understood as a date") }

  private static func isCounter(_ text: String) -> Bool {
    let digits = text.hasPrefix("-") ? text.dropFirst() : Substring(text)
    return !digits.isEmpty && digits.unicodeScalars.allSatisfy { PythonCharacter.digit($0.value) != nil }
  }

  private static func dashedDate(_ text: String) throws(DateError) -> DateTime {
    var numbers: [Int] = []
    for part in text.split(separator: "-", omittingEmptySubsequences: false) {
      guard let number = PythonNumberText.digits(String(part))?.intValue else { throw failure(text) }
      numbers.append(number)
    }
    return try DateTime(year: numbers[0], month: numbers[1], day: numbers[2], offset: 0)
  }
}
