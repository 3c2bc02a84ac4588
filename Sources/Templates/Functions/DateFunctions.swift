internal import Dates
import PythonRules
internal import Quirks

/// The functions on dates and times by name.
enum DateFunctions {
  static let all: [String: TemplateFunction] = [
    "now_utc": nowUTC, "today_utc": todayUTC, "today_with_timezone": todayWithTimeZone, "timestamp": timestamp,
    "str_to_datetime": strToDatetime, "day_delta": dayDelta, "duration": duration, "format_datetime": formatDatetime,
  ]

  // MARK: Now

  @Sendable private static func nowUTC(_ call: inout TemplateCall) throws(TemplateError) -> TemplateValue {
    _ = try call.bound(TemplateSignature())
    return .datetime(try now(call))
  }

  @Sendable private static func todayUTC(_ call: inout TemplateCall) throws(TemplateError) -> TemplateValue {
    _ = try call.bound(TemplateSignature())
    return .date(try now(call).date)
  }

  @Sendable private static func todayWithTimeZone(_ call: inout TemplateCall) throws(TemplateError) -> TemplateValue {
    guard let argument = try call.bound(TemplateSignature("timezone"))[0], case .some(let name) = argument.textValue else {
      throw TemplateError(.unknownTimeZone, "\(call.name)() expected the name of a time zone, such as Europe/Paris")
    }
    let instant = microseconds(call)
    let zone: DateTimeZone
    do throws(DateTimeZone.UnknownZone) {
      zone = try DateTimeZone(named: name)
    } catch {
      throw TemplateError(.unknownTimeZone, error.description)
    }
    return .date(try date { () throws(DateError) in try zone.dateTime(microsecondsSinceEpoch: instant).date })
  }

  private static func microseconds(_ call: TemplateCall) -> Int {
    let now = call.runtime.host.now()
    return now.seconds * 1_000_000 + now.microseconds
  }

  static func now(_ call: TemplateCall) throws(TemplateError) -> DateTime {
    let instant = microseconds(call)
    return try date { () throws(DateError) in try DateTime(microsecondsSinceEpoch: instant) }
  }

  @Sendable private static func dayDelta(_ call: inout TemplateCall) throws(TemplateError) -> TemplateValue {
    let bound = try call.bound(TemplateSignature("num_days", "format="))
    let now = try now(call)
    let format = try bound[1].map { value throws(TemplateError) in try text(value, call, "a date format") }
    let delta: TimeDelta
    switch bound[0] {
    case .double(let days): delta = try date { () throws(DateError) in try TimeDelta(days: days) }
    case .bigInteger: throw TemplateError(.overflow, "\(call.name)() goes beyond the years 1 to 9999")
    case let value:
      guard let days = value?.integerValue else { throw call.typeError("expected a number of days") }
      delta = try date { () throws(DateError) in try TimeDelta(days: days) }
    }
    let moved = try date { () throws(DateError) in try now.adding(delta) }
    return .string(DatetimeFormatCache.format(format ?? "%Y-%m-%dT%H:%M:%S.%f%z", .plain).format(moved))
  }

  // MARK: Texts

  @Sendable private static func timestamp(_ call: inout TemplateCall) throws(TemplateError) -> TemplateValue {
    guard let value = try call.bound(TemplateSignature("dt"))[0] else { return .none }
    switch value {
    case .bigInteger: return value
    case .double(let number):
      guard !number.isNaN else { throw TemplateError(.valueError, "\(call.name)() cannot convert NaN to an integer") }
      guard let whole = BigInteger(truncating: number) else {
        throw TemplateError(.overflow, "\(call.name)() cannot convert an infinite number to an integer")
      }
      return Int(exactly: number.rounded(.towardZero)).map { .integer($0) } ?? .bigInteger(whole)
    default:
      if let number = value.integerValue { return .integer(number) }
      return .double(try isoDate(value, call).timestamp)
    }
  }

  @Sendable private static func strToDatetime(_ call: inout TemplateCall) throws(TemplateError) -> TemplateValue {
    guard let value = try call.bound(TemplateSignature("s"))[0] else { return .none }
    return .datetime(try isoDate(value, call))
  }

