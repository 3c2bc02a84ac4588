internal import Dates

/// The attributes and methods of dates with a time. The machine's own zone counts as UTC.
enum DatetimeMembers {
  static func member(_ name: String, of moment: DateTime) -> TemplateValue? {
    attribute(name, of: moment) ?? method(name, of: moment) ?? maker(name) ?? (inherited(name, moment.date))
  }

  /// What a date with a time has in common with one without.
  private static func inherited(_ name: String, _ day: CalendarDate) -> TemplateValue? {
    switch name {
    case "year", "month", "day", "weekday", "isoweekday", "isocalendar", "toordinal": DayMembers.member(name, of: day)
    default: nil
    }
  }

  private static func attribute(_ name: String, of moment: DateTime) -> TemplateValue? {
    switch name {
    case "hour": .integer(moment.hour)
    case "minute": .integer(moment.minute)
    case "second": .integer(moment.second)
    case "microsecond": .integer(moment.microsecond)
    case "fold": .integer(0)
    case "tzinfo": moment.offset.map { .object(DateZone(offset: $0)) } ?? TemplateValue.none
    default: nil
    }
  }

  private static func method(_ name: String, of moment: DateTime) -> TemplateValue? {
    switch name {
    case "date": DateMembers.method(name) { _, _ in .date(moment.date) }
    case "timestamp": DateMembers.method(name) { _, _ in .double(moment.timestamp) }
    case "strftime": DateMembers.strftime(moment)
    case "ctime": DateMembers.method(name) { _, _ in .string(DatetimeFormatCache.format("%c", .plain).format(moment)) }
    case "tzname": DateMembers.method(name) { _, _ in moment.isAware ? .string(moment.zoneName) : .none }
    case "dst": DateMembers.method(name) { _, _ in .none }
    case "utcoffset":
      DateMembers.method(name) { _, _ throws(TemplateError) in
        guard let offset = moment.offset else { return .none }
        return .timedelta(try DateFunctions.date { () throws(DateError) in try TimeDelta(microseconds: offset) })
      }
    case "isoformat":
      DateMembers.method(name, TemplateSignature("sep=", "timespec=")) { call, bound throws(TemplateError) in
        try isoFormat(moment, call, bound)
      }
    case "replace":
      DateMembers.method(
        name, TemplateSignature("year=", "month=", "day=", "hour=", "minute=", "second=", "microsecond=", "tzinfo=", "*", "fold=")
      ) { call, bound throws(TemplateError) in try replace(moment, call, bound) }
    case "astimezone":
      DateMembers.method(name, TemplateSignature("tz=")) { call, bound throws(TemplateError) in
        let offset = try zone(bound[0], call) ?? 0
        return .datetime(try DateFunctions.date { () throws(DateError) in try moment.converted(toOffset: offset) })
      }
    default: nil
    }
  }

  /// Methods that make another date, whatever date they are called on.
  private static func maker(_ name: String) -> TemplateValue? {
    switch name {
    case "now":
      DateMembers.method(name, TemplateSignature("tz=")) { call, bound throws(TemplateError) in
        let (now, offset) = (try DateFunctions.now(call), try zone(bound[0], call))
        guard let offset else { return .datetime(now.withOffset(nil)) }
        return .datetime(try DateFunctions.date { () throws(DateError) in try now.converted(toOffset: offset) })
      }
    case "utcnow", "today":
      DateMembers.method(name) { call, _ throws(TemplateError) in .datetime(try DateFunctions.now(call).withOffset(nil)) }
    case "strptime":
      DateMembers.method(name, TemplateSignature("date_string", "format")) { call, bound throws(TemplateError) in
        let text = try DateFunctions.text(bound[0] ?? .none, call, "a text")
        let format = DatetimeFormatCache.format(try DateFunctions.text(bound[1] ?? .none, call, "a date format"), .plain)
        return .datetime(try DateFunctions.date { () throws(DateError) in try format.parse(text) })
      }
    case "fromtimestamp", "utcfromtimestamp":
      DateMembers.method(name, TemplateSignature("timestamp", "tz=")) { call, bound throws(TemplateError) in
        try fromTimestamp(call, bound)
      }
    default: nil
    }
  }

  private static func fromTimestamp(_ call: TemplateCall, _ bound: [TemplateValue?]) throws(TemplateError) -> TemplateValue {
    let offset = try zone(bound[1], call)
    let format = DatetimeFormatCache.format("%s_as_float")
    let number: Double
    if case .double(let value) = bound[0] {
      number = value
    } else {
      guard let value = bound[0]?.integerValue else { throw call.typeError("expected a number") }
      number = Double(value)
    }
    return .datetime(
      try DateFunctions.date { () throws(DateError) in
        let moment = try format.parse(number)
        return try offset.map { offset throws(DateError) in try moment.converted(toOffset: offset) } ?? moment.withOffset(nil)
      })
  }

  /// The offset of a zone argument; nil for none.
  private static func zone(_ value: TemplateValue?, _ call: TemplateCall) throws(TemplateError) -> Int? {
    guard let value, !value.isNone else { return nil }
    guard case .object(let object) = value, let zone = object as? DateZone else {
      throw call.typeError("expected a time zone, got \(value.typeName)")
    }
    return zone.offset
  }

  private static func replace(_ moment: DateTime, _ call: TemplateCall, _ bound: [TemplateValue?]) throws(TemplateError) -> TemplateValue {
    var parts: [Int?] = []
    for value in bound[..<7] { parts.append(try DateMembers.part(value, call)) }
    let offset = bound[7] == nil ? moment.offset : try zone(bound[7], call)
    return .datetime(
      try DateFunctions.date { () throws(DateError) in
        try moment.replacing(
          year: parts[0], month: parts[1], day: parts[2], hour: parts[3], minute: parts[4], second: parts[5], microsecond: parts[6]
        ).withOffset(offset)
      })
  }

  private static func isoFormat(_ moment: DateTime, _ call: TemplateCall, _ bound: [TemplateValue?]) throws(TemplateError) -> TemplateValue
  {
    let separator = try bound[0].map { value throws(TemplateError) in try DateFunctions.text(value, call, "a character") } ?? "T"
    guard separator.unicodeScalars.count == 1, let character = separator.first else { throw call.typeError("expected a single character") }
    let name = try bound[1].map { value throws(TemplateError) in try DateFunctions.text(value, call, "a precision") } ?? "auto"
    guard let precision = DateTime.ISOPrecision(rawValue: name) else {
      throw TemplateError(.valueError, "\(call.name)() got the unknown precision '\(name)'")
    }
    return .string(moment.isoFormat(separator: character, precision: precision))
  }
}
