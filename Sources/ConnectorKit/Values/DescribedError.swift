/// An error that says for the person who runs a sync what is wrong, and who can do something about it.
///
/// Any error may adopt it, also one of a component of the user's own; others reach the user as internal errors.
public protocol DescribedError: Error {
  /// What is wrong, as one or more sentences.
  ///
  /// - Parameter streamName: the stream that is being read; nil when there is none.
  func explanation(streamName: String?) -> String
  /// The class of failure to report.
  var suggestedFailure: SyncError.FailureType { get }
}

extension DescribedError {
  public var suggestedFailure: SyncError.FailureType { .system }
}

extension DescribedError where Self: CustomStringConvertible {
  public func explanation(streamName: String?) -> String { Self.sentence(description, streamName) }
}

extension DescribedError {
  /// A sentence of a phrase without a full stop.
  public static func sentence(_ phrase: String, _ streamName: String?) -> String {
    let end = phrase.hasSuffix(".") ? "" : "."
    if let streamName { return "Stream \(streamName): \(phrase)\(end)" }
    return phrase.prefix(1).uppercased() + phrase.dropFirst() + end
  }
}

extension SyncError {
  /// The failure that some other error means for a stream.
  public init(wrapping error: any Error, streamName: String? = nil) {
    switch error {
    case let error as SyncError:
      self = error
      self.streamName = error.streamName ?? streamName
    case let error as any DescribedError:
      self.init(error.suggestedFailure, error.explanation(streamName: streamName), streamName: streamName)
    default:
      self.init(
        .system, "Something unexpected went wrong\(streamName.map { " in stream \($0)" } ?? ""): \(error)", streamName: streamName)
    }
  }
}
