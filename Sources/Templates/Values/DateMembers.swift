internal import Dates

/// The attributes and methods of dates and durations.
enum DateMembers {
  /// The attribute or bound method of a name; nil when there is none, or the value is no date or duration.
  static func member(_ name: String, of value: TemplateValue) -> TemplateValue? {
    switch value {
    case .datetime(let moment): DatetimeMembers.member(name, of: moment)
    case .date(let day): DayMembers.member(name, of: day)
    case .timedelta(let delta): member(name, of: delta)
    case .duration(let duration): member(name, of: duration)
    default: nil
    }
  }

  /// A method whose arguments are bound to a signature before its body runs.
  static func method(
    _ name: String, _ signature: TemplateSignature = TemplateSignature(),
    _ body: @escaping (TemplateCall, [TemplateValue?]) throws(TemplateError) -> TemplateValue
  ) -> TemplateValue {
    .callable(
      TemplateCallable(name: name, text: "<built-in method \(name)>") { call throws(TemplateError) in
        try body(call, call.bound(signature))
      })
  }

  static func strftime(_ moment: DateTime) -> TemplateValue {
    method("strftime", TemplateSignature("format")) { call, bound throws(TemplateError) in
      .string(try DateFunctions.written(moment, by: bound[0] ?? .none, .plain, call))
    }
  }

  static func weekDate(_ day: CalendarDate) -> TemplateValue {
    let week = day.isoWeekDate
    return .tuple(
      TemplateTuple(
        [.integer(week.year), .integer(week.week), .integer(week.weekday)], names: ["year", "week", "weekday"],
        typeName: "datetime.IsoCalendarDate"))
  }

  /// A part of a date as an integer; nil keeps the part as it is.
  static func part(_ value: TemplateValue?, _ call: TemplateCall) throws(TemplateError) -> Int? {
    guard let value else { return nil }
    if case .bigInteger = value { throw TemplateError(.overflow, "\(call.name)() got a number that is too large") }
    guard let number = value.integerValue else { throw call.typeError("expected integers, got \(value.typeName)") }
    return number
  }

  // MARK: Durations

  private static func member(_ name: String, of delta: TimeDelta) -> TemplateValue? {
    switch name {
    case "days": .integer(delta.days)
    case "seconds": .integer(delta.seconds)
    case "microseconds": .integer(delta.microseconds)
    case "total_seconds": method(name) { _, _ in .double(delta.totalSeconds) }
    default: nil
    }
  }

  private static func member(_ name: String, of duration: CalendarDuration) -> TemplateValue? {
    switch name {
    case "years": number(duration.years)
    case "months": number(duration.months)
    case "tdelta": .timedelta(duration.delta)
    case "totimedelta":
      method(name, TemplateSignature("start=", "end=")) { _, bound throws(TemplateError) in
        try fixed(duration, from: given(bound[0]), until: given(bound[1]))
      }
    default: member(name, of: duration.delta)
    }
  }

  private static func given(_ value: TemplateValue?) -> TemplateValue? { value.flatMap { $0.isNone ? nil : $0 } }

  private static func number(_ amount: CalendarAmount) -> TemplateValue {
    Int(amount.description).map { .integer($0) } ?? .double(Double(amount.description) ?? 0)
  }

  private static func fixed(
    _ duration: CalendarDuration, from start: TemplateValue?, until end: TemplateValue?
  ) throws(TemplateError) -> TemplateValue {
    let moved: TemplateValue?
    switch (start, end) {
    case (let start?, nil):
      guard let sum = try DateArithmetic.apply(.add, start, .duration(duration)) else { moved = nil; break }
      moved = try DateArithmetic.apply(.subtract, sum, start)
    case (nil, let end?):
      guard let difference = try DateArithmetic.apply(.subtract, end, .duration(duration)) else { moved = nil; break }
      moved = try DateArithmetic.apply(.subtract, end, difference)
    default: throw TemplateError(.valueError, "totimedelta() expected a start or an end")
    }
    guard let moved else { throw TemplateError(.typeError, "totimedelta() expected a date") }
    return moved
  }
}
