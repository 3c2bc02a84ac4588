import PythonRules

/// The operators on values. Dates are in `DateArithmetic`, sequences in `SequenceArithmetic`.
enum Arithmetic {
  static func apply(
    _ operation: BinaryOperator, _ left: TemplateValue, _ right: TemplateValue, _ runtime: TemplateRuntime
  ) throws(TemplateError) -> TemplateValue {
    if case .integer(let left) = left, case .integer(let right) = right, let result = try small(operation, left, right) {
      return result
    }
    if operation == .mod, let format = left.textValue { return try format_(format, left, right, runtime) }
    if case .undefined(let info) = left { throw info.error }
    if case .undefined(let info) = right { throw info.error }
    if let left = Number(left), let right = Number(right) { return try number(operation, left, right, runtime) }
    if let error = LongInteger.error(left) ?? LongInteger.error(right) { throw error }
    if let result = try SequenceArithmetic.apply(operation, left, right, runtime) { return result }
    if let dates = operation.onDates, let result = try DateArithmetic.apply(dates, left, right) { return result }
    throw TemplateError(
      .typeError, "'\(operation.rawValue)' is not possible between '\(left.typeName)' and '\(right.typeName)'")
  }

  private static func format_(
    _ format: String, _ left: TemplateValue, _ right: TemplateValue, _ runtime: TemplateRuntime
  ) throws(TemplateError) -> TemplateValue {
    if case .markup = left { return .markup(try PercentFormat.format(format, try Markup.escapedArguments(right), runtime)) }
    return .string(try PercentFormat.format(format, right, runtime))
  }

  static func negated(_ value: TemplateValue) throws(TemplateError) -> TemplateValue {
    switch value {
    case .undefined(let info): throw info.error
    case .integer(let number) where number != .min: return .integer(-number)
    case .bool(let flag): return .integer(flag ? -1 : 0)
    case .integer(let number): return normal(-BigInteger(number))
    case .bigInteger(let number): return normal(-number)
    case .double(let number): return .double(-number)
    case .complex(let real, let imaginary): return .complex(-real, -imaginary)
    case .timedelta, .duration:
      if let result = try DateArithmetic.negated(value) { return result }
    default: break
    }
    if let error = LongInteger.error(value) { throw error }
    throw TemplateError(.typeError, "bad operand type for unary -: '\(value.typeName)'")
  }

  static func positive(_ value: TemplateValue) throws(TemplateError) -> TemplateValue {
    switch value {
    case .undefined(let info): throw info.error
    case .bool(let flag): return .integer(flag ? 1 : 0)
    case .integer, .bigInteger, .double, .complex, .timedelta: return value
    default:
      if let error = LongInteger.error(value) { throw error }
      throw TemplateError(.typeError, "bad operand type for unary +: '\(value.typeName)'")
    }
  }

  /// An integer of any size as a value.
  static func normal(_ number: BigInteger) -> TemplateValue { number.intValue.map { .integer($0) } ?? .bigInteger(number) }

  // MARK: Integers that fit

  private static func small(
    _ operation: BinaryOperator, _ left: Int, _ right: Int
  ) throws(TemplateError) -> TemplateValue? {
    switch operation {
    case .add:
      let (result, overflow) = left.addingReportingOverflow(right)
      return overflow ? nil : .integer(result)
    case .sub:
      let (result, overflow) = left.subtractingReportingOverflow(right)
      return overflow ? nil : .integer(result)
    case .mul:
      let (result, overflow) = left.multipliedReportingOverflow(by: right)
      return overflow ? nil : .integer(result)
    case .floorDiv, .mod:
      guard right != 0 else { throw zeroDivision("integer division or modulo by zero") }
      if right == -1 { return operation == .mod ? .integer(0) : left == .min ? nil : .integer(-left) }
      let (quotient, remainder) = left.quotientAndRemainder(dividingBy: right)
      let goesDown = remainder != 0 && (remainder < 0) != (right < 0)
      if operation == .mod { return .integer(goesDown ? remainder + right : remainder) }
      return .integer(goesDown ? quotient - 1 : quotient)
    case .div:
      guard right != 0 else { throw zeroDivision("division by zero") }
      guard left.magnitude < 1 << 53, right.magnitude < 1 << 53 else { return nil }
      return .double(Double(left) / Double(right))
    case .pow: return nil
    }
  }

  static func zeroDivision(_ message: String) -> TemplateError { TemplateError(.zeroDivision, message) }

  // MARK: Numbers of mixed types

  private enum Number {
    case integer(BigInteger)
    case double(Double)
    case complex(Double, Double)

    init?(_ value: TemplateValue) {
      switch value {
      case .bool(let flag): self = .integer(BigInteger(flag ? 1 : 0))
      case .integer(let number): self = .integer(BigInteger(number))
      case .bigInteger(let number): self = .integer(number)
      case .double(let number): self = .double(number)
      case .complex(let real, let imaginary): self = .complex(real, imaginary)
      default: return nil
      }
    }

