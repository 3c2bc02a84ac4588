internal import ConnectorKit
internal import Document

/// Components of the connector's own that nobody has registered.
enum CustomComponentRule: LintRule {
  static func check(_ manifest: LintedManifest, _ report: inout LintReport) {
    for component in manifest.components {
      guard let node = component["class_name"], let name = node.string, CustomTypes.all.contains(component.type),
        let problem = Self.problem(component.type, name, manifest)
      else { continue }
      report.add(
        problem.code, problem.message, at: node.location, path: component.path("class_name"), notes: problem.notes, fix: problem.fix)
    }
  }

  private static func problem(_ type: String, _ name: String, _ manifest: LintedManifest) -> Diagnostic? {
    do {
      _ = try manifest.catalog.spec(type: type, className: name, at: nil)
      return nil
    } catch {
      return error as? Diagnostic
    }
  }
}
