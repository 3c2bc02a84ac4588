internal import Document
internal import Templates

extension SyncError {
  /// More problems than a person mends at once are cut off.
  private static let shownProblems = 100

  /// The failure that some other error means for a stream.
  public init(wrapping error: any Error, streamName: String? = nil) {
    switch error {
    case let error as SyncError:
      self = error
      self.streamName = error.streamName ?? streamName
    case let error as TransportError:
      self.init(error.isTransient ? .transient : .config, error.message, streamName: streamName)
    case let error as Diagnostic:
      self.init(Self.failureType(of: [error]), Self.text(of: error), streamName: streamName)
    case let error as DiagnosticList:
      let count = error.diagnostics.count
      let lines = error.diagnostics.prefix(Self.shownProblems).map(Self.text) + (count > Self.shownProblems ? ["..."] : [])
      let text = lines.joined(separator: "\n")
      self.init(
        Self.failureType(of: error.diagnostics), count == 1 ? text : "There are \(count) problems:\n\(text)", streamName: streamName)
    case let error as TemplateError:
      self.init(error.kind == .configuration ? .config : .system, error.explanation(streamName: streamName), streamName: streamName)
    case let error as PageDirective:
      self.init(
        .system,
        "An answer asks for the action \(error.resolution.action.rawValue), which only the requests of a stream's own pages know. Use another "
          + "action in this error handler.",
        streamName: streamName)
    default:
      self.init(
        .system, "Something unexpected went wrong\(streamName.map { " in stream \($0)" } ?? ""): \(error)", streamName: streamName)
    }
  }

  private static let codesOfFiles: Set<String> = ["file-missing", "file-unreadable", "file-unwritable"]

  /// A file that cannot be read is for the user to mend, what stands in a manifest for its maker.
  private static func failureType(of diagnostics: [Diagnostic]) -> FailureType {
    diagnostics.allSatisfy { Self.codesOfFiles.contains($0.code) } ? .config : .system
  }

  /// The diagnostic as it stands in a list; a problem without a place needs no label that says it is one.
  private static func text(of diagnostic: Diagnostic) -> String {
    guard diagnostic.location == nil else { return diagnostic.description }
    let label = "\(diagnostic.severity.rawValue): "
    return diagnostic.description.hasPrefix(label) ? String(diagnostic.description.dropFirst(label.count)) : diagnostic.description
  }
}
