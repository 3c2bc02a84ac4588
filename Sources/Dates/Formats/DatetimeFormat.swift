import JSON

/// A date format of the manifest language, compiled once and used for many values.
///
/// A format is a template of C directives (`%Y-%m-%dT%H:%M:%S%z`). In the manifest dialect these whole formats count time
/// since 1970-01-01T00:00Z instead: `%s` (seconds), `%s_as_float`, `%ms` (milliseconds), `%epoch_microseconds`; and `%_ms`
/// stands inside a format for the milliseconds of a second. Reading is lenient in letter case, in white space (any amount
/// matches any other) and in leading zeros. A format that cannot be used for reading is only refused when it is used so.
public struct DatetimeFormat: Sendable, Hashable {
  public enum Dialect: Sendable, Hashable {
    /// With the additions of the manifest language; a text without an offset is read as UTC.
    case manifest
    /// C directives alone; a text without an offset gives a naive value.
    case plain
  }

  /// A format that counts time since the epoch.
  enum Counter: Sendable, Hashable {
    case seconds, fractionalSeconds, milliseconds, microseconds
  }

  /// The format as written.
  public let text: String
  public let dialect: Dialect
  let counter: Counter?
  /// Whether the six digits of a microsecond are cut to milliseconds.
  private let writesMilliseconds: Bool
  private let directives: [StrftimeDirective]
  /// Whether dates are converted to UTC because the format writes a literal mark of it.
  private let writesUTC: Bool
  private let plan: Result<StrptimePlan, DateError>

  /// - Parameter honorsUTCMark: whether dates are converted to UTC where the format writes a literal mark of it, such as the `Z` of
  ///   `%H:%M:%SZ`. By default the mark is just text behind whatever the date's own clock shows.
  public init(_ text: String, dialect: Dialect = .manifest, honorsUTCMark: Bool = false) {
    self.text = text
    self.dialect = dialect
    counter = dialect == .manifest ? Self.counters[text] : nil
    let cDirectives = dialect == .manifest ? Self.withoutMilliseconds(text) : text
    writesMilliseconds = cDirectives.utf8.count != text.utf8.count
    directives = StrftimeCompiler.compile(cDirectives)
    writesUTC = honorsUTCMark && counter == nil && UTCMark.isWritten(by: directives)
    do throws(DateError) { plan = .success(try StrptimePlan.compile(cDirectives)) } catch { plan = .failure(error) }
  }

  private static let counters: [String: Counter] = [
    "%s": .seconds, "%s_as_float": .fractionalSeconds, "%ms": .milliseconds, "%epoch_microseconds": .microseconds,
  ]

  /// `%_ms` becomes `%f`.
  private static func withoutMilliseconds(_ text: String) -> String {
    let needle = Array("%_ms".utf8)
    let bytes = Array(text.utf8)
    return String(decoding: replacing(needle, by: Array("%f".utf8), in: bytes), as: UTF8.self)
  }

  private static func replacing(_ needle: [UInt8], by replacement: some Collection<UInt8>, in bytes: [UInt8]) -> [UInt8] {
    guard bytes.count >= needle.count else { return bytes }
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    var place = 0
    while place < bytes.count {
      if bytes[place...].starts(with: needle) {
        result.append(contentsOf: replacement)
        place += needle.count
      } else {
        result.append(bytes[place])
        place += 1
      }
    }
    return result
  }

  public static func == (left: Self, right: Self) -> Bool {
    left.text == right.text && left.dialect == right.dialect && left.writesUTC == right.writesUTC
  }

  public func hash(into hasher: inout Hasher) { hasher.combine(text) }

  // MARK: Writing

  /// The date on the clock by which the format writes it: in UTC where the format says so, otherwise as it is.
  ///
  /// What lies outside the years 1 to 9999 in UTC stays on its own clock.
  public func onItsClock(_ value: DateTime) -> DateTime {
    guard writesUTC, let offset = value.offset, offset != 0 else { return value }
    return (try? value.converted()) ?? value
  }

  /// The text of a date.
  public func format(_ value: DateTime) -> String {
    if let counter { return Self.count(value, counter) }
    return String(decoding: formatUTF8(value), as: UTF8.self)
  }

  /// As ``format(_:)``, as UTF-8.
  public func formatUTF8(_ value: DateTime) -> [UInt8] {
    if let counter { return Array(Self.count(value, counter).utf8) }
    var writer = StrftimeWriter(onItsClock(value))
    writer.write(directives)
    guard writesMilliseconds else { return writer.out.bytes }
    var digits = DateText()
    digits.append(value.microsecond, width: 6)
    // Wherever the six digits stand: the manifest language works on the finished text.
    return Self.replacing(digits.bytes, by: digits.bytes.prefix(3), in: writer.out.bytes)
  }

