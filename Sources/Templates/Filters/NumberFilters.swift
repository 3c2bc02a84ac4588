import Dates
import PythonRules

/// Filters on numbers.
enum NumberFilters {
  static let all: [String: TemplateFunction] = [
    "abs": absolute, "int": integer, "float": double, "round": round, "filesizeformat": fileSize,
  ]

  @Sendable private static func absolute(_ call: inout TemplateCall) throws(TemplateError) -> TemplateValue {
    guard call.arguments.count == 1, call.keywords.isEmpty else { throw call.typeError("takes exactly one argument") }
    let value = call.arguments[0]
    switch value {
    case .bool(let flag): return .integer(flag ? 1 : 0)
    case .integer(let number): return number < 0 ? try Arithmetic.negated(value) : value
    case .bigInteger(let number): return .bigInteger(number.magnitude)
    case .double(let number): return .double(abs(number))
    case .timedelta(let delta): return delta.days < 0 ? try Arithmetic.negated(value) : value
    case .complex(let real, let imaginary): return .double((real * real + imaginary * imaginary).squareRoot())
    default:
      if let error = LongInteger.error(value) { throw error }
      throw TemplateError(.typeError, "bad operand type for abs(): '\(value.typeName)'")
    }
  }

  private static let integerParameters = TemplateSignature("value", "default=", "base=")
  /// The number of a text of at most eighteen ASCII digits; nil for every other text.
  private static func plainInteger(_ text: String) -> Int? {
    let digits = text.utf8
    guard !digits.isEmpty, digits.count <= 18 else { return nil }
    var sum = 0
    for digit in digits {
      guard digit >= 0x30, digit <= 0x39 else { return nil }
      sum = sum &* 10 &+ Int(digit &- 0x30)
    }
    return sum
  }

  /// The integer in a value; of a text also the whole part of the number it holds, else the default.
  @Sendable private static func integer(_ call: inout TemplateCall) throws(TemplateError) -> TemplateValue {
    if call.arguments.count == 1, call.keywords.isEmpty {
      // The common forms, which need neither a standard nor a base.
      if case .integer = call.arguments[0] { return call.arguments[0] }
      if case .string(let text) = call.arguments[0], let number = plainInteger(text) { return .integer(number) }
    }
    let arguments = try FilterArguments(call, integerParameters)
    let standard = arguments.given(1, or: .integer(0))
    switch arguments[0] {
    case .integer, .bigInteger: return arguments[0]
    case .bool(let flag): return .integer(flag ? 1 : 0)
    case .undefined(let info): throw info.error
    case .double(let number):
      if number.isNaN { return standard }
      guard let whole = BigInteger(truncating: number) else {
        throw TemplateError(.overflow, "cannot convert float infinity to integer")
      }
      return TemplateValue(integer: whole)
    case .string(let text), .markup(let text):
      if let base = arguments.given(2, or: .integer(10)).integerValue, base == 0 || base >= 2 && base <= 36,
        let number = TemplateValue(integerText: text, base: base)
      {
        return number
      }
      // Bases other than ten have no limit of their own, but what is made of the digits has one.
      if let base = arguments[2].integerValue, base != 10, text.utf8.count > BigInteger.maximumBitWidth / 5 {
        throw TemplateError(
          .limit, "a string of \(text.utf8.count) digits is too long for an integer; the limit is \(BigInteger.maximumBitWidth) bits")
      }
      return wholePart(of: text) ?? standard
    case .bytes(let bytes):
      let text = String(decoding: bytes, as: UTF8.self)
      return TemplateValue(integerText: text) ?? wholePart(of: text) ?? standard
    case .object where LongInteger.of(arguments[0]) != nil: return arguments[0]
    default: return standard
    }
  }

  private static func wholePart(of text: String) -> TemplateValue? {
    PythonNumberText.double(text).flatMap { BigInteger(truncating: $0) }.map(TemplateValue.init(integer:))
  }

  private static let doubleParameters = TemplateSignature("value", "default=")
  @Sendable private static func double(_ call: inout TemplateCall) throws(TemplateError) -> TemplateValue {
    let arguments = try FilterArguments(call, doubleParameters)
    return try arguments[0].pythonFloat().map { .double($0) } ?? arguments.given(1, or: .double(0))
  }

