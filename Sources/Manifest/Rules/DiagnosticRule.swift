public import Document

/// A kind of problem that diagnostics name by its code: what it means and what to do about it.
public struct DiagnosticRule: Sendable {
  /// Where a rule belongs in the documentation.
  public enum Group: String, Sendable, CaseIterable {
    case text = "Files and YAML"
    case references = "References and parameters"
    case declarations = "What components declare"
    case building = "What components refuse"
    case templates = "Templates"
    case streams = "Streams, schemas and cursors"
    case requests = "Pages and errors"
    case settings = "Settings"
  }

  public let code: String
  public let severity: Diagnostic.Severity
  public let group: Group
  /// What is wrong, in a sentence.
  public let meaning: String
  /// What to do, in a sentence.
  public let advice: String
  /// A passage of a manifest that has the problem; empty where none tells more than the meaning.
  public let example: String

  /// A kind of error.
  init(_ code: String, _ group: Group, _ meaning: String, advice: String, example: String = "") {
    self.init(code, .error, group, meaning, advice: advice, example: example)
  }

  /// A kind of warning.
  static func warning(_ code: String, _ group: Group, _ meaning: String, advice: String, example: String = "") -> DiagnosticRule {
    DiagnosticRule(code, .warning, group, meaning, advice: advice, example: example)
  }

  private init(
    _ code: String, _ severity: Diagnostic.Severity, _ group: Group, _ meaning: String, advice: String, example: String
  ) {
    self.code = code
    self.severity = severity
    self.group = group
    self.meaning = meaning
    self.advice = advice
    self.example = example
  }

  /// All kinds of problems, by group.
  public static let all: [DiagnosticRule] = text + references + declarations + building + settings + LintRules.all.flatMap { $0.rules }

  private static let byCode = Dictionary(uniqueKeysWithValues: all.map { ($0.code, $0) })

  /// The rule of a code; nil for codes that no diagnostic has.
  public static func rule(_ code: String) -> DiagnosticRule? { byCode[code] }
}
