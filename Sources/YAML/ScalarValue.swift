internal import Document

/// Why a scalar has no value of its type.
struct ScalarFailure: Error {
  /// What was expected, such as `a date`.
  var expected: String
  var reason: String?
}

/// Values of scalars whose type is known.
enum ScalarValue {
  static func value(of text: String, as tag: Tag) throws(ScalarFailure) -> Node.Value {
    switch tag {
    case .null: return .null
    case .bool: return .bool(try boolean(text))
    case .int: return try integer(text)
    case .float: return .double(try double(text))
    case .binary: return .binary(try Base64Text.bytes(text))
    case .timestamp: return try timestamp(text)
    default: return .string(text)
    }
  }

  private static func boolean(_ text: String) throws(ScalarFailure) -> Bool {
    switch text.lowercased() {
    case "yes", "true", "on": return true
    case "no", "false", "off": return false
    default: throw ScalarFailure(expected: "one of yes, no, true, false, on, off")
    }
  }

  private static func timestamp(_ text: String) throws(ScalarFailure) -> Node.Value {
    var text = text
    guard let stamp = text.withUTF8({ TimestampText($0) }) else {
      throw ScalarFailure(expected: "a date such as 2024-01-31 or a time such as 2024-01-31T12:00:00Z")
    }
    if let problem = stamp.problem { throw ScalarFailure(expected: "a date", reason: problem) }
    return stamp.hasTime ? .datetime(stamp.datetime) : .date(stamp.date)
  }

  // MARK: Integers

  private static func integer(_ text: String) throws(ScalarFailure) -> Node.Value {
    var digits = text.utf8.filter { $0 != UInt8(ascii: "_") }[...]
    guard let first = digits.first else { throw noInteger }
    let isNegative = first == UInt8(ascii: "-")
    if isNegative || first == UInt8(ascii: "+") { digits = digits.dropFirst() }
    guard let lead = digits.first else { throw noInteger }
    var number = WideInteger()
    if digits.starts(with: "0b".utf8) {
      try number.read(digits.dropFirst(2), radix: 2)
    } else if digits.starts(with: "0x".utf8) {
      try number.read(digits.dropFirst(2), radix: 16)
    } else if lead == UInt8(ascii: "0") {
      try number.read(digits, radix: 8)
    } else if digits.contains(UInt8(ascii: ":")) {
      try WideInteger.check(digits.count, radix: 10)
      for part in digits.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false) {
        var value = WideInteger()
        try value.read(part, radix: 10)
        guard let small = value.small ?? (number.isZero ? 0 : nil) else { throw noInteger }
        if value.small == nil { number = value } else { number.multiply(by: 60, adding: small) }
      }
    } else {
      try number.read(digits, radix: 10)
    }
    return number.value(isNegative: isNegative)
  }

  static let noInteger = ScalarFailure(expected: "an integer")

  // MARK: Floating point

  private static func double(_ text: String) throws(ScalarFailure) -> Double {
    var digits = String(decoding: text.utf8.filter { $0 != UInt8(ascii: "_") }, as: UTF8.self).lowercased()[...]
    let isNegative = digits.hasPrefix("-")
    if isNegative || digits.hasPrefix("+") { digits = digits.dropFirst() }
    let magnitude: Double
    if digits == ".inf" {
      magnitude = .infinity
    } else if digits == ".nan" {
      return .nan
    } else if digits.contains(":") {
      var (sum, base) = (0.0, 1.0)
      for part in digits.split(separator: ":", omittingEmptySubsequences: false).reversed() {
        sum += try decimal(part) * base
        base *= 60
      }
      magnitude = sum
    } else {
      magnitude = try decimal(digits)
    }
    return isNegative ? -magnitude : magnitude
  }

  /// A decimal number as Python's `float` reads it, white space around it included.
  private static func decimal(_ text: Substring) throws(ScalarFailure) -> Double {
    let trimmed = text.drop(while: \.isWhitespace)
    let end = trimmed.lastIndex { !$0.isWhitespace }.map { trimmed.index(after: $0) } ?? trimmed.startIndex
    let word = trimmed[..<end]
    if ["inf", "infinity"].contains(word) { return .infinity }
    let isDecimal = word.utf8.allSatisfy { isDigit($0) || ".e+-".utf8.contains($0) }
    guard isDecimal, let value = Double(word) else { throw ScalarFailure(expected: "a number") }
    return value
  }
}
