/// A duration with calendar parts: years and months, whose length depends on the date, beside a ``TimeDelta``.
public struct CalendarDuration: Sendable, Hashable {
  public let years: CalendarAmount
  public let months: CalendarAmount
  public let delta: TimeDelta

  public init(years: CalendarAmount = 0, months: CalendarAmount = 0, delta: TimeDelta = .zero) {
    self.years = years
    self.months = months
    self.delta = delta
  }

  /// Throws a value error when years or months have a fraction: no date can be moved by a part of a month.
  func wholeYearsAndMonths() throws(DateError) -> (years: Int, months: Int) {
    guard let years = years.wholeNumber, let months = months.wholeNumber else {
      throw DateError(.value, "a fraction of a year or month cannot be added to a date")
    }
    return (years, months)
  }

  public func adding(_ other: CalendarDuration) throws(DateError) -> CalendarDuration {
    CalendarDuration(
      years: try years.adding(other.years), months: try months.adding(other.months), delta: try delta.adding(other.delta))
  }

  public func subtracting(_ other: CalendarDuration) throws(DateError) -> CalendarDuration { try adding(other.negated()) }

  public func adding(_ other: TimeDelta) throws(DateError) -> CalendarDuration {
    CalendarDuration(years: years, months: months, delta: try delta.adding(other))
  }

  public func subtracting(_ other: TimeDelta) throws(DateError) -> CalendarDuration {
    CalendarDuration(years: years, months: months, delta: try delta.subtracting(other))
  }

  public func negated() throws(DateError) -> CalendarDuration {
    CalendarDuration(years: years.negated, months: months.negated, delta: try delta.negated())
  }

  public func multiplied(by factor: Int) throws(DateError) -> CalendarDuration {
    CalendarDuration(
      years: try years.multiplied(by: factor), months: try months.multiplied(by: factor), delta: try delta.multiplied(by: factor))
  }

  /// Twelve months equal a year; the rest compares by itself.
  public static func == (left: Self, right: Self) -> Bool {
    guard let leftMonths = try? left.totalMonths(), let rightMonths = try? right.totalMonths() else {
      return left.years == right.years && left.months == right.months && left.delta == right.delta
    }
    return leftMonths == rightMonths && left.delta == right.delta
  }

  public func hash(into hasher: inout Hasher) { hasher.combine(delta) }

  private func totalMonths() throws(DateError) -> CalendarAmount { try years.multiplied(by: 12).adding(months) }
}

/// `1 years, 2 months, 3 days, 4:05:06`; parts that are zero are left out, but never the time.
extension CalendarDuration: CustomStringConvertible {
  public var description: String {
    var text = ""
    if !years.isZero { text += "\(years.truncated) years, " }
    if !months.isZero { text += "\(months.truncated) month\(months.isAtMostOne ? "" : "s"), " }
    return text + delta.description
  }
}
