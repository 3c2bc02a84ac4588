import PythonRules

/// The attributes and methods of numbers.
enum NumberMethods {
  static func attribute(of value: TemplateValue, _ name: String) -> TemplateValue? {
    switch (name, value) {
    case ("real", .complex(let real, _)): .double(real)
    case ("imag", .complex(_, let imaginary)): .double(imaginary)
    case ("real", .double), ("real", .bigInteger), ("numerator", .bigInteger): value
    case ("imag", .double): .double(0)
    case ("real", _), ("numerator", .integer), ("numerator", .bool): .integer(value.integerValue ?? 0)
    case ("imag", _): .integer(0)
    case ("denominator", .integer), ("denominator", .bool), ("denominator", .bigInteger): .integer(1)
    default: nil
    }
  }

  static func has(_ name: String, on value: TemplateValue) -> Bool {
    switch value {
    case .double: ["is_integer", "hex", "as_integer_ratio", "conjugate"].contains(name)
    case .complex: name == "conjugate"
    default: ["bit_length", "bit_count", "as_integer_ratio", "conjugate"].contains(name)
    }
  }

  static func call(
    _ name: String, on value: TemplateValue, _ call: inout TemplateCall
  ) throws(TemplateError) -> TemplateValue? {
    guard has(name, on: value) else { return nil }
    _ = try call.bound(TemplateSignature())
    switch (name, value) {
    case ("conjugate", .complex(let real, let imaginary)): return .complex(real, -imaginary)
    case ("conjugate", _): return try Arithmetic.positive(value)
    case ("is_integer", .double(let number)): return .bool(number.isFinite && number == number.rounded())
    case ("bit_length", _): return .integer(magnitude(value).bitWidth)
    case ("bit_count", _):
      return .integer(magnitude(value).limbs.reduce(0) { $0 + $1.nonzeroBitCount })
    case ("as_integer_ratio", .double(let number)): return try ratio(number)
    case ("as_integer_ratio", _): return .tuple([try Arithmetic.positive(value), .integer(1)])
    case ("hex", .double(let number)): return .string(hexadecimal(number))
    default: return nil
    }
  }

  private static func magnitude(_ value: TemplateValue) -> BigInteger {
    if case .bigInteger(let number) = value { return number.magnitude }
    return BigInteger(value.integerValue?.magnitude ?? 0)
  }

  private static func ratio(_ number: Double) throws(TemplateError) -> TemplateValue {
    guard number.isFinite else { throw TemplateError(.overflow, "cannot convert Infinity or NaN to integer ratio") }
    var numerator = number
    var bits = 0
    while numerator != numerator.rounded(), bits < 1100 {
      numerator *= 2
      bits += 1
    }
    guard let whole = BigInteger(truncating: numerator), let denominator = try? BigInteger(2).raised(to: bits) else {
      throw TemplateError(.overflow, "the number is too large")
    }
    return .tuple([Arithmetic.normal(whole), Arithmetic.normal(denominator)])
  }

  private static func hexadecimal(_ number: Double) -> String {
    if number.isNaN { return "nan" }
    let sign = number.sign == .minus ? "-" : ""
    if number.isInfinite { return sign + "inf" }
    if number == 0 { return sign + "0x0.0p+0" }
    let digits = String(number.significandBitPattern, radix: 16)
    let fraction = String(repeating: "0", count: 13 - digits.utf8.count) + digits
    let exponent = number.isNormal ? Int(number.exponent) : -1022
    return "\(sign)0x\(number.isNormal ? 1 : 0).\(fraction)p\(exponent < 0 ? "-" : "+")\(abs(exponent))"
  }
}
