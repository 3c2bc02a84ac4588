internal import Dates
import PythonRules

/// What the operators do when one of their sides is a date or a duration.
enum DateArithmetic {
  enum Operation { case add, subtract, multiply, divide, floorDivide, modulo }

  /// The result, or nil when the operation is not defined for the two types.
  static func apply(
    _ operation: Operation, _ left: TemplateValue, _ right: TemplateValue
  ) throws(TemplateError) -> TemplateValue? {
    do throws(DateError) {
      switch operation {
      case .add: return try add(left, right)
      case .subtract: return try subtract(left, right)
      case .multiply:
        if let product = try multiply(left, right) { return product }
        return try multiply(right, left)
      default: break
      }
    } catch {
      throw TemplateError(error)
    }
    guard case .timedelta(let delta) = left else { return nil }
    return try divide(operation, delta, right)
  }

  /// The value with its sign turned; nil for what is no duration.
  static func negated(_ value: TemplateValue) throws(TemplateError) -> TemplateValue? {
    try DateFunctions.date { () throws(DateError) in
      switch value {
      case .timedelta(let delta): .timedelta(try delta.negated())
      case .duration(let duration): .duration(try duration.negated())
      default: nil
      }
    }
  }

  /// The length of a time delta without its sign; nil for everything else.
  static func magnitude(_ value: TemplateValue) throws(TemplateError) -> TemplateValue? {
    guard case .timedelta(let delta) = value else { return nil }
    return delta.isNegative ? try negated(value) : value
  }

  private static func add(_ left: TemplateValue, _ right: TemplateValue) throws(DateError) -> TemplateValue? {
    switch (left, right) {
    case (.datetime(let moment), .timedelta(let delta)), (.timedelta(let delta), .datetime(let moment)):
      .datetime(try moment.adding(delta))
    case (.datetime(let moment), .duration(let duration)), (.duration(let duration), .datetime(let moment)):
      .datetime(try moment.adding(duration))
    case (.date(let day), .timedelta(let delta)), (.timedelta(let delta), .date(let day)): .date(try day.adding(delta))
    case (.date(let day), .duration(let duration)), (.duration(let duration), .date(let day)): .date(try day.adding(duration))
    case (.timedelta(let left), .timedelta(let right)): .timedelta(try left.adding(right))
    case (.duration(let duration), .timedelta(let delta)), (.timedelta(let delta), .duration(let duration)):
      .duration(try duration.adding(delta))
    case (.duration(let left), .duration(let right)): .duration(try left.adding(right))
    default: nil
    }
  }

  private static func subtract(_ left: TemplateValue, _ right: TemplateValue) throws(DateError) -> TemplateValue? {
    switch (left, right) {
    case (.datetime(let left), .datetime(let right)): .timedelta(try left.since(right))
    case (.datetime(let moment), .timedelta(let delta)): .datetime(try moment.subtracting(delta))
    case (.datetime(let moment), .duration(let duration)): .datetime(try moment.subtracting(duration))
    case (.date(let left), .date(let right)): .timedelta(left.since(right))
    case (.date(let day), .timedelta(let delta)): .date(try day.subtracting(delta))
    case (.date(let day), .duration(let duration)): .date(try day.subtracting(duration))
    case (.timedelta(let left), .timedelta(let right)): .timedelta(try left.subtracting(right))
    case (.timedelta(let delta), .duration(let duration)): .duration(try CalendarDuration(delta: delta).subtracting(duration))
    case (.duration(let duration), .timedelta(let delta)): .duration(try duration.subtracting(delta))
    case (.duration(let left), .duration(let right)): .duration(try left.subtracting(right))
    default: nil
    }
  }

  private static func multiply(_ left: TemplateValue, _ right: TemplateValue) throws(DateError) -> TemplateValue? {
    switch left {
    case .timedelta(let delta):
      if let factor = right.integerValue { return .timedelta(try delta.multiplied(by: factor)) }
      if case .double(let factor) = right { return .timedelta(try delta.multiplied(by: factor)) }
      guard case .bigInteger = right else { return nil }
      return .timedelta(try delta.multiplied(by: delta.isZero ? 0 : Int.max))
    case .duration(let duration):
      guard let factor = right.integerValue else { return nil }
      return .duration(try duration.multiplied(by: factor))
    default: return nil
    }
  }

  private static func divide(
    _ operation: Operation, _ delta: TimeDelta, _ right: TemplateValue
  ) throws(TemplateError) -> TemplateValue? {
    if case .timedelta(let divisor) = right {
      guard !divisor.isZero else { throw zeroDivision() }
      switch operation {
      case .divide: return .double(delta.ratio(to: divisor))
      case .floorDivide: return Int(exactly: delta.quotient(by: divisor)).map { .integer($0) }
      default: return .timedelta(delta.remainder(by: divisor))
      }
    }
    if operation != .modulo, let divisor = right.integerValue {
      guard divisor != 0 else { throw zeroDivision() }
      return try DateFunctions.date { () throws(DateError) in
        .timedelta(operation == .divide ? try delta.divided(by: divisor) : try delta.floorDivided(by: divisor))
      }
    }
    guard operation == .divide, case .double(let divisor) = right else { return nil }
    guard divisor != 0 else { throw zeroDivision() }
    return try DateFunctions.date { () throws(DateError) in .timedelta(try delta.divided(by: divisor)) }
  }

  private static func zeroDivision() -> TemplateError { TemplateError(.zeroDivision, "a duration cannot be divided by zero") }
}
