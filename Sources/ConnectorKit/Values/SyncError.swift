/// A failure of a run, in the terms in which the Airbyte protocol reports it.
public struct SyncError: Error, Sendable {
  /// Who can do something about the failure.
  public enum FailureType: String, Sendable, CaseIterable {
    /// The user: a credential, a setting, the manifest.
    case config = "config_error"
    /// Nobody now: the same sync may pass later.
    case transient = "transient_error"
    /// The makers of the connector or of Headwater.
    case system = "system_error"
  }

  public var failureType: FailureType
  /// What is wrong and what to do, for the person who runs the sync.
  public var message: String
  /// Details for the person who maintains the connector. Secrets are masked when it is put out.
  public var internalMessage: String
  /// The stream being read, when one was.
  public var streamName: String?
  /// Whether a request was tried as often as it may be.
  package var retriesAreExhausted = false
  /// How often a stream failed in this way.
  public var occurrences = 1

  public init(_ failureType: FailureType, _ message: String, internalMessage: String? = nil, streamName: String? = nil) {
    self.failureType = failureType
    self.message = message
    self.internalMessage = internalMessage ?? message
    self.streamName = streamName
  }
}

extension SyncError: CustomStringConvertible {
  public var description: String { message }
}
