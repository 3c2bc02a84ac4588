import PythonRules

extension TemplateValue {
  /// What Python's `float()` makes of the value; nil for what it refuses.
  ///
  /// - Throws: `TemplateError` for a missing value, and for an integer that is too large.
  public func pythonFloat() throws(TemplateError) -> Double? {
    switch self {
    case .double(let number): return number
    case .bool(let flag): return flag ? 1 : 0
    case .integer(let number): return Double(number)
    case .bigInteger(let number):
      guard let double = number.doubleValue else { throw TemplateError(.overflow, "int too large to convert to float") }
      return double
    case .string(let text), .markup(let text): return PythonNumberText.double(text)
    case .bytes(let bytes): return PythonNumberText.double(String(decoding: bytes, as: UTF8.self))
    case .undefined(let info): throw info.error
    case .object where LongInteger.of(self) != nil: throw TemplateError(.overflow, "int too large to convert to float")
    default: return nil
    }
  }
}

extension TemplateValue {
  /// An integer of any size, in its shortest form.
  init(integer: BigInteger) {
    self = integer.intValue.map { .integer($0) } ?? .bigInteger(integer)
  }

  /// `int(text, base)`; nil when the text is no integer of that base.
  /// - Parameter base: 2 to 36, or 0 to go by the prefix.
  init?(integerText text: String, base: Int = 10) {
    guard let digits = PythonNumberText.digits(text, base: base), !digits.isTooLong else { return nil }
    if let small = digits.intValue {
      self = .integer(small)
    } else if let large = BigInteger(digits.text, radix: digits.radix) {
      self.init(integer: large)
    } else {
      return nil
    }
  }
}

extension TemplateError {
  static let tooManyDigits = TemplateError(
    .valueError, "the integer has more than \(PythonNumberText.maximumDigits) digits, which is the limit for writing it as text")
}