    func double() throws(TemplateError) -> Double {
      switch self {
      case .integer(let number):
        guard let value = number.doubleValue else { throw TemplateError(.overflow, "int too large to convert to float") }
        return value
      case .double(let number): return number
      case .complex(let real, _): return real
      }
    }
  }

  private static func number(
    _ operation: BinaryOperator, _ left: Number, _ right: Number, _ runtime: TemplateRuntime
  ) throws(TemplateError) -> TemplateValue {
    switch (left, right) {
    case (.integer(let left), .integer(let right)): return try integers(operation, left, right, runtime)
    case (.complex, _), (_, .complex): return try complex(operation, left, right)
    default: return try doubles(operation, try left.double(), try right.double())
    }
  }

  private static func integers(
    _ operation: BinaryOperator, _ left: BigInteger, _ right: BigInteger, _ runtime: TemplateRuntime
  ) throws(TemplateError) -> TemplateValue {
    do {
      try runtime.charge(work(operation, left, right))
      switch operation {
      case .add: return normal(left + right)
      case .sub: return normal(left - right)
      case .mul: return normal(try left.multiplied(by: right))
      case .floorDiv: return normal(try left.flooredDivision(by: right).quotient)
      case .mod: return normal(try left.flooredDivision(by: right).remainder)
      case .div:
        guard let quotient = try BigInteger.quotient(left, right) else {
          throw TemplateError(.overflow, "integer division result too large for a float")
        }
        return .double(quotient)
      case .pow: return try power(left, right)
      }
    } catch let error as TemplateError {
      throw error
    } catch BigIntegerError.divisionByZero {
      throw zeroDivision(operation == .div ? "division by zero" : "integer division or modulo by zero")
    } catch {
      throw TemplateError(
        .limit, "the result of '\(operation.rawValue)' has more than \(BigInteger.maximumBitWidth) bits, which is the limit")
    }
  }

  /// How much computing with two integers is, in proportion to the products of 32 bits it takes.
  private static func work(_ operation: BinaryOperator, _ left: BigInteger, _ right: BigInteger) -> Int {
    switch operation {
    case .add, .sub: return (left.limbs.count + right.limbs.count) / 64
    case .pow:
      guard let exponent = right.intValue, exponent > 0 else { return 0 }
      // Larger results are refused.
      guard exponent <= BigInteger.maximumBitWidth, left.bitWidth <= BigInteger.maximumBitWidth else { return 0 }
      let limbs = min((left.bitWidth * 2 - 1) * exponent / 2, BigInteger.maximumBitWidth) / 32
      return limbs * limbs / 256
    default: return left.limbs.count * right.limbs.count / 64
    }
  }

  private static func power(_ base: BigInteger, _ exponent: BigInteger) throws -> TemplateValue {
    if exponent.signum < 0 {
      guard !base.isZero else { throw zeroDivision("0.0 cannot be raised to a negative power") }
      return try doubles(.pow, try Number.integer(base).double(), try Number.integer(exponent).double())
    }
    guard let count = exponent.intValue else {
      if base.isZero || base == BigInteger(1) { return normal(base) }
      throw BigIntegerError.tooLarge
    }
    return normal(try base.raised(to: count))
  }

  private static func doubles(_ operation: BinaryOperator, _ left: Double, _ right: Double) throws(TemplateError) -> TemplateValue {
    switch operation {
    case .add: return .double(left + right)
    case .sub: return .double(left - right)
    case .mul: return .double(left * right)
    case .div:
      guard right != 0 else { throw zeroDivision("float division by zero") }
      return .double(left / right)
    case .floorDiv, .mod:
      guard right != 0 else { throw zeroDivision("float floor division by zero") }
      let (quotient, remainder) = FloatMath.divmod(left, right)
      return .double(operation == .mod ? remainder : quotient)
    case .pow: return try FloatMath.power(left, right)
    }
  }

  private static func complex(_ operation: BinaryOperator, _ left: Number, _ right: Number) throws(TemplateError) -> TemplateValue {
    func parts(_ number: Number) throws(TemplateError) -> (Double, Double) {
      if case .complex(let real, let imaginary) = number { return (real, imaginary) }
      return (try number.double(), 0)
    }
    let (a, b) = try parts(left)
    let (c, d) = try parts(right)
    switch operation {
    case .add: return .complex(a + c, b + d)
    case .sub: return .complex(a - c, b - d)
    case .mul: return .complex(a * c - b * d, a * d + b * c)
    case .div:
      let size = c * c + d * d
      guard size != 0 else { throw zeroDivision("complex division by zero") }
      return .complex((a * c + b * d) / size, (b * c - a * d) / size)
    default: throw TemplateError(.typeError, "'\(operation.rawValue)' is not possible with complex numbers here")
    }
  }
}

extension BinaryOperator {
  fileprivate var onDates: DateArithmetic.Operation? {
    switch self {
    case .add: .add
    case .sub: .subtract
    case .mul: .multiply
    case .div: .divide
    case .floorDiv: .floorDivide
    case .mod: .modulo
    case .pow: nil
    }
  }
}
