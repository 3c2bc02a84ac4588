import JSON

/// One check of a value: walks the nodes and collects what is wrong.
struct SchemaEvaluation {
  let schema: JSONSchema
  /// Whether the first violation is enough.
  let firstOnly: Bool
  private(set) var violations: [JSONSchemaViolation] = []
  private var instancePath = SchemaPath()
  private var schemaPath = SchemaPath()
  private var fieldName: String?
  private var depth = 0
  /// Deep enough for any sensible value, shallow enough for the stack of any thread.
  private static let maximumDepth = 400
  /// Schemas that are applied to a value and all it holds. References to what refers further can double them again and again.
  private static let stepLimit = 1_000_000
  private var steps = 0
  /// Whether a limit was reached, so that nothing more is looked at.
  private var hasGivenUp = false

  init(schema: JSONSchema, firstOnly: Bool) {
    self.schema = schema
    self.firstOnly = firstOnly
  }

  private var isDone: Bool { hasGivenUp || firstOnly && !violations.isEmpty }

  mutating func evaluate(_ place: Int, _ value: JSONValue) {
    let node = schema.nodes[place]
    steps += 1
    if steps > Self.stepLimit { return giveUp(value, node) }
    switch node.content {
    case .anything: return
    case .nothing: report(nil, .notAllowed, value, node)
    case .rules(let rules):
      guard depth < Self.maximumDepth else {
        return giveUp(value, node)
      }
      depth += 1
      defer { depth -= 1 }
      for rule in rules {
        if isDone { return }
        schemaPath.push(.key(rule.keyword))
        apply(rule, value, node)
        schemaPath.pop()
      }
    }
  }

  private mutating func giveUp(_ value: JSONValue, _ node: SchemaNode) {
    if !hasGivenUp { report("$ref", .tooDeep, value, node) }
    hasGivenUp = true
  }

  private mutating func report(_ keyword: String?, _ complaint: KeywordFailure, _ value: JSONValue, _ node: SchemaNode) {
    violations.append(
      JSONSchemaViolation(
        instancePath: instancePath, schemaPath: schemaPath, keyword: keyword, complaint: complaint, instance: value,
        fitsDeclaredType: node.types?.contains { $0.admits(value) } ?? false, fieldName: fieldName))
  }

  private mutating func apply(_ rule: SchemaRule, _ value: JSONValue, _ node: SchemaNode) {
    switch rule.check {
    case .reference(let target): evaluate(target, value)
    case .danglingReference(let reference): report(rule.keyword, .danglingReference(reference), value, node)
    case .items, .itemsByPlace, .noItemsBeyond, .itemsBeyond, .contains, .uniqueItems:
      if case .array(let elements) = value { applyToItems(rule, elements, value, node) }
    case .properties, .patternProperties, .otherProperties, .propertyNames, .required, .dependencies:
      if case .object(let members) = value { applyToMembers(rule, members, value, node) }
    case .all, .any, .one, .not, .conditional: combine(rule, value, node)
    default:
      if let complaint = rule.check.complaint(about: value) { report(rule.keyword, complaint, value, node) }
    }
  }

  private mutating func descend(_ node: Int, _ value: JSONValue, into step: SchemaPath.Step, rule step2: SchemaPath.Step? = nil) {
    if isDone { return }
    instancePath.push(step)
    if let step2 { schemaPath.push(step2) }
    evaluate(node, value)
    if step2 != nil { schemaPath.pop() }
    instancePath.pop()
  }

  private mutating func applyToItems(_ rule: SchemaRule, _ elements: [JSONValue], _ value: JSONValue, _ node: SchemaNode) {
    switch rule.check {
    case .items(let item):
      for (place, element) in elements.enumerated() { descend(item, element, into: .index(place)) }
    case .itemsByPlace(let items):
      for (place, (element, item)) in zip(elements, items).enumerated() {
        descend(item, element, into: .index(place), rule: .index(place))
      }
    case .itemsBeyond(let start, let item):
      for place in elements.indices.dropFirst(start) { descend(item, elements[place], into: .index(place)) }
    case .noItemsBeyond(let limit):
      if elements.count > limit {
        report(rule.keyword, .unexpectedItems(allowed: limit, Array(elements.dropFirst(limit))), value, node)
      }
    case .uniqueItems:
      if !UniqueItems.allDiffer(elements) { report(rule.keyword, .repeatedItems, value, node) }
    case .contains(let item, let limits):
      let matches = elements.reduce(into: 0) { sum, element in sum += isValid(item, element) ? 1 : 0 }
      if matches < limits.minimum {
        report(rule.keyword, .lacksItem(found: matches, limits), value, node)
      } else if let maximum = limits.maximum, matches > maximum {
        report(rule.keyword, .tooManyMatchingItems(limit: maximum), value, node)
      }
    default: break
    }
  }

