/// One problem found in a document: what is wrong, where, and what to do about it.
public struct Diagnostic: Error, Sendable, Hashable {
  public enum Severity: String, Sendable, Hashable { case error, warning }

  /// A further place that explains the problem, such as where a shared definition is used.
  public struct Note: Sendable, Hashable {
    public var message: String
    public var location: SourceLocation?

    public init(_ message: String, at location: SourceLocation? = nil) {
      self.message = message
      self.location = location
    }
  }

  /// A change of the text that mends the problem: the word written at ``Diagnostic/location``, with its quotes, is replaced.
  public struct FixIt: Sendable, Hashable {
    /// The name or value that is put there, without quotes.
    public var replacement: String
    /// Whether the manifest means the same afterwards; a guess such as the nearest name does not.
    public var isSafe: Bool

    public init(replacement: String, isSafe: Bool = false) {
      self.replacement = replacement
      self.isSafe = isSafe
    }
  }

  public var severity: Severity
  /// The kind of problem.
  public var code: DiagnosticCode
  public var message: String
  /// Where the value at fault was written.
  public var location: SourceLocation?
  /// The value's place in the whole document, once references are followed; nil when it is not known.
  public var path: NodePath?
  public var notes: [Note]
  /// What to do, in one sentence; nil when the message says it already.
  public var fix: String?
  /// The fix as an edit, for programs that apply it; nil when a person has to decide.
  public var fixIt: FixIt?

  /// A problem that is as bad as its code says.
  public init(
    code: DiagnosticCode, _ message: String, at location: SourceLocation? = nil, path: NodePath? = nil, notes: [Note] = [],
    fix: String? = nil, fixIt: FixIt? = nil
  ) {
    severity = code.severity
    self.code = code
    self.message = message
    self.location = location
    self.path = path
    self.notes = notes
    self.fix = fix
    self.fixIt = fixIt
  }
}

extension Diagnostic: CustomStringConvertible {
  public var description: String {
    var text = location.map { "\($0): " } ?? ""
    text += "\(severity.rawValue): \(message)"
    if let fix { text += " (\(fix))" }
    if let path, !path.steps.isEmpty { text += "\n  at \(path)" }
    for note in notes { text += "\n  note: \(note.location.map { "\($0): " } ?? "")\(note.message)" }
    return text
  }
}

/// Several problems of one document, thrown together so that all can be mended in one go.
public struct DiagnosticList: Error, Sendable, CustomStringConvertible {
  public var diagnostics: [Diagnostic]
  public init(_ diagnostics: [Diagnostic]) { self.diagnostics = diagnostics }
  public var description: String { diagnostics.map(\.description).joined(separator: "\n") }
}
