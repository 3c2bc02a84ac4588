import JSON
import PythonRules

/// What stands behind the colon in `{:>10.2f}`.
struct FormatSpec {
  var fill = " "
  var alignment: Unicode.Scalar?
  var sign: Unicode.Scalar = "-"
  var isAlternate = false
  var isZeroPadded = false
  var width = 0
  var grouping: Unicode.Scalar?
  var precision: Int?
  var conversion: Unicode.Scalar?

  init(_ text: String) throws(TemplateError) {
    let scalars = Array(text.unicodeScalars)
    var at = 0
    func peek(_ offset: Int = 0) -> Unicode.Scalar? { at + offset < scalars.count ? scalars[at + offset] : nil }
    func isAlignment(_ scalar: Unicode.Scalar?) -> Bool { scalar.map { "<>=^".unicodeScalars.contains($0) } ?? false }
    func number() -> Int? {
      var value: Int?
      while let digit = peek(), let next = digit.properties.numericType == .decimal ? digit.properties.numericValue : nil {
        value = min((value ?? 0) * 10 + Int(next), 1 << 40)
        at += 1
      }
      return value
    }
    if isAlignment(peek(1)), let first = peek() {
      fill = String(first)
      alignment = peek(1)
      at += 2
    } else if isAlignment(peek()) {
      alignment = peek()
      at += 1
    }
    if let next = peek(), next == "+" || next == "-" || next == " " {
      sign = next
      at += 1
    }
    if peek() == "#" {
      isAlternate = true
      at += 1
    }
    if peek() == "0" {
      isZeroPadded = true
      if alignment == nil {
        alignment = "="
        fill = "0"
      }
      at += 1
    }
    width = number() ?? 0
    if let next = peek(), next == "," || next == "_" {
      grouping = next
      at += 1
    }
    if peek() == "." {
      at += 1
      guard let digits = number() else { throw TemplateError(.valueError, "Format specifier missing precision") }
      precision = digits
    }
    conversion = peek()
    if conversion != nil { at += 1 }
    guard at == scalars.count else { throw TemplateError(.valueError, "Invalid format specifier") }
  }

  func apply(to value: TemplateValue, _ runtime: TemplateRuntime) throws(TemplateError) -> String {
    try runtime.checkSize(width)
    try runtime.checkSize(precision ?? 0)
    try runtime.charge(1 + max(width, precision ?? 0) / 16)
    switch value {
    case .string(let text), .markup(let text): return try applied(text)
    case .bool, .integer, .bigInteger: return try integer(value, runtime)
    case .double(let number): return try double(number, type: conversion)
    default:
      if let error = LongInteger.error(value) { throw error }
      throw TemplateError(.typeError, "unsupported format string passed to \(value.typeName).__format__")
    }
  }

  private func unknown(_ type: String) -> TemplateError {
    TemplateError(.valueError, "Unknown format code '\(conversion.map(String.init) ?? "")' for object of type '\(type)'")
  }

  private func applied(_ text: String) throws(TemplateError) -> String {
    guard conversion == nil || conversion == "s" else { throw unknown("str") }
    guard sign == "-", alignment != "=" || isZeroPadded else {
      throw TemplateError(.valueError, "this format is not allowed in string format specifier")
    }
    let cut = precision.map { String(text.unicodeScalars.prefix($0)) } ?? text
    return StringMethods.pad(cut, to: width, with: fill, alignment == ">" ? .right : alignment == "^" ? .center : .left)
  }

