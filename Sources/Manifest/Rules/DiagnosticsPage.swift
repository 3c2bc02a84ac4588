internal import Document

/// `Documentation/Diagnostics.md`: what diagnostics mean, made from their rules.
package enum DiagnosticsPage {
  /// The whole page, with its last line end.
  package static var text: String {
    var text = introduction
    for group in DiagnosticRule.Group.allCases {
      text += "\n## \(group.rawValue)\n"
      for code in DiagnosticCode.allCases where code.rule.group == group { text += section(code) }
    }
    return text
  }

  private static let introduction = """
    # Diagnostics

    What `headwater validate` says, by the codes in brackets. Made from the rules by `swift run Generate`.

    An **error** keeps a manifest from being used; the reference refuses such a manifest as well. A **warning** is everything else: old
    spellings, and mistakes that the reference accepts and that show only when records are read. Warnings leave the exit code at 0
    unless `--strict` is given.

    A diagnostic names the line where the value was written, and in notes the places where references and parameters bring it to. What
    several components share is told of once.

    """

  private static func section(_ code: DiagnosticCode) -> String {
    let rule = code.rule
    var text = "\n### \(code)\n\n"
    text += "\(rule.severity == .error ? "Error" : "Warning"). \(rule.meaning) \(rule.advice)\n"
    if !rule.example.isEmpty { text += "\n```yaml\n\(rule.example)\n```\n" }
    return text
  }
}
