internal import YAML

/// Puts the type of a component first, where a reader looks for it. Everything else stays in the author's order.
enum TypeOrder {
  /// Fields with data of the connector's own, in which the order of keys may show in requests and schemas.
  static let dataFields: Set<String> = [
    "$parameters", "config_overrides", "connection_specification", "metadata", "request_body", "request_body_data", "request_body_json",
    "request_headers", "request_parameters", "schema",
  ]

  static func apply(to node: SyntaxNode) {
    guard let entries = node.entries else { return }
    for entry in entries where !dataFields.contains(entry.key?.scalar?.text ?? "") { apply(to: entry.value) }
    guard case .mapping(var entries) = node.content, let place = typePlace(entries) else { return }
    let target = entries[0].key?.scalar?.text == "version" ? 1 : 0
    guard place > target else { return }
    var type = entries.remove(at: place)
    if target == 0 {
      type.hasBlankAbove = !type.leading.isEmpty && type.hasBlankAbove
      moveHead(from: &entries[0], to: &type)
    }
    entries.insert(type, at: target)
    node.content = .mapping(entries)
  }

  private static func typePlace(_ entries: [SyntaxEntry]) -> Int? {
    let places = entries.indices.filter { entries[$0].key?.scalar?.text == "type" }
    guard places.count == 1, let entry = places.first.map({ entries[$0] }), entry.key?.properties.isEmpty == true,
      entry.value.properties.isEmpty, let name = entry.value.scalar,
      LanguageNames.contains(name.text) || name.text == ManifestValidator.rootType
    else { return nil }
    return places.first
  }

  /// Comments that a blank line parts from the first member speak of the whole mapping and stay on top.
  private static func moveHead(from first: inout SyntaxEntry, to type: inout SyntaxEntry) {
    let leading = first.leading
    let end = leading.indices.last { $0 + 1 < leading.count ? leading[$0 + 1].hasBlankAbove : first.hasBlankAbove }
    guard let end else { return }
    if end + 1 < leading.count { first.leading[end + 1].hasBlankAbove = false } else { first.hasBlankAbove = false }
    first.leading.removeFirst(end + 1)
    if type.leading.isEmpty { type.hasBlankAbove = true } else { type.leading[0].hasBlankAbove = true }
    type.leading = Array(leading[...end]) + type.leading
  }
}
