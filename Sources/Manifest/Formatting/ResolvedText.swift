internal import ConnectorKit
internal import Document

/// Takes away what a resolved manifest needs no more: definitions, parameters that no template of their component reads, and the fields
/// that parameters put into components which do not know them.
struct ResolvedText {
  private let validator: ManifestValidator
  private var knownFields: [String: Set<String>] = [:]

  static func pruned(_ manifest: Node, catalog: Catalog) -> Node {
    guard case .mapping(var mapping) = manifest.value else { return manifest }
    for name in ["definitions", "schemas"] { mapping[name] = nil }
    var text = ResolvedText(validator: ManifestValidator(catalog: catalog))
    return text.pruned(Node(.mapping(mapping), at: manifest.location))
  }

  private init(validator: ManifestValidator) { self.validator = validator }

  private mutating func pruned(_ node: Node) -> Node {
    switch node.value {
    case .sequence(let elements): return Node(.sequence(elements.map { pruned($0) }), at: node.location)
    case .mapping(let mapping):
      let isCustom = mapping["class_name"] != nil
      let readsParameters = isCustom || mapping.entries.contains { Self.mentionsParameters($0.key, $0.value) }
      let parameters = mapping[ParameterPropagation.key]
      var entries: [Node.Mapping.Entry] = []
      for entry in mapping.entries {
        let name = entry.key.string ?? ""
        if name == ParameterPropagation.key {
          if readsParameters { entries.append(entry) }
        } else if isCustom || parameters?[name] == nil || knows(mapping["type"]?.string, name) {
          entries.append(Node.Mapping.Entry(key: entry.key, value: pruned(entry.value)))
        }
      }
      return Node(.mapping(Node.Mapping(entries)), at: node.location)
    default: return node
    }
  }

  /// Whether components of a type have a field; all have it when nothing is known of the type.
  private mutating func knows(_ type: String?, _ field: String) -> Bool {
    guard let type, field != "type" else { return true }
    if let known = knownFields[type] { return known.isEmpty || known.contains(field) }
    let known = Set((validator.fields(of: type) ?? []).map(\.name))
    knownFields[type] = known
    return known.isEmpty || known.contains(field)
  }

  /// Whether a template of the component itself may read parameters; components inside have their own.
  private static func mentionsParameters(_ key: Node, _ value: Node) -> Bool {
    if key.string == ParameterPropagation.key { return false }
    return value["type"]?.string == nil && texts(of: value) || key.string.map { isTemplate($0) } ?? false
  }

  private static func texts(of node: Node) -> Bool {
    switch node.value {
    case .string(let text): isTemplate(text)
    case .sequence(let elements): elements.contains { $0["type"]?.string == nil && texts(of: $0) }
    case .mapping(let mapping): mapping.entries.contains { mentionsParameters($0.key, $0.value) }
    default: false
    }
  }

  private static func isTemplate(_ text: String) -> Bool { text.contains("parameters") }
}
