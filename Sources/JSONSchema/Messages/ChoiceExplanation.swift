import JSON

/// Which choice of a failed `anyOf` or `oneOf` was meant, and what is wrong with it.
///
/// Choices of configurations are told apart by a field that holds a constant. A choice whose constant is not there was
/// not meant; of the others the one with the fewest violations was.
struct ChoiceExplanation {
  private let owner: JSONSchemaViolation
  private let branches: [[JSONSchemaViolation]]

  init(_ branches: [[JSONSchemaViolation]], of owner: JSONSchemaViolation) {
    self.branches = branches
    self.owner = owner
  }

  private var depth: Int { owner.instancePath.steps.count }

  /// The violation to show, when one choice stands out.
  var single: JSONSchemaViolation? {
    let likely = likelyBranches
    guard likely.count == 1 else { return nil }
    return JSONSchemaViolation.mostTelling(of: likely[0])
  }

  /// What to say of the whole.
  var message: String {
    if let single { return PlainMessage.text(of: single) }
    if let constants = wantedConstants { return constants }
    if let types = wantedTypes { return types }
    var messages: [String] = []
    for branch in likelyBranches {
      guard let violation = JSONSchemaViolation.mostTelling(of: branch) else { continue }
      let text = PlainMessage.text(of: violation)
      if !messages.contains(text) { messages.append(text) }
    }
    guard (1...3).contains(messages.count) else {
      return "\(PlainMessage.subject(owner.instancePath)) fits none of the \(branches.count) choices"
    }
    return messages.joined(separator: ", or ")
  }

  private var likelyBranches: [[JSONSchemaViolation]] {
    let meant = branches.filter { branch in !branch.contains { isDiscriminator($0) || isAboutType($0) } }
    let candidates = meant.isEmpty && branches.count == 1 ? branches : meant
    let fewest = candidates.map(\.count).min() ?? 0
    return candidates.filter { $0.count == fewest }
  }

  /// A constant that is not met in a field of the value.
  private func isDiscriminator(_ violation: JSONSchemaViolation) -> Bool {
    guard violation.instancePath.steps.count == depth + 1 else { return false }
    return switch violation.complaint {
    case .notExactly: true
    case .notListed(let values): values.count == 1
    default: false
    }
  }

  private func isAboutType(_ violation: JSONSchemaViolation) -> Bool {
    guard violation.instancePath.steps.count == depth else { return false }
    return switch violation.complaint {
    case .wrongType, .notAllowed: true
    default: false
    }
  }

  /// When the choices differ in the constant of one field: what the field may be.
  private var wantedConstants: String? {
    var field: SchemaPath?
    var values: [JSONValue] = []
    for branch in branches {
      guard let violation = branch.first(where: isDiscriminator) else { continue }
      if let field, field != violation.instancePath { return nil }
      field = violation.instancePath
      switch violation.complaint {
      case .notExactly(let value): values.append(value)
      case .notListed(let listed): values += listed
      default: break
      }
    }
    return field.map { "\(PlainMessage.subject($0)) \(PlainMessage.oneOf(values))" }
  }

  private var wantedTypes: String? {
    var types: [SchemaType] = []
    for violation in branches.joined() where violation.instancePath == owner.instancePath {
      if case .wrongType(let wanted) = violation.complaint {
        types += wanted.filter { !types.contains($0) }
      }
    }
    guard !types.isEmpty else { return nil }
    return "\(PlainMessage.subject(owner.instancePath)) \(PlainMessage.wrongType(types, owner.instance))"
  }
}
