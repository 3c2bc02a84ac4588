internal import ConnectorKit
internal import Document

/// Fields that no component has and that look like one that this component has.
enum MisspelledFieldRule: LintRule {
  static func check(_ manifest: LintedManifest, _ report: inout LintReport) {
    let validator = ManifestValidator(catalog: manifest.catalog)
    var known: [String: Set<String>] = [:]
    for component in manifest.components where component.mapping["class_name"] == nil {
      guard !validator.isClosed(component.type) else { continue }
      let names = known[component.type] ?? Set((validator.fields(of: component.type) ?? []).map(\.name))
      known[component.type] = names
      let parameters = component.mapping[ParameterPropagation.key]?.mapping
      for entry in component.mapping.entries {
        guard let name = entry.key.string, !names.contains(name), name != "type", !name.hasPrefix("$"), parameters?[name] == nil,
          let near = NearMiss.nearest(to: name, among: names), component.mapping[near] == nil
        else { continue }
        report.add(
          .misspelledField, "unknown field `\(name)` in \(component.type)", at: entry.key.location ?? entry.value.location,
          path: component.path(name), fix: "did you mean `\(near)`?", fixIt: Diagnostic.FixIt(replacement: near))
      }
    }
  }
}
