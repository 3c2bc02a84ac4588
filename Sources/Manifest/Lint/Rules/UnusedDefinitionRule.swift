internal import Document

/// Definitions that nothing refers to.
enum UnusedDefinitionRule: LintRule {
  private static let key = "definitions"

  static func check(_ manifest: LintedManifest, _ report: inout LintReport) {
    guard let definitions = manifest.loaded.written[key]?.mapping else { return }
    var usage = DefinitionUsage()
    usage.collect(manifest.loaded.written, way: "#")
    for entry in definitions.entries { check(entry, "#/\(key)", NodePath([.field(key)]), usage, &report) }
  }

  private static func check(
    _ entry: Node.Mapping.Entry, _ outer: String, _ path: NodePath, _ usage: DefinitionUsage, _ report: inout LintReport
  ) {
    let way = "\(outer)/\(entry.key.keyText)"
    let path = path.appending(.field(entry.key.keyText))
    if !usage.isUsed(way, entry.value) {
      report.add(
        .unusedDefinition, "nothing refers to `\(way)`", at: entry.key.location ?? entry.value.location, path: path)
    } else if let mapping = entry.value.mapping, isGroup(mapping), !usage.isUsedWhole(way) {
      for member in mapping.entries { check(member, way, path, usage, &report) }
    }
  }

  /// Whether a definition is there only to hold definitions: components by name.
  private static func isGroup(_ mapping: Node.Mapping) -> Bool {
    mapping["type"] == nil && mapping["$ref"] == nil && mapping["$parameters"] == nil && !mapping.isEmpty
      && mapping.entries.allSatisfy { $0.value["type"]?.string != nil || $0.value["$ref"] != nil }
  }
}

/// What a manifest's references and aliases name.
private struct DefinitionUsage {
  /// Where each reference stands, by what it names.
  private var references: [(target: String, way: String)] = []
  /// How often a value that was written at a place stands in the manifest: more than once by an alias.
  private var counts: [SourceLocation: Int] = [:]

  mutating func collect(_ node: Node, way: String) {
    switch node.value {
    case .string(let text): if text.hasPrefix("#/") { references.append((text, way)) }
    case .sequence(let elements):
      count(node)
      for (place, element) in elements.enumerated() { collect(element, way: "\(way)/\(place)") }
    case .mapping(let mapping):
      count(node)
      for entry in mapping.entries { collect(entry.value, way: "\(way)/\(entry.key.keyText)") }
    default: return
    }
  }

  private mutating func count(_ node: Node) {
    if let location = node.location { counts[location, default: 0] += 1 }
  }

  func isUsed(_ way: String, _ node: Node) -> Bool {
    let inner = way + "/"
    let isReferred = references.contains { reference in
      let names = reference.target == way || reference.target.hasPrefix(inner) || way.hasPrefix(reference.target + "/")
      return names && reference.way != way && !reference.way.hasPrefix(inner)
    }
    return isReferred || isAliased(node)
  }

  func isUsedWhole(_ way: String) -> Bool {
    references.contains { reference in
      (reference.target == way || way.hasPrefix(reference.target + "/")) && !reference.way.hasPrefix(way + "/")
    }
  }

  private func isAliased(_ node: Node) -> Bool {
    if let location = node.location, let count = counts[location], count > 1 { return true }
    switch node.value {
    case .sequence(let elements): return elements.contains(where: isAliased)
    case .mapping(let mapping): return mapping.entries.contains { isAliased($0.value) }
    default: return false
    }
  }
}
