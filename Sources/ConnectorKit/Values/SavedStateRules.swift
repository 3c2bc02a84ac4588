/// How strictly the parts of a saved state are read.
public struct SavedStateRules: Sendable {
  /// Whether a part of another form than expected is a failure; otherwise it is passed over.
  public let refusesOddParts: Bool
  /// Whether partitions that are no objects, and states of parents in any form, are kept.
  public let keepsOddPartitions: Bool
  /// Whether a date in a format that is not listed is a failure; otherwise ISO 8601 is tried.
  public let refusesUnlistedFormats: Bool
  /// Whether where a sync takes up counts as read only once the first window has been read again.
  public let rereadsResumePoints: Bool

  public init(_ options: RunOptions) {
    refusesOddParts = options.follows(.refusesOddStates)
    keepsOddPartitions = options.follows(.keepsOddPartitions)
    refusesUnlistedFormats = options.follows(.refusesUnlistedDateFormats)
    rereadsResumePoints = !options.follows(.skipsFailedFirstWindow)
  }
}
