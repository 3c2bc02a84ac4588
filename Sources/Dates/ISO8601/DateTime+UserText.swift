extension DateTime {
  /// Reads a date as people type it: ISO 8601, in UTC where no zone is given, or a number of days, hours or minutes before now, such as `-7d`,
  /// `-12h` or `-30m`.
  ///
  /// - Returns: nil when the text is no such date.
  package init?(userText text: String, now: DateTime = SystemClock.nowUTC()) {
    if text.hasPrefix("-"), let unit = text.last, let count = Int(text.dropFirst().dropLast()), count >= 0 {
      let seconds: [Character: Int] = ["d": 86_400, "h": 3_600, "m": 60]
      guard let length = seconds[unit], let delta = try? TimeDelta(seconds: length.multipliedReportingOverflow(by: count).partialValue),
        let date = try? now.subtracting(delta)
      else { return nil }
      self = date
      return
    }
    guard let date = try? DateTime(isoText: text) else { return nil }
    guard !date.isAware else {
      self = date
      return
    }
    guard let utc = try? DateTime(microsecondsSinceEpoch: date.microsecondsSinceEpoch) else { return nil }
    self = utc
  }
}
