import PythonRules

/// `+` and `*` on texts and sequences, `-` on sets.
enum SequenceArithmetic {
  static func apply(
    _ operation: BinaryOperator, _ left: TemplateValue, _ right: TemplateValue, _ runtime: TemplateRuntime
  ) throws(TemplateError) -> TemplateValue? {
    switch operation {
    case .add: return try sum(left, right, runtime)
    case .mul:
      if let count = count(right) { return try times(left, count, runtime) }
      if let count = count(left) { return try times(right, count, runtime) }
      return nil
    case .sub:
      guard case .set(let left) = left, case .set(let right) = right else { return nil }
      let result = TemplateSet()
      try runtime.charge(left.count)
      for element in left.elements where try !right.contains(element) { try result.insert(element) }
      return .set(result)
    default: return nil
    }
  }

  private static func count(_ value: TemplateValue) -> Int? {
    if case .bigInteger(let number) = value { return number.signum < 0 ? 0 : Int.max }
    return value.integerValue
  }

  private static func sum(
    _ left: TemplateValue, _ right: TemplateValue, _ runtime: TemplateRuntime
  ) throws(TemplateError) -> TemplateValue? {
    switch (left, right) {
    case (.string(let left), .string(let right)):
      try runtime.checkSize(left.utf8.count + right.utf8.count)
      return try runtime.limited(.string(left + right))
    case (.markup, .string), (.string, .markup), (.markup, .markup):
      return try runtime.limited(.markup(try Markup.escape(left, runtime) + Markup.escape(right, runtime)))
    case (.list(let left), .list(let right)):
      try runtime.charge(left.count + right.count)
      return .list(left.elements + right.elements)
    case (.tuple(let left), .tuple(let right)):
      try runtime.charge(left.elements.count + right.elements.count)
      return .tuple(left.elements + right.elements)
    case (.bytes(let left), .bytes(let right)): return try runtime.limited(.bytes(left + right))
    default: return nil
    }
  }

  private static func times(
    _ value: TemplateValue, _ count: Int, _ runtime: TemplateRuntime
  ) throws(TemplateError) -> TemplateValue? {
    let count = max(0, count)
    func check(_ size: Int) throws(TemplateError) {
      let (total, overflow) = size.multipliedReportingOverflow(by: count)
      try runtime.checkSize(overflow ? Int.max : total)
    }
    func repeated(_ elements: [TemplateValue]) throws(TemplateError) -> [TemplateValue] {
      try check(elements.count)
      try runtime.charge(elements.count * count)
      return (0..<(elements.isEmpty ? 0 : count)).flatMap { _ in elements }
    }
    switch value {
    case .string(let text):
      try check(text.utf8.count)
      return try runtime.limited(.string(String(repeating: text, count: text.isEmpty ? 0 : count)))
    case .markup(let text):
      try check(text.utf8.count)
      return try runtime.limited(.markup(String(repeating: text, count: text.isEmpty ? 0 : count)))
    case .bytes(let bytes):
      try check(bytes.count)
      return try runtime.limited(.bytes(Array(repeatElement(bytes, count: bytes.isEmpty ? 0 : count).joined())))
    case .list(let list): return .list(try repeated(list.elements))
    case .tuple(let tuple): return .tuple(try repeated(tuple.elements))
    default: return nil
    }
  }
}
