public import Dates
public import Document
public import JSON
public import RegularExpressions
public import Templates

extension TransportError: DescribedError {
  public var suggestedFailure: SyncError.FailureType { isTransient ? .transient : .config }
  public func explanation(streamName: String?) -> String { message }
}

extension Digests.Failure: DescribedError {}

// MARK: - Errors of modules that know no runs

extension JSONError: DescribedError {}
extension DateError: DescribedError {}
extension DateTimeZone.UnknownZone: DescribedError {}
extension RegexError: DescribedError {}

extension TemplateError: DescribedError {
  public var suggestedFailure: SyncError.FailureType { kind == .configuration ? .config : .system }
}

extension TemplateSyntaxError: DescribedError {
  public func explanation(streamName: String?) -> String { templateError.explanation(streamName: streamName) }
}

extension ConfinedDirectory.Failure: DescribedError {
  public func explanation(streamName: String?) -> String { Self.sentence(message, streamName) }
}

extension Diagnostic: DescribedError {
  public var suggestedFailure: SyncError.FailureType { DiagnosticList([self]).suggestedFailure }
  public func explanation(streamName: String?) -> String { DiagnosticList([self]).explanation(streamName: streamName) }
}

extension DiagnosticList: DescribedError {
  /// More problems than a person mends at once are cut off.
  private static let shownProblems = 100
  private static let codesOfFiles: Set<DiagnosticCode> = [.fileMissing, .fileUnreadable, .fileUnwritable]

  /// A file that cannot be read is for the user to mend, what stands in a manifest for its maker.
  public var suggestedFailure: SyncError.FailureType {
    diagnostics.allSatisfy { Self.codesOfFiles.contains($0.code) } ? .config : .system
  }

  public func explanation(streamName: String?) -> String {
    let count = diagnostics.count
    let lines = diagnostics.prefix(Self.shownProblems).map(Self.text) + (count > Self.shownProblems ? ["..."] : [])
    let text = lines.joined(separator: "\n")
    return count == 1 ? text : "There are \(count) problems:\n\(text)"
  }

  /// The diagnostic as it stands in a list; a problem without a place needs no label that says it is one.
  private static func text(of diagnostic: Diagnostic) -> String {
    guard diagnostic.location == nil else { return diagnostic.description }
    let label = "\(diagnostic.severity.rawValue): "
    return diagnostic.description.hasPrefix(label) ? String(diagnostic.description.dropFirst(label.count)) : diagnostic.description
  }
}
