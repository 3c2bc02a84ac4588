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
    case .string(let text), .markup(let text): return NumberText.double(text)
    case .bytes(let bytes): return NumberText.double(String(decoding: bytes, as: UTF8.self))
    case .undefined(let info): throw info.error
    case .object where LongInteger.of(self) != nil: throw TemplateError(.overflow, "int too large to convert to float")
    default: return nil
    }
  }
}
