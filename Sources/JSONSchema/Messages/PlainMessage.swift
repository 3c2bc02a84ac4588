import JSON

/// Words for people: the field's name and what it must be, never what it is.
enum PlainMessage {
  /// Lists longer than this are cut.
  private static let listLimit = 20

  static func text(of violation: JSONSchemaViolation) -> String {
    let path = violation.instancePath
    switch violation.complaint {
    case .noChoiceFits(let branches): return ChoiceExplanation(branches, of: violation).message
    case .missing(let name): return "\(field(name, in: path)) is missing"
    case .missingDependency(let name, let cause):
      return "\(field(name, in: path)) is missing; it is needed because \(field(cause, in: path)) is set"
    case .unexpectedFields(let names, _):
      let shown = list(names.map { field($0, in: path) })
      return names.count == 1 ? "\(shown) is not a known field" : "\(shown) are not known fields"
    default:
      let name = violation.fieldName.map { "the field name \(field($0, in: path))" }
      return "\(name ?? subject(path)) \(complaint(of: violation))"
    }
  }

  static func subject(_ path: SchemaPath) -> String { path.isRoot ? "the value" : "`\(path.dotted)`" }

  private static func field(_ name: String, in path: SchemaPath) -> String { "`\(path.appending(key: name).dotted)`" }

  /// The message without its subject.
  static func complaint(of violation: JSONSchemaViolation) -> String {
    switch violation.complaint {
    case .wrongType(let types): return wrongType(types, violation.instance)
    case .notListed(let values): return oneOf(values)
    case .notExactly(let value): return oneOf([value])
    case .outOfBound(let bound, let limit): return "must be \(words(bound)) \(plain(limit))"
    case .notMultiple(let step): return "must be a multiple of \(plain(step))"
    case .wrongCount(let limit): return count(limit)
    case .patternMissed(let pattern, let hint):
      return hint.map { "must have the form \($0)" } ?? "must match the pattern \(pattern)"
    case .wrongFormat(let name): return "must be a valid \(name)"
    case .noChoiceFits(let branches):
      let explanation = ChoiceExplanation(branches, of: violation)
      return explanation.single.map(complaint) ?? "fits none of the choices: \(explanation.message)"
    default: return structuralComplaint(violation.complaint)
    }
  }

  private static func structuralComplaint(_ complaint: KeywordFailure) -> String {
    switch complaint {
    case .notAllowed: return "is not allowed"
    case .repeatedItems: return "must not contain duplicate items"
    case .unexpectedItems(let allowed, _): return "must have at most \(amount(allowed, .items))"
    case .lacksItem(_, let limits):
      return limits.minimum == 1 ? "must contain a matching item" : "must contain at least \(limits.minimum) matching items"
    case .tooManyMatchingItems(let limit): return "must contain at most \(limit) matching items"
    case .unexpectedFields(let names, _): return "has unknown fields: \(list(names))"
    case .missing(let name): return "lacks the field `\(name)`"
    case .missingDependency(let name, let cause): return "lacks the field `\(name)`, needed because of `\(cause)`"
    case .severalChoicesFit: return "fits more than one of the choices; only one may fit"
    case .mustNotFit: return "has a form that is ruled out"
    case .danglingReference(let reference): return "cannot be checked: the schema refers to `\(reference)`, which does not exist"
    case .tooDeep: return "cannot be checked: it is nested too deeply, or the schema refers to itself without end"
    default: return "is not valid"
    }
  }

  static func wrongType(_ types: [SchemaType], _ value: JSONValue) -> String {
    "must be \(alternatives(types.map(name))), got \(kind(of: value))"
  }

  static func oneOf(_ values: [JSONValue]) -> String {
    values.count == 1 ? "must be \(plain(values[0]))" : "must be one of: \(list(values.map(plain)))"
  }

  private static func name(_ type: SchemaType) -> String {
    switch type {
    case .string: "text"
    case .integer: "an integer"
    case .number: "a number"
    case .boolean: "true or false"
    case .array: "a list"
    case .object: "an object"
    case .null: "null"
    }
  }

  private static func kind(of value: JSONValue) -> String {
    switch value {
    case .null: "null"
    case .bool: "boolean"
    case .integer, .bigInteger: "integer"
    case .double: "number"
    case .string: "text"
    case .array: "list"
    case .object: "object"
    }
  }

  private static func words(_ bound: NumberBound) -> String {
    switch bound {
    case .atLeast: "at least"
    case .moreThan: "more than"
    case .atMost: "at most"
    case .lessThan: "less than"
    }
  }

  private static func count(_ limit: CountLimit) -> String {
    if limit.isMinimum && limit.limit == 1 { return "must not be empty" }
    if !limit.isMinimum && limit.limit == 0 { return "must be empty" }
    return "must have at \(limit.isMinimum ? "least" : "most") \(amount(limit.limit, limit.unit))"
  }

  private static func amount(_ number: Int, _ unit: CountLimit.Unit) -> String {
    let name =
      switch unit {
      case .characters: "character"
      case .items: "item"
      case .fields: "field"
      }
    return "\(number) \(name)\(number == 1 ? "" : "s")"
  }

  private static func alternatives(_ names: [String]) -> String {
    guard let last = names.last, names.count > 1 else { return names.first ?? "of no type" }
    return names.dropLast().joined(separator: ", ") + " or " + last
  }

  private static func list(_ names: [String]) -> String {
    let shown = names.prefix(listLimit).joined(separator: ", ")
    return names.count > listLimit ? "\(shown) and \(names.count - listLimit) more" : shown
  }

  /// A value of the schema: text bare, everything else as JSON.
  private static func plain(_ value: JSONValue) -> String {
    switch value {
    case .string(let text): text.isEmpty ? "\"\"" : text
    default: JSONText.python(value, ensureASCII: false)
    }
  }
}
