import JSON

/// Turns schemas into nodes, each place of a document once.
struct SchemaCompiler {
  let dialect: SchemaDialect
  let options: JSONSchemaOptions
  private var registry: SchemaRegistry
  private var nodes: [SchemaNode] = []
  private var known: [String: Int] = [:]
  private var pending: [(node: Int, place: SchemaPlace)] = []
  private var dangling: [String] = []

  init(dialect: SchemaDialect, options: JSONSchemaOptions) {
    self.dialect = dialect
    self.options = options
    registry = SchemaRegistry(dialect: dialect, resolver: options.resolver)
  }

  mutating func compile(_ schema: JSONValue) throws(JSONSchemaError) -> JSONSchema {
    let root = node(for: try registry.add(schema, at: ""))
    // A list of what is left, instead of recursion: chains of references may be long.
    while let (node, place) = pending.popLast() { try fill(node, from: place) }
    return JSONSchema(nodes: nodes, root: root, danglingReferences: dangling)
  }

  private mutating func node(for place: SchemaPlace) -> Int {
    let key = "\(place.document)\(place.path.pointer) \(place.base)"
    if let node = known[key] { return node }
    let node = nodes.count
    nodes.append(SchemaNode(source: place.value))
    known[key] = node
    pending.append((node, place))
    return node
  }

  private mutating func fill(_ node: Int, from place: SchemaPlace) throws(JSONSchemaError) {
    switch place.value {
    case .bool(let admits): nodes[node].content = admits ? .anything : .nothing
    case .object(let members):
      var scope = SchemaScope(place: place, base: registry.address(of: place.value, base: place.base), dialect: dialect)
      if dialect.ignoresReferenceSiblings, let reference = members["$ref"] {
        nodes[node].content = .rules([try rule("$ref", reference, in: &scope)].compactMap { $0 })
        return
      }
      var rules: [SchemaRule] = []
      for (keyword, value) in members {
        if let rule = try rule(keyword, value, in: &scope) { rules.append(rule) }
      }
      nodes[node].content = .rules(rules)
      nodes[node].types = members["type"].flatMap { try? scope.types($0) }
    default: throw JSONSchemaError(path: place.path, message: "must be an object, true or false")
    }
  }

  /// The rule of a keyword; nil for keywords that check nothing here.
  private mutating func rule(
    _ keyword: String, _ value: JSONValue, in scope: inout SchemaScope
  ) throws(JSONSchemaError) -> SchemaRule? {
    scope.keyword = keyword
    let check =
      if let check = try scope.valueCheck(value, formats: options.formats) { check } else {
        try subschemaCheck(keyword, value, in: scope)
      }
    return check.map { SchemaRule(keyword: keyword, check: $0) }
  }

  private mutating func subschemaCheck(
    _ keyword: String, _ value: JSONValue, in scope: SchemaScope
  ) throws(JSONSchemaError) -> SchemaRule.Check? {
    switch keyword {
    case "$ref": return try referenceCheck(try scope.text(value), in: scope)
    case "items", "additionalItems", "prefixItems", "contains": return try itemCheck(keyword, value, in: scope)
    case "properties":
      return .properties(try scope.members(value).map { .init(name: $0.key, node: child(scope, value: $0.value, .key($0.key))) })
    case "patternProperties":
      var pairs: [(pattern: SchemaPattern, node: Int)] = []
      for (source, schema) in try scope.members(value) {
        pairs.append((try scope.pattern(source), child(scope, value: schema, .key(source))))
      }
      return .patternProperties(pairs)
    case "additionalProperties": return .otherProperties(try otherProperties(value, in: scope))
    case "propertyNames": return .propertyNames(child(scope, value: value))
    case "dependencies" where dialect != .draft202012: return .dependencies(try dependencies(value, in: scope))
    case "dependentSchemas" where dialect == .draft202012:
      return .dependencies(try scope.members(value).map { .schema(of: $0.key, child(scope, value: $0.value, .key($0.key))) })
    case "allOf": return .all(try children(scope, value))
    case "anyOf": return .any(try children(scope, value))
    case "oneOf": return .one(try children(scope, value))
    case "not": return .not(child(scope, value: value))
    case "if":
      let branches = ["then", "else"].map { name in scope.schema[name].map { child(scope.at(name), value: $0) } }
      return .conditional(condition: child(scope, value: value), then: branches[0], otherwise: branches[1])
    default: return nil
    }
  }

