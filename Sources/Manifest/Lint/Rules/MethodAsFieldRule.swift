internal import Document
internal import Templates

/// Methods of mappings, texts and lists that a template reads as if they were fields.
enum MethodAsFieldRule: LintRule {
  static let rules = [
    DiagnosticRule.warning(
      "method-as-field", .templates,
      "A template reads a method, such as `.items` or `.keys`, as if it were a field. In Jinja the method is taken, also where the mapping "
        + "has a field of that name.",
      advice: "Write the name in brackets to read the field, or call the method.",
      example: "cursor_value: \"{{ response.data.items.next }}\"")
  ]

  static func check(_ manifest: LintedManifest, _ report: inout LintReport) {
    for template in manifest.templates {
      for method in manifest.summaries.summary(of: template.text)?.methodsAsFields ?? [] {
        report.add(
          "method-as-field", "\(method.problem), not a field", at: template.location, path: template.path, fix: method.fix)
      }
    }
  }
}
