internal import ConnectorKit
internal import Document

/// Components that the language did not have yet in the version that the manifest names.
enum NewerComponentRule: LintRule {
  static func check(_ manifest: LintedManifest, _ report: inout LintReport) {
    guard let version = manifest.root["version"], let text = version.string, let own = LanguageVersion(text) else { return }
    var told: Set<String> = []
    for component in manifest.components {
      let type = component.type
      guard let first = manifest.catalog.spec(type: type)?.since ?? ComponentSlot(rawValue: type)?.since, own < first,
        told.insert(type).inserted
      else { continue }
      report.add(
        .newerComponent, "\(type) needs version \(first) of the language, and the manifest says \(text)",
        at: component["type"]?.location ?? component.location, path: component.path("type"),
        notes: [Diagnostic.Note("the manifest's version", at: version.location)])
    }
  }
}
