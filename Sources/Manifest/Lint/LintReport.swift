internal import Document

/// Collects what the rules find.
struct LintReport {
  private(set) var diagnostics: [Diagnostic] = []

  /// - Parameter code: one of the rules that are documented; its severity is the diagnostic's.
  mutating func add(
    _ code: String, _ message: String, at location: SourceLocation?, path: NodePath?, notes: [Diagnostic.Note] = [], fix: String? = nil,
    fixIt: Diagnostic.FixIt? = nil
  ) {
    let severity = DiagnosticRule.rule(code)?.severity ?? .warning
    diagnostics.append(
      Diagnostic(severity, code: code, message, at: location, path: path, notes: notes, fix: fix, fixIt: fixIt))
  }
}
