import PythonRules

/// `'%s and %05.2f' % (a, b)`.
enum PercentFormat {
  /// - Throws: a type error when values are missing, left over or of the wrong type; a value error for a broken format.
  public static func format(_ text: String, _ value: TemplateValue, _ runtime: TemplateRuntime) throws(TemplateError) -> String {
    var state = State(value, runtime)
    var result = ""
    let scalars = Array(text.unicodeScalars)
    var at = 0
    while at < scalars.count {
      guard scalars[at] == "%" else {
        result.unicodeScalars.append(scalars[at])
        at += 1
        continue
      }
      at += 1
      result += try state.conversion(scalars, &at)
      try runtime.checkSize(result.utf8.count)
    }
    try state.finish()
    try runtime.checkSize(result.utf8.count)
    return result
  }

  private struct State {
    private let values: [TemplateValue]
    private let mapping: TemplateValue?
    private let runtime: TemplateRuntime
    private var next = 0
    private var usedMapping = false

    init(_ value: TemplateValue, _ runtime: TemplateRuntime) {
      if case .tuple(let tuple) = value { values = tuple.elements } else { values = [value] }
      switch value {
      case .tuple, .string, .markup: mapping = nil
      default: mapping = Access.mapping(of: value) != nil ? value : nil
      }
      self.runtime = runtime
    }

    private mutating func take() throws(TemplateError) -> TemplateValue {
      guard next < values.count else { throw TemplateError(.typeError, "not enough arguments for format string") }
      defer { next += 1 }
      return values[next]
    }

    func finish() throws(TemplateError) {
      if next < values.count, mapping == nil, !usedMapping, !isEmptyContainer {
        throw TemplateError(.typeError, "not all arguments converted during string formatting")
      }
    }

    /// A list that no conversion uses is not an error.
    private var isEmptyContainer: Bool {
      if values.count == 1, next == 0, case .list = values[0] { return true }
      return false
    }

    mutating func conversion(_ scalars: [Unicode.Scalar], _ at: inout Int) throws(TemplateError) -> String {
      var named: TemplateValue?
      if at < scalars.count, scalars[at] == "(" { named = try self.named(scalars, &at) }
      var flags: Set<Unicode.Scalar> = []
      while at < scalars.count, "#0- +".unicodeScalars.contains(scalars[at]) {
        flags.insert(scalars[at])
        at += 1
      }
      var width = try number(scalars, &at) ?? 0
      if width < 0 {
        flags.insert("-")
        width = -width
      }
      var precision: Int?
      if at < scalars.count, scalars[at] == "." {
        at += 1
        precision = max(0, try number(scalars, &at) ?? 0)
      }
      while at < scalars.count, "hlL".unicodeScalars.contains(scalars[at]) { at += 1 }
      guard at < scalars.count else { throw TemplateError(.valueError, "incomplete format") }
      let kind = scalars[at]
      at += 1
      if kind == "%" { return "%" }
      try runtime.checkSize(max(width, precision ?? 0))
      try runtime.charge(1 + max(width, precision ?? 0) / 16)
      let value: TemplateValue
      if let named { value = named } else { value = try take() }
      return try convert(value, kind, flags, width, precision, at - 1)
    }

    private mutating func named(_ scalars: [Unicode.Scalar], _ at: inout Int) throws(TemplateError) -> TemplateValue {
      guard let mapping else { throw TemplateError(.typeError, "format requires a mapping") }
      var depth = 1
      var end = at + 1
      while end < scalars.count {
        if scalars[end] == "(" { depth += 1 }
        if scalars[end] == ")" { depth -= 1 }
        if depth == 0 { break }
        end += 1
      }
      guard depth == 0 else { throw TemplateError(.valueError, "incomplete format key") }
      let key = String(String.UnicodeScalarView(scalars[(at + 1)..<end]))
      at = end + 1
      usedMapping = true
      guard let value = Access.mapping(of: mapping)?.text(key) else { throw TemplateError(.keyError, "'\(key)'") }
      return value
    }

    private mutating func number(_ scalars: [Unicode.Scalar], _ at: inout Int) throws(TemplateError) -> Int? {
      if at < scalars.count, scalars[at] == "*" {
        at += 1
        let value = try take()
        guard let number = value.integerValue else { throw TemplateError(.typeError, "* wants int") }
        return number
      }
      var value: Int?
      while at < scalars.count, scalars[at].value >= 0x30, scalars[at].value <= 0x39 {
        value = min((value ?? 0) * 10 + Int(scalars[at].value - 0x30), 1 << 40)
        at += 1
      }
      return value
    }

