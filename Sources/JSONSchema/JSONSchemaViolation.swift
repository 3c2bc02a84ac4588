import JSON

/// One thing that is wrong with a value.
package struct JSONSchemaViolation: Sendable, CustomStringConvertible {
  /// Where in the value. A missing field is a violation of the object that lacks it.
  package let instancePath: SchemaPath
  /// The keywords that led here, through references.
  package let schemaPath: SchemaPath
  /// The keyword that is violated; nil for a schema that is `false`.
  package let keyword: String?
  let complaint: KeywordFailure
  let instance: JSONValue
  /// Whether the value has the type that the schema of the keyword declares; false when it declares none.
  let fitsDeclaredType: Bool
  /// The name of a field, when it is the name itself that is wrong.
  let fieldName: String?

  /// What is wrong, in words for the person who wrote the value, naming the field.
  ///
  /// It tells nothing of the value but the names of its fields and the kinds of things in it, so it may be shown
  /// even if the value is secret. Where a choice (`anyOf`, `oneOf`) fails, it is about the choice that was most
  /// likely meant.
  package var message: String { PlainMessage.text(of: self) }

  /// The words of the reference for this violation. They show the value: not to be printed where it may be a secret.
  package var referenceMessage: String { ReferenceMessage.text(of: self) }

  package var description: String { message }

  /// The violations of each choice of an `anyOf` or `oneOf`, one after another; empty for other keywords.
  package var context: [JSONSchemaViolation] {
    if case .noChoiceFits(let branches) = complaint { Array(branches.joined()) } else { [] }
  }

  /// The complaint without the name of the field, as in "must be text, got integer".
  var complaintText: String { PlainMessage.complaint(of: self) }

  /// The violation itself, or for a failed choice the one behind its message.
  var deepest: JSONSchemaViolation {
    guard case .noChoiceFits(let branches) = complaint, let single = ChoiceExplanation(branches, of: self).single else { return self }
    return single.deepest
  }
}

extension JSONSchemaViolation {
  /// The violation that the reference would show of several: the one highest in the value; for choices the one deepest
  /// in their branches.
  package static func bestMatch(of violations: [JSONSchemaViolation]) -> JSONSchemaViolation? {
    var best: JSONSchemaViolation?
    var bestRelevance: Relevance?
    for violation in violations {
      let relevance = Relevance(violation, below: 0)
      if let known = bestRelevance, !(known < relevance) { continue }
      best = violation
      bestRelevance = relevance
    }
    while let current = best, !current.context.isEmpty {
      guard let next = current.leastRelevant else { return current }
      best = next
    }
    return best
  }

  /// As ``bestMatch(of:)``, of equally good ones the first.
  static func mostTelling(of violations: [JSONSchemaViolation]) -> JSONSchemaViolation? {
    violations.min { $0.instancePath.steps.count < $1.instancePath.steps.count }
  }

  /// The least relevant violation of the choices; nil when the two least relevant ones are equally so.
  private var leastRelevant: JSONSchemaViolation? {
    let depth = instancePath.steps.count
    let ranked = context.enumerated().sorted { left, right in
      let first = Relevance(left.element, below: depth)
      let second = Relevance(right.element, below: depth)
      return first < second || (!(second < first) && left.offset < right.offset)
    }
    guard let least = ranked.first?.element else { return nil }
    if ranked.count > 1 {
      let first = Relevance(least, below: depth)
      let second = Relevance(ranked[1].element, below: depth)
      if !(first < second) && !(second < first) { return nil }
    }
    return least
  }

  /// How much a violation tells: less deep, then later by path, then by keyword.
  private struct Relevance: Comparable {
    let path: ArraySlice<SchemaPath.Step>
    let isChoice: Bool
    let fitsDeclaredType: Bool

    init(_ violation: JSONSchemaViolation, below depth: Int) {
      path = violation.instancePath.steps.dropFirst(depth)
      isChoice = violation.keyword == "anyOf" || violation.keyword == "oneOf"
      fitsDeclaredType = violation.fitsDeclaredType
    }

    static func < (left: Relevance, right: Relevance) -> Bool {
      if left.path.count != right.path.count { return left.path.count > right.path.count }
      for (mine, theirs) in zip(left.path, right.path) where mine != theirs { return precedes(mine, theirs) }
      if left.isChoice != right.isChoice { return left.isChoice }
      return left.fitsDeclaredType && !right.fitsDeclaredType
    }

    private static func precedes(_ left: SchemaPath.Step, _ right: SchemaPath.Step) -> Bool {
      switch (left, right) {
      case (.index(let a), .index(let b)): a < b
      case (.key(let a), .key(let b)): a.unicodeScalars.lexicographicallyPrecedes(b.unicodeScalars)
      case (.index, .key): true
      case (.key, .index): false
      }
    }
  }
}