  private func integer(_ value: TemplateValue, _ runtime: TemplateRuntime) throws(TemplateError) -> String {
    let number: BigInteger = if case .bigInteger(let big) = value { big } else { BigInteger(value.integerValue ?? 0) }
    let radix: Int
    var prefix = ""
    switch conversion {
    case nil, "d", "n": radix = 10
    case "b": (radix, prefix) = (2, "0b")
    case "o": (radix, prefix) = (8, "0o")
    case "x": (radix, prefix) = (16, "0x")
    case "X": (radix, prefix) = (16, "0X")
    case "c":
      guard let scalar = number.intValue.flatMap(UInt32.init(exactly:)).flatMap(Unicode.Scalar.init) else {
        throw TemplateError(.overflow, "%c arg not in range(0x110000)")
      }
      return StringMethods.pad(String(scalar), to: width, with: fill, alignment == ">" ? .right : alignment == "^" ? .center : .left)
    case "e", "E", "f", "F", "g", "G", "%":
      guard let double = number.doubleValue else { throw TemplateError(.overflow, "int too large to convert to float") }
      return try self.double(double, type: conversion)
    default: throw unknown("int")
    }
    guard precision == nil else { throw TemplateError(.valueError, "Precision not allowed in integer format specifier") }
    try runtime.charge(number.limbs.count * number.limbs.count / 64)
    if radix == 10, number.writableDigits == nil { throw TemplateError.tooManyDigits }
    var digits = number.magnitude.text(radix: radix)
    if conversion == "X" { digits = digits.uppercased() }
    return assembled(digits, isNegative: number.signum < 0, prefix: isAlternate ? prefix : "", groupSize: radix == 10 ? 3 : 4)
  }

  private func double(_ number: Double, type: Unicode.Scalar?) throws(TemplateError) -> String {
    var text: String
    let size = number.magnitude
    switch type {
    case nil:
      text = precision.map { FloatMath.print(size, "g", precision: max($0, 1)) } ?? PythonNumber.repr(size)
      if precision != nil, !text.contains("."), !text.contains("e"), size.isFinite { text += ".0" }
    case "f", "F", "e", "E":
      text = FloatMath.print(size, type == "f" || type == "F" ? "f" : "e", precision: precision ?? 6, alternate: isAlternate)
    case "g", "G", "n": text = FloatMath.print(size, "g", precision: max(precision ?? 6, 1), alternate: isAlternate)
    case "%": text = FloatMath.print(size * 100, "f", precision: precision ?? 6, alternate: isAlternate) + "%"
    default: throw unknown("float")
    }
    if type == "E" || type == "G" || type == "F" { text = text.uppercased() }
    return assembled(text, isNegative: number.sign == .minus && !number.isNaN, prefix: "", groupSize: 3)
  }

  private func assembled(_ digits: String, isNegative: Bool, prefix: String, groupSize: Int) -> String {
    let signText = isNegative ? "-" : sign == "+" ? "+" : sign == " " ? " " : ""
    let head = signText + prefix
    var body = grouping.map { grouped(digits, by: groupSize, with: $0) } ?? digits
    if alignment == "=" {
      let room = width - head.unicodeScalars.count
      if fill == "0", let grouping {
        // Of the places of a group one is the mark's; a mark alone does not lead.
        let rest = digits.unicodeScalars.count - wholeCount(digits)
        let places = max(0, room - rest)
        let whole = places - max(0, places - 1) / (groupSize + 1)
        if wholeCount(digits) < whole {
          body = grouped(String(repeating: "0", count: whole - wholeCount(digits)) + digits, by: groupSize, with: grouping)
        }
      }
      return head + StringMethods.pad(body, to: room, with: fill, .right)
    }
    body = head + body
    return StringMethods.pad(body, to: width, with: fill, alignment == "<" ? .left : alignment == "^" ? .center : .right)
  }

  private func grouped(_ digits: String, by size: Int, with mark: Unicode.Scalar) -> String {
    let count = wholeCount(digits)
    var result = ""
    for (place, digit) in digits.prefix(count).enumerated() {
      if place > 0, (count - place) % size == 0 { result.unicodeScalars.append(mark) }
      result.append(digit)
    }
    return result + digits.dropFirst(count)
  }

  /// The number of digits before a point, or all of them.
  private func wholeCount(_ digits: String) -> Int { digits.prefix { $0.isHexDigit && $0 != "." }.count }
}