  private static let rounding = TemplateSignature("value", "precision=", "method=")
  @Sendable private static func round(_ call: inout TemplateCall) throws(TemplateError) -> TemplateValue {
    let arguments = try FilterArguments(call, rounding)
    let precision = arguments.given(1, or: .integer(0))
    switch arguments.given(2, or: .string("common")).textValue {
    case "common": return try rounded(arguments[0], precision, call)
    case "ceil": return try directed(arguments[0], precision, .up, call.runtime)
    case "floor": return try directed(arguments[0], precision, .down, call.runtime)
    default: throw TemplateError(.filterArgument, "method must be common, ceil or floor")
    }
  }

  private static func rounded(
    _ value: TemplateValue, _ precision: TemplateValue, _ call: TemplateCall
  ) throws(TemplateError) -> TemplateValue {
    let digits: Int?
    switch precision {
    case .none: digits = nil
    case .undefined: throw TemplateError(.typeError, "'Undefined' object cannot be interpreted as an integer")
    default: digits = try precision.requiredInteger(call)
    }
    switch value {
    case .bool(let flag): return Rounding.round(BigInteger(flag ? 1 : 0), digits ?? 0)
    case .integer(let number):
      if digits ?? 0 >= 0 { return value }
      return Rounding.round(BigInteger(number), digits ?? 0)
    case .bigInteger(let number): return Rounding.round(number, digits ?? 0)
    case .double(let number):
      guard let digits else { return try whole(number.rounded(.toNearestOrEven)) }
      guard let result = Rounding.round(number, digits) else {
        throw TemplateError(.overflow, "rounded value too large to represent")
      }
      return .double(result)
    default:
      if let error = LongInteger.error(value) { throw error }
      throw TemplateError(.typeError, "type \(value.typeName) doesn't define __round__ method")
    }
  }

  /// Up or down at a decimal place: scaled, rounded to an integer and scaled back.
  private static func directed(
    _ value: TemplateValue, _ precision: TemplateValue, _ rule: FloatingPointRoundingRule, _ runtime: TemplateRuntime
  ) throws(TemplateError) -> TemplateValue {
    let scale = try Arithmetic.apply(.pow, .integer(10), precision, runtime)
    let scaled = try Arithmetic.apply(.mul, value, scale, runtime)
    let result: TemplateValue
    switch scaled {
    case .integer, .bigInteger: result = scaled
    case .double(let number): result = try whole(number.rounded(rule))
    default: throw TemplateError(.typeError, "must be real number, not \(scaled.typeName)")
    }
    return try Arithmetic.apply(.div, result, scale, runtime)
  }

  private static func whole(_ number: Double) throws(TemplateError) -> TemplateValue {
    if number.isNaN { throw TemplateError(.valueError, "cannot convert float NaN to integer") }
    guard let whole = BigInteger(truncating: number) else {
      throw TemplateError(.overflow, "cannot convert float infinity to integer")
    }
    return TemplateValue(integer: whole)
  }

  private static let sizing = TemplateSignature("value", "binary=")
  @Sendable private static func fileSize(_ call: inout TemplateCall) throws(TemplateError) -> TemplateValue {
    let arguments = try FilterArguments(call, sizing)
    guard let bytes = try arguments[0].pythonFloat() else {
      guard let text = arguments[0].textValue else {
        throw TemplateError(.typeError, "float() argument must be a string or a real number, not '\(arguments[0].typeName)'")
      }
      throw TemplateError(.valueError, "could not convert string to float: \(try TemplateValue.string(text).pythonRepr())")
    }
    let isBinary = arguments.flag(1)
    let base: Double = isBinary ? 1024 : 1000
    if bytes == 1 { return .string("1 Byte") }
    if bytes < base { return .string("\(try whole(bytes).pythonText()) Bytes") }
    let prefixes = ["k", "M", "G", "T", "P", "E", "Z", "Y"]
    // Units are compared exactly: the largest ones are no doubles.
    for (place, prefix) in prefixes.enumerated() {
      guard let unit = try? BigInteger(isBinary ? 1024 : 1000).raised(to: place + 2), let size = unit.doubleValue else { break }
      guard unit.compare(to: bytes) == 1 || place == prefixes.count - 1 else { continue }
      let shown = base * bytes / size
      let digits = shown.isNaN ? "nan" : shown.isInfinite ? "inf" : PythonNumberText.fixed(shown, 1)
      return .string("\(digits) \(isBinary ? PythonText.upper(prefix) + "i" : prefix)B")
    }
    return .string("\(bytes) Bytes")
  }
}
