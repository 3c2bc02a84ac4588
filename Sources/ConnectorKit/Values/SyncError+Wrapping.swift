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
      self.init(.system, error.description, streamName: streamName)
    case let error as DiagnosticList:
      let count = error.diagnostics.count
      let lines = error.diagnostics.prefix(Self.shownProblems).map(\.description) + (count > Self.shownProblems ? ["..."] : [])
      let text = lines.joined(separator: "\n")
      self.init(.system, count == 1 ? text : "There are \(count) problems:\n\(text)", streamName: streamName)
    case let error as TemplateError:
      self.init(
        error.kind == .configuration ? .config : .system, "A template of the manifest failed: \(error.message)", streamName: streamName)
    default:
      self.init(
        .system, "Something unexpected went wrong\(streamName.map { " in stream \($0)" } ?? ""): \(error)", streamName: streamName)
    }
  }
}
