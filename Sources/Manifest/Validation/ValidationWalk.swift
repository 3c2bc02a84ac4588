internal import ConnectorKit
internal import Document

/// One pass over a manifest, collecting what is wrong.
struct ValidationWalk {
  private typealias Step = NodePath.Step

  let validator: ManifestValidator
  private(set) var problems: [Diagnostic] = []
  /// The way from the top of the manifest to the value, and how much of it leads to the component that holds the value.
  private var trail: [Step] = []
  private var componentDepth = 0
  /// The component that holds the value: its type, and where that is written.
  private var owner: (type: String, location: SourceLocation?)?

  /// What messages call the whole document.
  private let documentName: String
  /// Whether a mapping may name its type although its fields do not have it.
  private let takesTypes: Bool

  init(validator: ManifestValidator) {
    self.validator = validator
    documentName = "the manifest"
    takesTypes = true
  }

  /// A walk over another kind of document.
  init(documentName: String) {
    validator = ManifestValidator(catalog: Catalog())
    self.documentName = documentName
    takesTypes = false
  }

  /// - Parameters:
  ///   - member: the member of the value at hand that is at fault, when it is not the whole value.
  ///   - replacement: what was probably meant by the word at the location.
  mutating func report(
    _ code: DiagnosticCode, _ message: String, at location: SourceLocation?, member: String? = nil, fix: String? = nil,
    replacement: String? = nil
  ) {
    let path = NodePath(member.map { trail + [.field($0)] } ?? trail)
    let notes = Self.codesOfTypes.contains(code) ? [ownerNote].compactMap { $0 } : []
    problems.append(
      Diagnostic(
        code: code, message, at: location, path: path, notes: notes, fix: fix, fixIt: replacement.map { Diagnostic.FixIt(replacement: $0) })
    )
  }

  /// Reports what is wrong with a value of a type.
  mutating func check(_ node: Node, _ type: FieldType) {
    switch (type, node.value) {
    case (.any, _), (.null, .null), (.string, .string), (.boolean, .bool), (.object, .mapping): return
    case (.integer, .integer), (.integer, .bigInteger), (.number, .integer), (.number, .bigInteger), (.number, .double): return
    case (.integer, .double(let value)) where value.rounded() == value: return
    case (.choice(let names), .string(let text)) where names.contains(text): return
    case (.mapping(let inner), .mapping(let mapping)):
      for entry in mapping.entries { step(.field(entry.key.keyText)) { $0.check(entry.value, inner) } }
    case (.list(let inner), .sequence(let elements)):
      for (place, element) in elements.enumerated() { step(.element(place)) { $0.check(element, inner) } }
    case (.record(let fields, let isClosed), .mapping(let mapping)):
      check(mapping, fields, owner: label, at: node.location, isClosed: isClosed)
    case (.component(let types), .mapping(let mapping)): check(mapping, componentOf: types, at: node.location)
    case (.limited(let inner, let limit), _): check(node, inner, within: limit)
    case (.anyOf(let types), _): check(node, anyOf: types)
    default: mismatch(node, [type])
    }
  }

  /// Problems that may come of the type of the component around as well.
  private static let codesOfTypes: Set<DiagnosticCode> = [.missingField, .missingType, .unknownType, .wrongComponent]

  private var ownerNote: Diagnostic.Note? {
    guard componentDepth > 0, let owner, owner.location != nil else { return nil }
    let path = NodePath(trail[..<componentDepth] + [.field("type")])
    return Diagnostic.Note("`\(path)` makes the component a \(owner.type)", at: owner.location)
  }

  private mutating func step(_ step: Step, _ work: (inout ValidationWalk) -> Void) {
    trail.append(step)
    work(&self)
    trail.removeLast()
  }

  /// The value's name in its component, such as `fields[2].path`.
  private var label: String {
    let steps = trail[componentDepth...]
    return steps.isEmpty ? documentName : "`\(NodePath(Array(steps)))`"
  }

  private mutating func mismatch(_ node: Node, _ types: [FieldType]) {
    let phrases = types.map(TypeDescription.phrase)
    let expected = phrases.enumerated().filter { phrases.firstIndex(of: $1) == $0 }.map(\.element).joined(separator: " or ")
    let names = types.flatMap { type -> [String] in if case .choice(let names) = type { names } else { [] } }
    if !names.isEmpty, let text = node.string {
      let near = NearMiss.nearest(to: text, among: names)
      return report(
        .wrongValue, "\(label) must be \(expected), not `\(text)`", at: node.location, fix: near.map { "did you mean `\($0)`?" },
        replacement: near)
    }
    report(.wrongType, "\(label) must be \(expected), got \(node.phrase)", at: node.location)
  }
}

// MARK: Components