  /// An ISO 8601 text as a time in UTC.
  private static func isoDate(_ value: TemplateValue, _ call: TemplateCall) throws(TemplateError) -> DateTime {
    let text: String
    switch value {
    case .string(let string), .markup(let string): text = string
    case .bytes(let bytes): text = String(decoding: bytes, as: UTF8.self)
    case .undefined(let info): throw info.error
    case .list(let list) where list.elements.count < 4: throw notADate(call)
    case .tuple(let tuple) where tuple.elements.count < 4: throw notADate(call)
    case .dict(let dict) where dict.count < 4: throw notADate(call)
    case .set(let set) where set.count < 4: throw notADate(call)
    default: throw call.typeError("expected a date as a string, got \(value.typeName)")
    }
    return try date { () throws(DateError) in try DateTime(isoText: text).converted() }
  }

  /// Short containers are looked at as texts that are too short.
  private static func notADate(_ call: TemplateCall) -> TemplateError {
    TemplateError(.valueError, "\(call.name)() expected a date as a string")
  }

  @Sendable private static func duration(_ call: inout TemplateCall) throws(TemplateError) -> TemplateValue {
    guard let value = try call.bound(TemplateSignature("datestring"))[0] else { return .none }
    let text = try text(value, call, "an ISO 8601 duration")
    switch try date({ () throws(DateError) in try ISODuration(text) }) {
    case .fixed(let delta): return .timedelta(delta)
    case .calendar(let duration): return .duration(duration)
    }
  }

  @Sendable private static func formatDatetime(_ call: inout TemplateCall) throws(TemplateError) -> TemplateValue {
    let bound = try call.bound(TemplateSignature("dt", "format", "input_format="))
    guard let value = bound[0], let formatValue = bound[1] else { return .none }
    let inputFormat = bound[2].flatMap { $0.truth() ? $0 : nil }
    if case .datetime(let datetime) = value {
      return .string(try written(datetime, by: formatValue, .plain, call))
    }
    let parsed: DateTime
    if let number = value.integerValue {
      let format = DatetimeFormatCache.format(
        try inputFormat.map { value throws(TemplateError) in try text(value, call, "a date format") } ?? "%s")
      if case .bool(let flag) = value {
        parsed = try date { () throws(DateError) in try format.parse(flag) }
      } else {
        parsed = try date { () throws(DateError) in try format.parse(number) }
      }
    } else if case .bigInteger(let number) = value {
      let format = DatetimeFormatCache.format(
        try inputFormat.map { value throws(TemplateError) in try text(value, call, "a date format") } ?? "%s")
      parsed = try date { () throws(DateError) in try format.parse(String(describing: number)) }
    } else if let inputFormat {
      let (string, format) = (try text(value, call, "a text"), try text(inputFormat, call, "a date format"))
      parsed = try date { () throws(DateError) in try DatetimeFormatCache.format(format, .plain).parse(string) }
    } else {
      parsed = try isoDate(value, call)
    }
    return .string(try written(parsed.assumingUTC, by: formatValue, .manifest, call))
  }

  // MARK: Help

  /// The text of a date; in UTC where the format says so, which the reference takes for mere text.
  static func written(
    _ date: DateTime, by format: TemplateValue, _ dialect: DatetimeFormat.Dialect, _ call: TemplateCall
  ) throws(TemplateError) -> String {
    let format = try text(format, call, "a date format")
    return DatetimeFormatCache.format(format, dialect, honorsUTCMark: !call.runtime.environment.options.follows(.ignoresUTCMarks)).format(
      date)
  }

  /// A text argument; anything else is a type error.
  static func text(_ value: TemplateValue, _ call: TemplateCall, _ what: String) throws(TemplateError) -> String {
    guard let text = value.textValue else { throw call.typeError("expected \(what), got \(value.typeName)") }
    return text
  }

  /// Runs a computation with dates, its errors becoming those of templates.
  static func date<Value>(_ body: () throws(DateError) -> Value) throws(TemplateError) -> Value {
    do throws(DateError) { return try body() } catch { throw TemplateError(error) }
  }
}
