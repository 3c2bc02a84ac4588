import JSON

extension SchemaRule.Check {
  /// What is wrong with a value by a check that looks at nothing but the value itself.
  func complaint(about value: JSONValue) -> KeywordFailure? {
    switch self {
    case .types(let types): types.contains { $0.admits(value) } ? nil : .wrongType(types)
    case .anyValue(let allowed): allowed.contains { $0.isEqual(to: value) } ? nil : .notListed(allowed)
    case .exactly(let expected): expected.isEqual(to: value) ? nil : .notExactly(expected)
    case .bound(let bound, let limit): bound.admits(value, limit) ? nil : .outOfBound(bound, limit)
    case .multiple(let step):
      !SchemaType.number.admits(value) || ExactNumber.isMultiple(value, of: step) ? nil : .notMultiple(step)
    case .count(let limit): limit.admits(value) ? nil : .wrongCount(limit)
    case .pattern(let pattern, let hint):
      value.stringValue.flatMap { pattern.occurs(in: $0) ? nil : .patternMissed(pattern.source, hint: hint) }
    case .format(let format, let name): value.stringValue.flatMap { format.admits($0) ? nil : .wrongFormat(name) }
    default: nil
    }
  }
}

extension NumberBound {
  func admits(_ value: JSONValue, _ limit: JSONValue) -> Bool {
    guard let order = ExactNumber.compare(value, limit) else { return true }
    return switch self {
    case .atLeast: order >= 0
    case .moreThan: order > 0
    case .atMost: order <= 0
    case .lessThan: order < 0
    }
  }
}

extension CountLimit {
  func admits(_ value: JSONValue) -> Bool {
    let count: Int
    switch (unit, value) {
    case (.characters, .string(let text)): count = text.unicodeScalars.count
    case (.items, .array(let elements)): count = elements.count
    case (.fields, .object(let members)): count = members.count
    default: return true
    }
    return isMinimum ? count >= limit : count <= limit
  }
}
