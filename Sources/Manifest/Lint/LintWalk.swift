internal import ConnectorKit
internal import Document

/// Collects the components and templates of a manifest, by the declarations of their fields.
struct LintWalk {
  private struct TemplateIdentity: Hashable {
    let location: SourceLocation
    let component: String
    let field: String
  }

  private let validator: ManifestValidator
  private(set) var components: [LintedComponent] = []
  private(set) var templates: [LintedTemplate] = []
  private var trail: [NodePath.Step] = []
  private var seen: Set<TemplateIdentity> = []
  private var fields: [String: [FieldInfo]] = [:]

  init(validator: ManifestValidator) { self.validator = validator }

  mutating func visit(_ root: Node) {
    guard let mapping = root.mapping else { return }
    visit(mapping, type: ManifestValidator.rootType, at: root.location, parent: nil, field: "")
  }

  private mutating func visit(_ mapping: Node.Mapping, type: String, at location: SourceLocation?, parent: Int?, field: String) {
    let number = components.count
    components.append(
      LintedComponent(type: type, mapping: mapping, location: location, path: NodePath(trail), parent: parent, field: field))
    for info in declared(type) {
      guard let value = mapping[info.name] else { continue }
      trail.append(.field(info.name))
      visit(value, info.type, info, number)
      trail.removeLast()
    }
  }

  private mutating func declared(_ type: String) -> [FieldInfo] {
    if let known = fields[type] { return known }
    let found = validator.fields(of: type) ?? []
    fields[type] = found
    return found
  }

  private mutating func visit(_ node: Node, _ type: FieldType, _ field: FieldInfo, _ parent: Int) {
    switch (type, node.value) {
    case (.component(let types), .mapping(let mapping)):
      guard let name = mapping["type"]?.string ?? field.defaultType ?? (types.count == 1 ? types[0] : nil) else { return }
      let isUntyped = types.count == 1 && validator.typing(of: types[0]) == .ignored
      visit(mapping, type: isUntyped ? types[0] : name, at: node.location, parent: parent, field: field.name)
    case (.list(let inner), .sequence(let elements)):
      for (place, element) in elements.enumerated() { step(.element(place)) { $0.visit(element, inner, field, parent) } }
    case (.mapping(let inner), .mapping(let mapping)):
      for entry in mapping.entries { step(.field(entry.key.keyText)) { $0.visit(entry.value, inner, field, parent) } }
    case (.record(let infos, _), .mapping(let mapping)):
      for info in infos {
        guard let value = mapping[info.name] else { continue }
        var inner = info
        inner.variables += field.variables
        step(.field(info.name)) { $0.visit(value, info.type, inner, parent) }
      }
    case (.limited(let inner, _), _): visit(node, inner, field, parent)
    case (.anyOf(let types), _):
      if let fitting = types.first(where: { TypeDescription.mayHold($0, node) && fits($0, node) })
        ?? types.first(where: {
          TypeDescription.mayHold($0, node)
        })
      {
        visit(node, fitting, field, parent)
      }
    case (.object, _), (.any, _): collectDeep(node, field, parent)
    case (_, .string(let text)): collect(text, node.location, field, parent)
    default: return
    }
  }

  /// Whether a list of alternatives means this one: lists are told apart by their first element, components by their type.
  private func fits(_ type: FieldType, _ node: Node) -> Bool {
    switch (type, node.value) {
    case (.component(let names), .mapping(let mapping)):
      mapping["type"]?.string.map(names.contains) ?? (names.count == 1 && validator.typing(of: names[0]) != .required)
    case (.list(let inner), .sequence(let elements)): elements.first.map { TypeDescription.mayHold(inner, $0) } ?? true
    case (.mapping(let inner), .mapping(let mapping)): mapping.entries.allSatisfy { TypeDescription.mayHold(inner, $0.value) }
    default: true
    }
  }

  private mutating func collectDeep(_ node: Node, _ field: FieldInfo, _ parent: Int) {
    guard !field.variables.isEmpty else { return }
    switch node.value {
    case .string(let text): collect(text, node.location, field, parent)
    case .sequence(let elements):
      for (place, element) in elements.enumerated() { step(.element(place)) { $0.collectDeep(element, field, parent) } }
    case .mapping(let mapping):
      for entry in mapping.entries { step(.field(entry.key.keyText)) { $0.collectDeep(entry.value, field, parent) } }
    default: return
    }
  }

  private mutating func collect(_ text: String, _ location: SourceLocation?, _ field: FieldInfo, _ parent: Int) {
    guard !field.variables.isEmpty else { return }
    let component = components[parent]
    if let location, !seen.insert(TemplateIdentity(location: location, component: component.type, field: field.name)).inserted { return }
    templates.append(LintedTemplate(text: text, location: location, path: NodePath(trail), field: field, component: component))
  }

  private mutating func step(_ step: NodePath.Step, _ work: (inout LintWalk) -> Void) {
    trail.append(step)
    work(&self)
    trail.removeLast()
  }
}
