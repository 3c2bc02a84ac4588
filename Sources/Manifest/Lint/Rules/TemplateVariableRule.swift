internal import ConnectorKit
internal import Document
internal import Templates

/// Variables that have no value in the field that uses them.
enum TemplateVariableRule: LintRule {
  /// Names that the fields of a request know when the slice gives them.
  private static let everywhere: Set<String> = [TemplateName.config.rawValue, TemplateName.parameters.rawValue]

  /// How many unknown names are told of one template.
  private static let usesLimit = 20

  static func check(_ manifest: LintedManifest, _ report: inout LintReport) {
    for template in manifest.templates {
      guard let summary = manifest.summaries.summary(of: template.text) else { continue }
      let available = Set(template.field.variables.map(\.rawValue)).union(everywhere)
      for use in summary.variables.lazy.filter({ !available.contains($0.name) }).prefix(usesLimit) {
        report.add(
          .unknownVariable, "`\(use.name)` has no value in `\(template.field.name)` of a \(template.component.type)",
          at: template.location, path: template.path, fix: fix(use.name, available))
      }
    }
  }

  private static func fix(_ name: String, _ available: Set<String>) -> String {
    if let near = NearMiss.nearest(to: name, among: available.sorted()) { return "did you mean `\(near)`?" }
    return "available here: \(available.sorted().joined(separator: ", "))"
  }
}