    private func convert(
      _ value: TemplateValue, _ kind: Unicode.Scalar, _ flags: Set<Unicode.Scalar>, _ width: Int, _ precision: Int?, _ at: Int
    ) throws(TemplateError) -> String {
      switch kind {
      case "s", "r", "a":
        var text = kind == "s" ? try value.pythonText(runtime) : try value.pythonRepr(runtime)
        if kind == "a" { text = PercentFormat.ascii(text) }
        if let precision { text = String(text.unicodeScalars.prefix(precision)) }
        return StringMethods.pad(text, to: width, with: " ", flags.contains("-") ? .left : .right)
      case "c": return StringMethods.pad(try character(value), to: width, with: " ", flags.contains("-") ? .left : .right)
      case "d", "i", "u", "o", "x", "X":
        let (sign, digits) = try integer(value, kind, flags.contains("#"), precision)
        return laidOut(sign, digits, flags, width)
      case "e", "E", "f", "F", "g", "G":
        let number = try double(value)
        let lower: Character = kind == "e" || kind == "E" ? "e" : kind == "f" || kind == "F" ? "f" : "g"
        var text = FloatMath.print(number.magnitude, lower, precision: precision ?? 6, alternate: flags.contains("#"))
        if "EFG".unicodeScalars.contains(kind) { text = text.uppercased() }
        return laidOut(number.sign == .minus && !number.isNaN ? "-" : "", text, flags, width)
      default:
        throw TemplateError(.valueError, "unsupported format character '\(kind)' at index \(at)")
      }
    }

    private func laidOut(_ sign: String, _ digits: String, _ flags: Set<Unicode.Scalar>, _ width: Int) -> String {
      let hasPrefix = sign.hasSuffix("x") || sign.hasSuffix("X") || sign.hasSuffix("o")
      let negative = sign.hasPrefix("-")
      let head = negative ? sign : (flags.contains("+") ? "+" : flags.contains(" ") ? " " : "") + (hasPrefix ? sign : "")
      if flags.contains("-") { return StringMethods.pad(head + digits, to: width, with: " ", .left) }
      if flags.contains("0") {
        return head + StringMethods.pad(digits, to: width - head.unicodeScalars.count, with: "0", .right)
      }
      return StringMethods.pad(head + digits, to: width, with: " ", .right)
    }

    private func integer(
      _ value: TemplateValue, _ kind: Unicode.Scalar, _ isAlternate: Bool, _ precision: Int?
    ) throws(TemplateError) -> (sign: String, digits: String) {
      let isDecimal = kind == "d" || kind == "i" || kind == "u"
      let number: BigInteger
      switch value {
      case .undefined(let info): throw info.error
      case .bigInteger(let big): number = big
      case .integer, .bool: number = BigInteger(value.integerValue ?? 0)
      case .double(let double) where isDecimal:
        guard let whole = BigInteger(truncating: double) else {
          throw TemplateError(double.isNaN ? .valueError : .overflow, "cannot convert float to integer")
        }
        number = whole
      default:
        if let error = LongInteger.error(value) { throw error }
        let wanted = isDecimal ? "a real number" : "an integer"
        throw TemplateError(.typeError, "%\(kind) format: \(wanted) is required, not \(value.typeName)")
      }
      let radix = isDecimal ? 10 : kind == "o" ? 8 : 16
      try runtime.charge(number.limbs.count * number.limbs.count / 64)
      if radix == 10, number.writableDigits == nil { throw TemplateError.tooManyDigits }
      var digits = number.magnitude.text(radix: radix)
      if kind == "X" { digits = digits.uppercased() }
      if let precision { digits = String(repeating: "0", count: max(0, precision - digits.utf8.count)) + digits }
      let prefix = isAlternate && !isDecimal ? "0\(kind)" : ""
      return ((number.signum < 0 ? "-" : "") + prefix, digits)
    }

    private func double(_ value: TemplateValue) throws(TemplateError) -> Double {
      switch value {
      case .undefined(let info): throw info.error
      case .double(let number): return number
      case .integer, .bool: return Double(value.integerValue ?? 0)
      case .bigInteger(let number):
        guard let double = number.doubleValue else { throw TemplateError(.overflow, "int too large to convert to float") }
        return double
      default:
        if let error = LongInteger.error(value) { throw error }
        throw TemplateError(.typeError, "must be real number, not \(value.typeName)")
      }
    }

    private func character(_ value: TemplateValue) throws(TemplateError) -> String {
      if let text = value.textValue, text.unicodeScalars.count == 1 { return text }
      guard let code = value.integerValue else { throw TemplateError(.typeError, "%c requires int or char") }
      guard let scalar = UInt32(exactly: code).flatMap(Unicode.Scalar.init) else {
        throw TemplateError(.overflow, "%c arg not in range(0x110000)")
      }
      return String(scalar)
    }
  }

  /// A text with everything beyond ASCII escaped, as `ascii()` does.
  static func ascii(_ text: String) -> String {
    text.unicodeScalars.reduce(into: "") { result, scalar in
      switch scalar.value {
      case ..<0x80: result.unicodeScalars.append(scalar)
      case ..<0x100: result += "\\x" + PythonCharacter.hexDigits(scalar.value, width: 2)
      case ..<0x10000: result += "\\u" + PythonCharacter.hexDigits(scalar.value, width: 4)
      default: result += "\\U" + PythonCharacter.hexDigits(scalar.value, width: 8)
      }
    }
  }
}
