import JSON

/// The normalisation of one value: walks the plan and changes what has the wrong type.
struct NormalizationWalk {
  /// Deep enough for any sensible value, shallow enough for the stack of any thread.
  static let maximumDepth = 400

  let nodes: [NormalizationNode]
  let report: ((TypeMismatch) -> Void)?
  private var path = SchemaPath()
  private var depth = 0

  init(nodes: [NormalizationNode], report: ((TypeMismatch) -> Void)?) {
    self.nodes = nodes
    self.report = report
  }

  private mutating func enter() throws(TypeNormalizationError) {
    depth += 1
    if depth > Self.maximumDepth {
      throw TypeNormalizationError(path: path, message: "the value nests too deeply, or its schema refers to itself without end")
    }
  }

  mutating func normalize(_ value: inout JSONValue, by place: Int) throws(TypeNormalizationError) {
    try enter()
    defer { depth -= 1 }
    for step in nodes[place].steps {
      switch step {
      case .properties(let plan):
        guard case .object(var members) = value else { continue }
        value = .null  // The members have one owner while they change.
        defer { value = .object(members) }
        try normalize(&members, by: plan)
      case .items(let coercion, let node):
        guard case .array(var elements) = value else { continue }
        value = .null
        defer { value = .array(elements) }
        for index in elements.indices {
          path.push(.index(index))
          try normalizeChild(&elements[index], coercion, node)
          path.pop()
        }
      case .reference(let node): try normalize(&value, by: node)
      default: try check(step, value.kind, isEmpty: Self.isEmptyList(value)) { value }
      }
    }
  }

  private mutating func normalize(
    _ members: inout JSONObject, by plan: NormalizationNode.PropertyPlan
  ) throws(TypeNormalizationError) {
    for property in plan.properties {
      guard var member = members[property.name] else { continue }
      path.push(.key(property.name))
      try normalizeChild(&member, property.coercion, property.node)
      path.pop()
      members[property.name] = member
    }
  }

  private mutating func normalizeChild(
    _ value: inout JSONValue, _ coercion: Coercion, _ node: Int
  ) throws(TypeNormalizationError) {
    if !coercion.keeps(value.kind) { value = try coercion.apply(to: value, at: path) }
    try normalize(&value, by: node)
  }

  /// Normalises a record, decoding only the fields that do not fit.
  mutating func normalize(_ record: inout JSONRecord, by place: Int) throws(TypeNormalizationError) {
    try enter()
    defer { depth -= 1 }
    for step in nodes[place].steps {
      switch step {
      case .properties(let plan): try normalize(&record, by: plan)
      case .items: continue
      case .reference(let node): try normalize(&record, by: node)
      default:
        let unchanged = record
        try check(step, .object, isEmpty: false) { .object(unchanged.object) }
      }
    }
  }

  private mutating func normalize(
    _ record: inout JSONRecord, by plan: NormalizationNode.PropertyPlan
  ) throws(TypeNormalizationError) {
    guard let view = record.untouchedView else {
      for property in plan.properties { try normalize(property, of: &record) }
      return
    }
    for place in misfits(in: view, plan) { try normalize(plan.properties[place], of: &record) }
  }

  /// The properties that do not fit, found in one pass over an object.
  private func misfits(in view: JSONView, _ plan: NormalizationNode.PropertyPlan) -> [Int] {
    var places: [Int] = []
    for member in view.members {
      guard let place = plan.table.place(of: member.key), !places.contains(place) else { continue }
      let property = plan.properties[place]
      let value = member.value
      if property.coercion.keeps(value.kind) && TypeNormalizer.fits(value, by: property.node, of: nodes) { continue }
      places.append(place)
    }
    return places
  }

  private mutating func normalize(
    _ property: NormalizationNode.Property, of record: inout JSONRecord
  ) throws(TypeNormalizationError) {
    guard let field = record.field(property.name) else { return }
    if case .view(let view) = field, property.coercion.keeps(view.kind), TypeNormalizer.fits(view, by: property.node, of: nodes) {
      return
    }
    var value = field.value
    path.push(.key(property.name))
    try normalizeChild(&value, property.coercion, property.node)
    path.pop()
    record.set(.value(value), for: property.name)
  }

  private static func isEmptyList(_ value: JSONValue) -> Bool {
    if case .array(let elements) = value { elements.isEmpty } else { false }
  }

  /// The steps that change nothing.
  private func check(
    _ step: NormalizationNode.Step, _ kind: JSONKind, isEmpty: Bool, value: () -> JSONValue
  ) throws(TypeNormalizationError) {
    switch step {
    case .types(let names, let written):
      for name in names {
        switch name {
        case .known(let type): if type.admits(kind, whole: value) { return }
        case .unknown(let text): throw TypeNormalizationError(path: path, message: "the schema names the unknown type `\(text)`")
        }
      }
      report?(TypeMismatch(path: path, expected: written, value: value()))
    case .mismatch: report?(TypeMismatch(path: path, expected: .null, value: value()))
    case .impossible(let trigger, let reason):
      if trigger.isPulled(by: kind, isEmpty: isEmpty) { throw TypeNormalizationError(path: path, message: reason) }
    default: break
    }
  }
}