  /// Counters go through binary seconds, and so lose microseconds far from 1970, as manifests are used to.
  private static func count(_ value: DateTime, _ counter: Counter) -> String {
    switch counter {
    case .seconds: String(Int(value.timestamp))
    case .fractionalSeconds: PythonNumber.repr(value.timestamp)
    case .milliseconds: String(Int(value.timestamp * 1000))
    case .microseconds: String(Int(value.timestamp * 1_000_000))
    }
  }

  // MARK: Reading

  /// Reads a text. Throws when it does not fit the format or names no date in the years 1 to 9999.
  public func parse(_ text: String) throws(DateError) -> DateTime {
    if let counter { return try EpochReader.read(text, counter) }
    var copy = text
    let result = copy.withUTF8 { bytes -> Result<DateTime, DateError> in
      do throws(DateError) { return .success(try parse(utf8: bytes)) } catch { return .failure(error) }
    }
    return try result.get()
  }

  /// Reads a whole number: counted from the epoch by a format that counts, otherwise its decimal digits as a text.
  public func parse(_ integer: Int) throws(DateError) -> DateTime {
    guard let counter else { return try parse(String(integer)) }
    return try EpochReader.read(integer, counter)
  }

  /// Reads a number with a fraction: `%s_as_float` keeps it, the other formats that count cut it off.
  public func parse(_ number: Double) throws(DateError) -> DateTime {
    guard let counter else { return try parse(PythonNumber.repr(number)) }
    return try EpochReader.read(number, counter)
  }

  /// Reads a truth value, which counts as the number 0 or 1 and is `True` or `False` as a text.
  public func parse(_ flag: Bool) throws(DateError) -> DateTime {
    guard let counter else { return try parse(flag ? "True" : "False") }
    return try EpochReader.read(flag ? 1 : 0, counter)
  }

  /// Reads a missing value: a type error for a format that counts, the text `None` for the others.
  public func parseNull() throws(DateError) -> DateTime {
    guard counter == nil else { throw DateError(.type, "null is not a date; the date format '\(text)' needs a number") }
    return try parse("None")
  }

  /// As ``parse(_:)`` of a text, of its UTF-8.
  public func parse(utf8 bytes: UnsafeBufferPointer<UInt8>) throws(DateError) -> DateTime {
    if let counter { return try EpochReader.read(utf8: bytes, counter) }
    let outcome = read(bytes)
    if case .date(let date) = outcome { return date }
    let text = String(decoding: bytes, as: UTF8.self)
    guard case .failure(let error) = outcome else {
      throw DateError(.value, "'\(text)' does not match the date format '\(self.text)'")
    }
    throw error.kind == .value ? DateError(.value, "'\(text)' does not match the date format '\(self.text)': \(error.message)") : error
  }

  /// The date of a text in UTF-8, or nil where ``parse(utf8:)`` throws: for many texts of which some may not fit.
  public func date(utf8 bytes: UnsafeBufferPointer<UInt8>) -> DateTime? {
    if let counter { return try? EpochReader.read(utf8: bytes, counter) }
    return if case .date(let date) = read(bytes) { date } else { nil }
  }

  private enum Outcome {
    case date(DateTime)
    case mismatch
    case failure(DateError)
  }

  private func read(_ bytes: UnsafeBufferPointer<UInt8>) -> Outcome {
    guard case .success(let plan) = plan else {
      if case .failure(let error) = plan { return .failure(error) }
      return .mismatch
    }
    if plan.isCommon {
      var matcher = StrptimeGreedyMatcher(bytes)
      if let date = matcher.match(plan.steps) { return .date(dialect == .manifest ? date.assumingUTC : date) }
    }
    return plan.steps.withUnsafeBufferPointer { steps in
      if plan.isASCII, bytes.allSatisfy({ $0 < 128 }) { return resolve(StrptimeMatcher(steps: steps, text: bytes)) }
      let scalars = String(decoding: bytes, as: UTF8.self).unicodeScalars.map(\.value)
      return scalars.withUnsafeBufferPointer { resolve(StrptimeMatcher(steps: steps, text: $0)) }
    }
  }

  @inline(__always)
  private func resolve<Unit>(_ matcher: consuming StrptimeMatcher<Unit>) -> Outcome {
    guard matcher.match(), matcher.end == matcher.text.count else { return .mismatch }
    if !matcher.offsetRange.isEmpty {
      guard let offset = matcher.readOffset() else { return .mismatch }
      matcher.fields.offset = offset
    }
    do throws(DateError) {
      let date = try matcher.fields.resolved()
      return .date(dialect == .manifest ? date.assumingUTC : date)
    } catch {
      return .failure(error)
    }
  }
}
