extension JSONValue {
  /// Whether both are equal, numbers compared by value: `1` equals `1.0`, at every depth. Booleans equal booleans only.
  public func isEqual(to other: JSONValue) -> Bool {
    compare(other, booleansAreNumbers: false)
  }

  /// Whether Python takes both for equal: ``isEqual(to:)``, and `true` equals `1`, `false` equals `0`.
  public func pythonEquals(_ other: JSONValue) -> Bool {
    compare(other, booleansAreNumbers: true)
  }

  private func compare(_ other: JSONValue, booleansAreNumbers: Bool) -> Bool {
    switch (self, other) {
    case (.null, .null): return true
    case (.bool(let left), .bool(let right)): return left == right
    case (.bool(let flag), _): return booleansAreNumbers && Self.areEqual(.integer(flag ? 1 : 0), other)
    case (_, .bool(let flag)): return booleansAreNumbers && Self.areEqual(self, .integer(flag ? 1 : 0))
    case (.string(let left), .string(let right)): return left.hasSameBytes(as: right)
    case (.array(let left), .array(let right)):
      guard left.count == right.count else { return false }
      return zip(left, right).allSatisfy { $0.compare($1, booleansAreNumbers: booleansAreNumbers) }
    case (.object(let left), .object(let right)):
      guard left.count == right.count else { return false }
      return left.allSatisfy { member in
        right[member.key].map { member.value.compare($0, booleansAreNumbers: booleansAreNumbers) } ?? false
      }
    default: return Self.areEqual(self, other)
    }
  }

  /// Compares numbers by their exact values; false when one is not a number.
  private static func areEqual(_ left: JSONValue, _ right: JSONValue) -> Bool {
    switch (left, right) {
    case (.integer(let left), .integer(let right)): left == right
    case (.double(let left), .double(let right)): left == right
    case (.bigInteger(let left), .bigInteger(let right)): left == right
    case (.integer(let whole), .double(let double)), (.double(let double), .integer(let whole)): Int(exactly: double) == whole
    case (.bigInteger(let digits), .double(let double)), (.double(let double), .bigInteger(let digits)):
      ExactDecimal.digits(of: double) == digits
    default: false
    }
  }
}

/// The exact decimal digits of whole doubles.
enum ExactDecimal {
  private static let base: UInt64 = 1_000_000_000

  /// The digits with an optional leading `-`; nil for doubles that are not whole.
  static func digits(of value: Double) -> String? {
    guard value.isFinite, value == value.rounded(.towardZero) else { return nil }
    if let small = Int(exactly: value) { return String(small) }
    // Beyond 2^63 every double is a whole multiple of a power of two.
    var parts = split(value.magnitude.significandBitPattern | 1 << 52)
    for _ in 0..<(Int(value.exponent) - 52) { double(&parts) }
    var text = value < 0 ? "-" : ""
    text += String(parts[parts.count - 1])
    for part in parts.dropLast().reversed() {
      let digits = String(part)
      text += String(repeating: "0", count: 9 - digits.utf8.count) + digits
    }
    return text
  }

  private static func split(_ value: UInt64) -> [UInt64] {
    var parts: [UInt64] = []
    var left = value
    while left > 0 {
      parts.append(left % base)
      left /= base
    }
    return parts
  }

  private static func double(_ parts: inout [UInt64]) {
    var carry: UInt64 = 0
    for place in parts.indices {
      let sum = parts[place] * 2 + carry
      parts[place] = sum % base
      carry = sum / base
    }
    if carry > 0 { parts.append(carry) }
  }
}
