import JSON

extension JSONScalar {
  /// The value that the result of a template stands for; nil when it is empty, and where that takes a closer look.
  func literal(_ types: AcceptedTypes) -> JSONScalar? {
    switch self {
    case .null: return types.contains(.any) ? self : nil
    case .bool: return types.contains(.any) || types.contains(.integer) || types.contains(.boolean) ? self : nil
    case .integer: return types.contains(.any) || types.contains(.integer) ? self : nil
    case .double(let number): return number.isFinite && (types.contains(.any) || types.contains(.float)) ? self : nil
    case .text(let text):
      if text.isEmpty { return nil }
      guard LiteralParser.mayStart(text) else { return self }
      guard text[0] != UInt8(ascii: "0"), let number = plainInteger else { return nil }
      return JSONScalar.integer(number).literal(types)
    }
  }

  /// What the filter `int` makes of an integer, or of a text of at most eighteen digits; nil for everything else.
  @inline(__always)
  var plainInteger: Int? {
    switch self {
    case .integer(let number): return number
    case .text(let text):
      guard !text.isEmpty, text.count <= 18 else { return nil }
      var sum = 0
      for digit in text {
        guard digit &- 0x30 < 10 else { return nil }
        sum = sum &* 10 &+ Int(digit &- 0x30)
      }
      return sum
    default: return nil
    }
  }
}

extension TemplateValue {
  /// The value with a copy of its text.
  init(_ scalar: JSONScalar) {
    self =
      switch scalar {
      case .null: .none
      case .bool(let flag): .bool(flag)
      case .integer(let number): .integer(number)
      case .double(let number): .double(number)
      case .text(let text): .string(String(decoding: text, as: UTF8.self))
      }
  }
}
