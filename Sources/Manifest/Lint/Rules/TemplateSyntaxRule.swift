internal import Document
internal import Templates

/// Templates that cannot run wherever they stand.
enum TemplateSyntaxRule: LintRule {
  static let rules = [
    DiagnosticRule.warning(
      "template-syntax", .templates, "A template does not parse. It fails when it is used first.",
      advice: "Mend the template at the place named.", example: "path: \"/items/{{ config['id' }}\""),
    DiagnosticRule.warning(
      "unknown-filter", .templates, "A template uses a filter that does not exist.", advice: "Correct the name of the filter.",
      example: "value: \"{{ record['name'] | uppercase }}\""),
    DiagnosticRule.warning(
      "unknown-test", .templates, "A template uses a test that does not exist.", advice: "Correct the name behind `is`.",
      example: "condition: \"{{ record['name'] is empty_text }}\""),
    DiagnosticRule.warning(
      "unknown-function", .templates, "A template calls a function that does not exist.", advice: "Correct the name of the function.",
      example: "start_datetime: \"{{ today() }}\""),
  ]

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
          "template-syntax", "the template does not parse: \(error.message) (\(place) of the template)", at: template.location,
          path: template.path)
      }
      func add(_ code: String, _ noun: String, _ uses: [TemplateSummary.Use], _ known: [String]) {
        for use in uses.prefix(usesLimit) {
          report.add(
            code, "there is no \(noun) `\(use.name)`", at: template.location, path: template.path,
            fix: NearMiss.nearest(to: use.name, among: known).map { "did you mean `\($0)`?" })
        }
      }
      add("unknown-filter", "filter", summary.unknownFilters, filters)
      add("unknown-test", "test", summary.unknownTests, tests)
      add("unknown-function", "function", summary.unknownFunctions, functions)
    }
  }
}