  private mutating func applyToMembers(_ rule: SchemaRule, _ members: JSONObject, _ value: JSONValue, _ node: SchemaNode) {
    switch rule.check {
    case .properties(let properties):
      for property in properties {
        guard let member = members[property.name] else { continue }
        descend(property.node, member, into: .key(property.name), rule: .key(property.name))
      }
    case .patternProperties(let patterns):
      for (pattern, target) in patterns {
        for (key, member) in members where pattern.occurs(in: key) {
          descend(target, member, into: .key(key), rule: .key(pattern.source))
        }
      }
    case .otherProperties(let others): applyToOthers(others, rule, members, value, node)
    case .propertyNames(let target):
      for key in members.keys where !isDone {
        fieldName = key
        evaluate(target, .string(key))
        fieldName = nil
      }
    case .required(let names):
      for name in names where members.position(of: name) == nil { report(rule.keyword, .missing(name), value, node) }
    case .dependencies(let dependencies):
      for dependency in dependencies { apply(dependency, rule, members, value, node) }
    default: break
    }
  }

  private mutating func applyToOthers(
    _ others: SchemaRule.OtherProperties, _ rule: SchemaRule, _ members: JSONObject, _ value: JSONValue, _ node: SchemaNode
  ) {
    let extras = members.keys.filter { key in
      !others.names.contains(key) && !others.patterns.contains { $0.occurs(in: key) }
    }
    if let target = others.node {
      for key in extras { if let member = members[key] { descend(target, member, into: .key(key)) } }
    } else if !extras.isEmpty {
      let patterns = others.mentionsPatterns ? others.patterns.map(\.source) : nil
      report(rule.keyword, .unexpectedFields(extras, patterns: patterns), value, node)
    }
  }

  private mutating func apply(
    _ dependency: SchemaRule.Dependency, _ rule: SchemaRule, _ members: JSONObject, _ value: JSONValue, _ node: SchemaNode
  ) {
    switch dependency {
    case .fields(let name, let needed):
      guard members.position(of: name) != nil else { return }
      for field in needed where members.position(of: field) == nil {
        report(rule.keyword, .missingDependency(field, of: name), value, node)
      }
    case .schema(let name, let target):
      guard members.position(of: name) != nil else { return }
      schemaPath.push(.key(name))
      evaluate(target, value)
      schemaPath.pop()
    }
  }

  private mutating func combine(_ rule: SchemaRule, _ value: JSONValue, _ node: SchemaNode) {
    switch rule.check {
    case .all(let targets):
      for (place, target) in targets.enumerated() where !isDone { evaluateBranch(target, value, .index(place)) }
    case .any(let targets):
      choose(among: targets, rule, value, node)
    case .one(let targets):
      guard let chosen = choose(among: targets, rule, value, node) else { return }
      let others = targets[(chosen + 1)...].filter { isValid($0, value) }
      if !others.isEmpty {
        let fitting = (others + [targets[chosen]]).map { schema.nodes[$0].source }
        report(rule.keyword, .severalChoicesFit(fitting), value, node)
      }
    case .not(let target):
      if isValid(target, value) { report(rule.keyword, .mustNotFit(schema.nodes[target].source), value, node) }
    case .conditional(let condition, let then, let otherwise):
      let isTrue = isValid(condition, value)
      if let target = isTrue ? then : otherwise { evaluateBranch(target, value, .key(isTrue ? "then" : "else")) }
    default: break
    }
  }

  private mutating func evaluateBranch(_ target: Int, _ value: JSONValue, _ step: SchemaPath.Step) {
    schemaPath.push(step)
    evaluate(target, value)
    schemaPath.pop()
  }

  /// The place of the first choice that fits; when none does, that is reported with what each one lacks.
  @discardableResult
  private mutating func choose(among targets: [Int], _ rule: SchemaRule, _ value: JSONValue, _ node: SchemaNode) -> Int? {
    var branches: [[JSONSchemaViolation]] = []
    for (place, target) in targets.enumerated() {
      let before = violations
      violations = []
      evaluateBranch(target, value, .index(place))
      let found = violations
      violations = before
      if found.isEmpty, !hasGivenUp { return place }
      branches.append(found)
      if hasGivenUp { break }
    }
    report(rule.keyword, .noChoiceFits(branches), value, node)
    return nil
  }

  private mutating func isValid(_ target: Int, _ value: JSONValue) -> Bool {
    var trial = SchemaEvaluation(schema: schema, firstOnly: true)
    trial.depth = depth
    trial.steps = steps
    trial.evaluate(target, value)
    steps = trial.steps
    if trial.hasGivenUp { giveUp(value, schema.nodes[target]) }
    return trial.violations.isEmpty
  }
}
