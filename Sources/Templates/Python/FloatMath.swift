internal import Glibc

/// Arithmetic on doubles where Python differs from the machine.
enum FloatMath {
  /// Floored quotient and the remainder with the sign of the divisor, which is not zero.
  static func divmod(_ left: Double, _ right: Double) -> (quotient: Double, remainder: Double) {
    var remainder = fmod(left, right)
    var quotient = (left - remainder) / right
    if remainder != 0 {
      if (right < 0) != (remainder < 0) {
        remainder += right
        quotient -= 1
      }
    } else {
      remainder = Double(signOf: right, magnitudeOf: 0)
    }
    if quotient != 0 {
      let floored = quotient.rounded(.down)
      quotient = quotient - floored > 0.5 ? floored + 1 : floored
    } else {
      quotient = Double(signOf: left / right, magnitudeOf: 0)
    }
    return (quotient, remainder)
  }

  static func power(_ base: Double, _ exponent: Double) throws(TemplateError) -> TemplateValue {
    if base == 0, exponent < 0 { throw Arithmetic.zeroDivision("0.0 cannot be raised to a negative power") }
    if base < 0, base.isFinite, exponent.isFinite, exponent != exponent.rounded() {
      let size = Glibc.pow(-base, exponent)
      let angle = Double.pi * exponent
      return .complex(size * cos(angle), size * sin(angle))
    }
    let result = Glibc.pow(base, exponent)
    if result.isInfinite, base.isFinite, exponent.isFinite {
      throw TemplateError(.overflow, "the result of '**' is too large for a float")
    }
    return .double(result)
  }

  /// A number printed by C's rules: `%.2f`, `%e`, `%g` with a given precision.
  static func print(_ value: Double, _ conversion: Character, precision: Int, alternate: Bool = false) -> String {
    if value.isNaN { return "nan" }
    if value.isInfinite { return value < 0 ? "-inf" : "inf" }
    let format = "%\(alternate ? "#" : "").\(precision)\(conversion)"
    return withVaList([value]) { arguments in
      var buffer = [CChar](repeating: 0, count: precision + 350)
      let count = vsnprintf(&buffer, buffer.count, format, arguments)
      return String(decoding: buffer.prefix(max(0, min(Int(count), buffer.count - 1))).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
  }
}