  private mutating func referenceCheck(
    _ reference: String, in scope: SchemaScope
  ) throws(JSONSchemaError) -> SchemaRule.Check {
    if let target = try registry.resolve(reference, base: scope.base) {
      switch target.value {
      case .object, .bool: return .reference(node(for: target))
      default: break
      }
    }
    if !dangling.contains(reference) { dangling.append(reference) }
    return .danglingReference(reference)
  }

  private mutating func itemCheck(
    _ keyword: String, _ value: JSONValue, in scope: SchemaScope
  ) throws(JSONSchemaError) -> SchemaRule.Check? {
    switch keyword {
    case "items":
      if case .array = value {
        guard dialect != .draft202012 else { throw scope.error("must be a schema, not a list (use prefixItems)") }
        return .itemsByPlace(try children(scope, value))
      }
      guard dialect == .draft202012, let prefix = scope.schema["prefixItems"]?.arrayValue?.count, prefix > 0 else {
        return .items(child(scope, value: value))
      }
      return .itemsBeyond(prefix, child(scope, value: value))
    case "additionalItems":
      guard dialect != .draft202012, case .array(let listed)? = scope.schema["items"] else { return nil }
      return value == .bool(false) ? .noItemsBeyond(listed.count) : .itemsBeyond(listed.count, child(scope, value: value))
    case "prefixItems": return dialect == .draft202012 ? .itemsByPlace(try children(scope, value)) : nil
    default:
      guard dialect != .draft4 else { return nil }
      var limits = SchemaRule.ContainsLimits(isLegacy: dialect != .draft202012)
      if !limits.isLegacy {
        limits.minimum = try scope.schema["minContains"].map { value throws(JSONSchemaError) in try scope.count(value) } ?? 1
        limits.maximum = try scope.schema["maxContains"].map { value throws(JSONSchemaError) in try scope.count(value) }
      }
      return .contains(child(scope, value: value), limits)
    }
  }

  private mutating func otherProperties(
    _ value: JSONValue, in scope: SchemaScope
  ) throws(JSONSchemaError) -> SchemaRule.OtherProperties {
    var patterns: [SchemaPattern] = []
    let mentioned = scope.schema["patternProperties"]?.objectValue
    for source in mentioned?.keys ?? [] { patterns.append(try scope.pattern(source)) }
    return .init(
      names: Set(scope.schema["properties"]?.objectValue?.keys ?? []), patterns: patterns, mentionsPatterns: mentioned != nil,
      node: value == .bool(false) ? nil : child(scope, value: value))
  }

  private mutating func dependencies(
    _ value: JSONValue, in scope: SchemaScope
  ) throws(JSONSchemaError) -> [SchemaRule.Dependency] {
    var all: [SchemaRule.Dependency] = []
    for (name, dependency) in try scope.members(value) {
      if case .array = dependency {
        all.append(.fields(of: name, try scope.texts(dependency)))
      } else {
        all.append(.schema(of: name, child(scope, value: dependency, .key(name))))
      }
    }
    return all
  }

  private mutating func children(_ scope: SchemaScope, _ value: JSONValue) throws(JSONSchemaError) -> [Int] {
    guard case .array(let schemas) = value else { throw scope.error("must be a list of schemas") }
    return schemas.enumerated().map { child(scope, value: $1, .index($0)) }
  }

  private mutating func child(_ scope: SchemaScope, value: JSONValue, _ steps: SchemaPath.Step...) -> Int {
    let path = SchemaPath(scope.place.path.steps + [.key(scope.keyword)] + steps)
    return node(for: SchemaPlace(document: scope.place.document, path: path, value: value, base: scope.base))
  }
}
