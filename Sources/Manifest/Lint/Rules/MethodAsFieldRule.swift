internal import Document
internal import Templates

/// Methods of mappings, texts and lists that a template reads as if they were fields.
enum MethodAsFieldRule: LintRule {
  static func check(_ manifest: LintedManifest, _ report: inout LintReport) {
    for template in manifest.templates {
      for method in manifest.summaries.summary(of: template.text)?.methodsAsFields ?? [] {
        report.add(
          .methodAsField, "\(method.problem), not a field", at: template.location, path: template.path, fix: method.fix)
      }
    }
  }
}
