internal import Document

/// Collects what the rules find.
struct LintReport {
  private(set) var diagnostics: [Diagnostic] = []

  mutating func add(
    _ code: DiagnosticCode, _ message: String, at location: SourceLocation?, path: NodePath?, notes: [Diagnostic.Note] = [],
    fix: String? = nil,
    fixIt: Diagnostic.FixIt? = nil
  ) {
    diagnostics.append(Diagnostic(code: code, message, at: location, path: path, notes: notes, fix: fix, fixIt: fixIt))
  }
}
