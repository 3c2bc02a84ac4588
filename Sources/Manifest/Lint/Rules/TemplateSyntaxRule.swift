internal import Document
internal import Templates

/// Templates that cannot run wherever they stand.
enum TemplateSyntaxRule: LintRule {
  /// How many unknown names of a kind are told of one template.
  private static let usesLimit = 20

  static func check(_ manifest: LintedManifest, _ report: inout LintReport) {
    let filters = manifest.summaries.filters
    let tests = manifest.summaries.tests
    let functions = manifest.summaries.functions
    for template in manifest.templates {
      guard let summary = manifest.summaries.summary(of: template.text) else { continue }
      if let error = summary.syntaxError {
        let place = template.text.contains("\n") ? "line \(error.line), column \(error.column)" : "column \(error.column)"
        report.add(
          .templateSyntax, "the template does not parse: \(error.message) (\(place) of the template)", at: template.location,
          path: template.path)
      }
      func add(_ code: DiagnosticCode, _ noun: String, _ uses: [TemplateSummary.Use], _ known: [String]) {
        for use in uses.prefix(usesLimit) {
          report.add(
            code, "unknown \(noun) `\(use.name)`", at: template.location, path: template.path,
            fix: NearMiss.nearest(to: use.name, among: known).map { "did you mean `\($0)`?" })
        }
      }
      add(.unknownFilter, "filter", summary.unknownFilters, filters)
      add(.unknownTest, "test", summary.unknownTests, tests)
      add(.unknownFunction, "function", summary.unknownFunctions, functions)
    }
  }
}
