import PythonRules

/// Reads time counted from 1970-01-01T00:00Z.
enum EpochReader {
  static func read(utf8 bytes: UnsafeBufferPointer<UInt8>, _ counter: DatetimeFormat.Counter) throws(DateError) -> DateTime {
    // The usual case: up to 18 plain digits.
    if counter != .fractionalSeconds, (1...18).contains(bytes.count) {
      var value = 0
      var isPlain = true
      for byte in bytes {
        let digit = Int(byte) - 48
        isPlain = isPlain && (0...9).contains(digit)
        value = value * 10 + digit
      }
      if isPlain { return try read(value, counter) }
    }
    return try read(String(decoding: bytes, as: UTF8.self), counter)
  }

  static func read(_ text: String, _ counter: DatetimeFormat.Counter) throws(DateError) -> DateTime {
    if counter == .fractionalSeconds {
      guard let value = PythonNumberText.double(text) else { throw DateError(.value, "'\(text)' is not a number of seconds") }
      return try seconds(value)
    }
    guard let digits = PythonNumberText.digits(text) else {
      throw DateError(.value, "'\(text)' is not a whole number, which the date format needs")
    }
    guard let number = digits.intValue else { throw .outOfRange() }
    return try read(number, counter)
  }

  static func read(_ number: Double, _ counter: DatetimeFormat.Counter) throws(DateError) -> DateTime {
    guard counter != .fractionalSeconds else { return try seconds(number) }
    guard !number.isNaN else { throw DateError(.value, "NaN is not a date") }
    guard let whole = Int(exactly: number.rounded(.towardZero)) else { throw .outOfRange() }
    return try read(whole, counter)
  }

  static func read(_ number: Int, _ counter: DatetimeFormat.Counter) throws(DateError) -> DateTime {
    let unit =
      switch counter {
      case .seconds, .fractionalSeconds: 1_000_000
      case .milliseconds: 1000
      case .microseconds: 1
      }
    let (microseconds, overflow) = number.multipliedReportingOverflow(by: unit)
    guard !overflow, DateTime.wallClockRange.contains(microseconds) else {
      guard unit == 1_000_000 else { throw .outOfRange() }
      throw DateError(.value, "\(number) seconds since 1970 is outside of the years 1 to 9999")
    }
    return try DateTime(microsecondsSinceEpoch: microseconds)
  }

  private static func seconds(_ number: Double) throws(DateError) -> DateTime {
    guard !number.isNaN else { throw DateError(.value, "NaN is not a date") }
    guard number.magnitude < 9.2e18 else { throw .outOfRange() }
    guard let microseconds = Microseconds.fromSeconds(number), DateTime.wallClockRange.contains(microseconds) else {
      throw DateError(.value, "\(number) seconds since 1970 is outside of the years 1 to 9999")
    }
    return try DateTime(microsecondsSinceEpoch: microseconds)
  }
}
