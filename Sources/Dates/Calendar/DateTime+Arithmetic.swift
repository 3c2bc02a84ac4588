extension DateTime {
  /// Moves the wall clock; the offset stays.
  public func adding(_ delta: TimeDelta) throws(DateError) -> DateTime { try moved(by: delta.totalMicroseconds) }

  public func subtracting(_ delta: TimeDelta) throws(DateError) -> DateTime { try moved(by: -delta.totalMicroseconds) }

  /// Moves by years and months first (a day beyond the month's end becomes its last day), then by the fixed part.
  public func adding(_ duration: CalendarDuration) throws(DateError) -> DateTime {
    try movedByMonths(of: duration, sign: 1).adding(duration.delta)
  }

  public func subtracting(_ duration: CalendarDuration) throws(DateError) -> DateTime {
    try movedByMonths(of: duration, sign: -1).subtracting(duration.delta)
  }

  public func adding(_ duration: ISODuration) throws(DateError) -> DateTime {
    switch duration {
    case .fixed(let delta): try adding(delta)
    case .calendar(let calendar): try adding(calendar)
    }
  }

  public func subtracting(_ duration: ISODuration) throws(DateError) -> DateTime {
    switch duration {
    case .fixed(let delta): try subtracting(delta)
    case .calendar(let calendar): try subtracting(calendar)
    }
  }

  /// The span between two instants. Throws a type error when only one of the two carries an offset.
  public func since(_ other: DateTime) throws(DateError) -> TimeDelta {
    guard isAware == other.isAware else {
      throw DateError(.type, "cannot subtract a date with an offset from UTC and one without")
    }
    return try TimeDelta(microseconds: microsecondsSinceEpoch - other.microsecondsSinceEpoch)
  }

  /// The same time with some parts changed; throws when a part is out of its range or the date does not exist.
  public func replacing(
    year: Int? = nil, month: Int? = nil, day: Int? = nil, hour: Int? = nil, minute: Int? = nil, second: Int? = nil,
    microsecond: Int? = nil
  ) throws(DateError) -> DateTime {
    let old = date.components
    return try DateTime(
      year: year ?? old.year, month: month ?? old.month, day: day ?? old.day, hour: hour ?? self.hour, minute: minute ?? self.minute,
      second: second ?? self.second, microsecond: microsecond ?? self.microsecond, offset: offset)
  }

  private func moved(by microseconds: Int128) throws(DateError) -> DateTime {
    let moved = Int128(wallClock) + microseconds
    guard let moved = Int(exactly: moved) else { throw .outOfRange() }
    return try DateTime(wallClock: moved, offset: offset)
  }

  private func movedByMonths(of duration: CalendarDuration, sign: Int) throws(DateError) -> DateTime {
    let day = try date.movedByMonths(of: duration, sign: sign)
    return DateTime(validWallClock: day.daysSinceEpoch * CivilCalendar.microsecondsPerDay + timeOfDay, offset: offset)
  }
}
