import JSON

/// The reference's words, for output that must match its own.
enum ReferenceMessage {
  static func text(of violation: JSONSchemaViolation) -> String {
    let value = PythonText.representation(of: violation.instance)
    switch violation.complaint {
    case .notAllowed: return "False schema does not allow \(value)"
    case .wrongType(let types): return "\(value) is not of type \(PythonText.quoted(types.map(\.rawValue)))"
    case .notListed(let allowed): return "\(value) is not one of \(PythonText.representation(of: .array(allowed)))"
    case .notExactly(let expected): return "\(PythonText.representation(of: expected)) was expected"
    case .outOfBound(let bound, let limit): return "\(value) is \(words(bound)) of \(PythonText.representation(of: limit))"
    case .notMultiple(let step): return "\(value) is not a multiple of \(PythonText.text(of: step))"
    case .wrongCount(let limit): return "\(value) \(words(limit))"
    case .patternMissed(let pattern, _): return "\(value) does not match \(PythonText.quoted([pattern]))"
    case .wrongFormat(let name): return "\(value) is not a \(PythonText.quoted([name]))"
    case .repeatedItems: return "\(value) has non-unique elements"
    case .noChoiceFits: return "\(value) is not valid under any of the given schemas"
    case .severalChoicesFit(let schemas): return "\(value) is valid under each of \(PythonText.list(schemas))"
    case .mustNotFit(let schema): return "\(value) should not be valid under \(PythonText.representation(of: schema))"
    default: return structural(violation.complaint, value)
    }
  }

  private static func structural(_ complaint: KeywordFailure, _ value: String) -> String {
    switch complaint {
    case .missing(let name): return "\(PythonText.quoted([name])) is a required property"
    case .missingDependency(let name, let cause):
      return "\(PythonText.quoted([name])) is a dependency of \(PythonText.quoted([cause]))"
    case .danglingReference(let reference): return "Unresolvable: \(reference)"
    case .tooDeep: return "maximum recursion depth exceeded"
    case .unexpectedItems(_, let extra):
      return "Additional items are not allowed (\(PythonText.list(extra)) \(extra.count == 1 ? "was" : "were") unexpected)"
    case .lacksItem(let found, let limits): return lacking(found, limits, value)
    case .tooManyMatchingItems(let limit): return "Too many items match the given schema (expected at most \(limit))"
    case .unexpectedFields(let names, let patterns): return unexpected(names, patterns)
    default: return "\(value) is not valid"
    }
  }

  private static func unexpected(_ names: [String], _ patterns: [String]?) -> String {
    func sorted(_ texts: [String]) -> String {
      PythonText.quoted(texts.sorted { $0.unicodeScalars.lexicographicallyPrecedes($1.unicodeScalars) })
    }
    guard let patterns else {
      return "Additional properties are not allowed (\(sorted(names)) \(names.count == 1 ? "was" : "were") unexpected)"
    }
    return "\(sorted(names)) \(names.count == 1 ? "does" : "do") not match any of the regexes: \(sorted(patterns))"
  }

  private static func lacking(_ found: Int, _ limits: SchemaRule.ContainsLimits, _ value: String) -> String {
    if limits.isLegacy { return "None of \(value) are valid under the given schema" }
    if found == 0 { return "\(value) does not contain items matching the given schema" }
    return "Too few items match the given schema (expected at least \(limits.minimum) but only \(found) matched)"
  }

  private static func words(_ bound: NumberBound) -> String {
    switch bound {
    case .atLeast: "less than the minimum"
    case .moreThan: "less than or equal to the minimum"
    case .atMost: "greater than the maximum"
    case .lessThan: "greater than or equal to the maximum"
    }
  }

  private static func words(_ limit: CountLimit) -> String {
    switch (limit.isMinimum, limit.limit) {
    case (true, 1): "should be non-empty"
    case (false, 0): "is expected to be empty"
    case (true, _): limit.unit == .fields ? "does not have enough properties" : "is too short"
    case (false, _): limit.unit == .fields ? "has too many properties" : "is too long"
    }
  }
}
