/// The rules by which the manifest language reads numbers in texts.
enum PythonText {
  /// White space, as a Unicode scalar's value.
  @inline(__always)
  static func isSpace(_ value: UInt32) -> Bool {
    if value < 128 { return value == 32 || (9...13).contains(value) || (28...31).contains(value) }
    switch value {
    case 0x85, 0xA0, 0x1680, 0x2000...0x200A, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000: return true
    default: return false
    }
  }

  /// The lower-case form of a scalar when that is a single scalar, otherwise itself.
  @inline(__always)
  static func folded(_ value: UInt32) -> UInt32 {
    if value < 128 { return (65...90).contains(value) ? value + 32 : value }
    guard let scalar = Unicode.Scalar(value) else { return value }
    let mapped = scalar.properties.lowercaseMapping.unicodeScalars
    return mapped.count == 1 ? mapped.first?.value ?? value : value
  }

  /// The value of a decimal digit of any script, or nil.
  @inline(__always)
  static func digit(_ value: UInt32) -> Int? {
    if value < 128 { return (48...57).contains(value) ? Int(value) - 48 : nil }
    guard let scalar = Unicode.Scalar(value), scalar.properties.numericType == .decimal,
      let number = scalar.properties.numericValue
    else { return nil }
    return Int(number)
  }

  enum Integer {
    case value(Int)
    /// A well-formed number beyond 64 bits.
    case huge
    case invalid
  }

  /// A whole number: white space around it, a sign, digits of any script with single `_` between them.
  static func integer(_ text: String) -> Integer {
    var digits = Substring(text).unicodeScalars
    while let first = digits.first, isSpace(first.value) { digits.removeFirst() }
    while let last = digits.last, isSpace(last.value) { digits.removeLast() }
    let isNegative = digits.first == "-"
    if isNegative || digits.first == "+" { digits.removeFirst() }
    var value = 0
    var isHuge = false
    var afterDigit = false
    for scalar in digits {
      if scalar == "_", afterDigit {
        afterDigit = false
        continue
      }
      guard let digit = digit(scalar.value) else { return .invalid }
      afterDigit = true
      let (product, overflow) = value.multipliedReportingOverflow(by: 10)
      let (next, tooFar) = product.subtractingReportingOverflow(digit)
      isHuge = isHuge || overflow || tooFar
      value = isHuge ? 0 : next
    }
    guard afterDigit else { return .invalid }
    guard !isHuge, isNegative || value != Int.min else { return .huge }
    return .value(isNegative ? value : -value)
  }

  /// A number with point and exponent, or `inf`, `infinity`, `nan`; spaces, signs, digits and `_` as for whole numbers.
  static func double(_ text: String) -> Double? {
    var scalars = Substring(text).unicodeScalars
    while let first = scalars.first, isSpace(first.value) { scalars.removeFirst() }
    while let last = scalars.last, isSpace(last.value) { scalars.removeLast() }
    var plain = ""
    var previousIsDigit = false
    var pendingUnderscore = false
    for scalar in scalars {
      if let digit = digit(scalar.value) {
        plain.unicodeScalars.append(Unicode.Scalar(UInt8(48 + digit)))
        previousIsDigit = true
        pendingUnderscore = false
        continue
      }
      guard !pendingUnderscore else { return nil }
      if scalar == "_" {
        guard previousIsDigit else { return nil }
        pendingUnderscore = true
      } else {
        plain.unicodeScalars.append(scalar)
      }
      previousIsDigit = false
    }
    guard !pendingUnderscore else { return nil }
    let unsigned = plain.first == "-" || plain.first == "+" ? plain.dropFirst() : Substring(plain)
    switch unsigned.lowercased() {
    case "inf", "infinity": return plain.first == "-" ? -.infinity : .infinity
    case "nan": return .nan
    default: break
    }
    let allowed = unsigned.utf8.allSatisfy { (48...57).contains($0) || ".eE+-".utf8.contains($0) }
    guard allowed, let first = unsigned.utf8.first, first == UInt8(ascii: ".") || (48...57).contains(first) else { return nil }
    return parse(plain)
  }

  /// Numbers may start or end with their point.
  private static func parse(_ plain: String) -> Double? {
    if let value = Double(plain) { return value }
    guard let point = plain.firstIndex(of: ".") else { return nil }
    let (before, after) = (plain[..<point], plain[plain.index(after: point)...])
    guard before.utf8.last.map({ (48...57).contains($0) }) ?? false || after.utf8.first.map({ (48...57).contains($0) }) ?? false else {
      return nil
    }
    let whole = before.utf8.last.map { (48...57).contains($0) } ?? false ? String(before) : before + "0"
    let fraction = after.utf8.first.map { (48...57).contains($0) } ?? false ? String(after) : "0" + after
    return Double(whole + "." + fraction)
  }

  /// The shortest decimal text that reads back as the same number, always with a point or an exponent.
  static func text(_ value: Double) -> String {
    if value.isNaN { return "nan" }
    if value.isInfinite { return value < 0 ? "-inf" : "inf" }
    let text = value.description
    guard value.magnitude >= 1e15, value.magnitude < 1e16, let exponent = text.firstIndex(of: "e") else { return text }
    let digits = text[..<exponent].filter { $0 != "." && $0 != "-" }
    return (value < 0 ? "-" : "") + digits + String(repeating: "0", count: 16 - digits.count) + ".0"
  }
}