extension ValidationWalk {
  private mutating func check(_ mapping: Node.Mapping, componentOf types: [String], at location: SourceLocation?) {
    if types.count == 1, validator.typing(of: types[0]) == .ignored { return checkFields(mapping, of: types[0], at: location) }
    guard let written = mapping["type"] else {
      if types.count == 1, validator.typing(of: types[0]) != .required { return checkFields(mapping, of: types[0], at: location) }
      return report(.missingType, "missing `type` in \(label)", at: location, fix: ManifestValidator.choices(types))
    }
    guard let type = written.string else {
      return report(
        .wrongType, "the `type` of \(label) must be text, got \(written.phrase)", at: written.location ?? location, member: "type")
    }
    guard types.contains(type) || validator.extends(type, types) else {
      let isKnown = validator.fields(of: type) != nil
      return report(
        isKnown ? .wrongComponent : .unknownType,
        isKnown ? "the component \(type) is not allowed in \(label)" : "unknown component type `\(type)` in \(label)",
        at: written.location ?? location, member: "type",
        fix: isKnown ? ManifestValidator.choices(types) : validator.fixForUnknown(type, allowed: types),
        replacement: isKnown ? nil : NearMiss.nearest(to: type, among: types))
    }
    checkFields(mapping, of: type, at: location)
    if CustomTypes.all.contains(type), let fields = validator.customFields(mapping, type) {
      within { $0.check(mapping, fields, owner: type, at: location) }
    }
  }

  private mutating func checkFields(_ mapping: Node.Mapping, of type: String, at location: SourceLocation?) {
    guard let fields = validator.fields(of: type) else { return }
    let outer = owner
    owner = (type, mapping["type"]?.location)
    defer { owner = outer }
    within { $0.check(mapping, fields, owner: type, at: location, isClosed: $0.validator.isClosed(type)) }
  }

  /// Works with names that start at the component at hand.
  private mutating func within(_ work: (inout ValidationWalk) -> Void) {
    let outer = componentDepth
    componentDepth = trail.count
    work(&self)
    componentDepth = outer
  }

  private mutating func check(
    _ mapping: Node.Mapping, _ fields: [FieldInfo], owner: String, at location: SourceLocation?, isClosed: Bool = false
  ) {
    for field in fields {
      if let value = mapping[field.name] {
        step(.field(field.name)) { $0.check(value, field.type) }
      } else if field.isRequired {
        reportMissing(field, mapping, fields, owner, location)
      }
    }
    guard isClosed else { return }
    let names = fields.map(\.name)
    for entry in mapping.entries {
      let name = entry.key.keyText
      if names.contains(name) || (name == "type" && takesTypes && validator.typing(of: owner) != .ignored) { continue }
      let near = NearMiss.nearest(to: name, among: names)
      report(
        .unknownField, "unknown field `\(name)` in \(owner)", at: entry.key.location ?? entry.value.location ?? location, member: name,
        fix: near.map { "did you mean `\($0)`?" } ?? ManifestValidator.choices(names), replacement: near)
    }
  }

  private mutating func reportMissing(
    _ field: FieldInfo, _ mapping: Node.Mapping, _ fields: [FieldInfo], _ owner: String, _ location: SourceLocation?
  ) {
    let others = mapping.entries.compactMap(\.key.string).filter { key in !fields.contains { $0.name == key } }
    let near = NearMiss.nearest(to: field.name, among: others)
    let place = near.flatMap { mapping.entry($0)?.key.location }
    let doc = field.doc.isEmpty ? nil : field.doc
    report(
      .missingField, "missing field `\(field.name)` in \(owner)", at: place ?? location,
      fix: near.map { "did you mean it where you wrote `\($0)`?" } ?? doc, replacement: place.map { _ in field.name })
  }
}

// MARK: Alternatives and bounds

extension ValidationWalk {
  private mutating func check(_ node: Node, anyOf types: [FieldType]) {
    let all = Self.merged(types)
    let fitting = all.filter { TypeDescription.mayHold($0, node) }
    guard let first = fitting.first else { return mismatch(node, all) }
    if fitting.count == 1 { return check(node, first) }
    var best: [Diagnostic] = []
    for (place, type) in fitting.enumerated() {
      var attempt = self
      attempt.problems = []
      attempt.check(node, type)
      if attempt.problems.isEmpty { return }
      if place == 0 || attempt.problems.count < best.count { best = attempt.problems }
    }
    problems += best
  }

  /// Alternatives without alternatives inside, and with one entry for all component types.
  private static func merged(_ types: [FieldType]) -> [FieldType] {
    var result: [FieldType] = []
    var components: [String] = []
    for type in types {
      switch type {
      case .anyOf(let inner): result += merged(inner)
      case .component(let names): components += names
      default: result.append(type)
      }
    }
    return components.isEmpty ? result : [.component(components)] + result
  }

  private mutating func check(_ node: Node, _ type: FieldType, within limit: FieldLimit) {
    let before = problems.count
    check(node, type)
    guard problems.count == before, let violation = TypeDescription.violation(of: limit, by: node) else { return }
    report(.outOfBounds, "\(label) \(violation)", at: node.location)
  }
}
