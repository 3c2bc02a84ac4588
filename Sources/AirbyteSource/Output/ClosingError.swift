internal import ConnectorKit

/// The error that ends a read in which streams failed: which ones, and why.
enum ClosingError {
  typealias Failure = (streamName: String, errors: [SyncError])

  /// So many different reasons are given for a stream.
  private static let shownReasons = 20

  /// - Parameter quirks: how the reference is followed in giving reasons and the class of the failure.
  static func error(_ failures: [Failure], _ quirks: QuirkSet) -> SyncError {
    let lines = failures.map { "\($0.streamName): \(reasons($0.errors, quirks))" }
    return SyncError(
      quirks.contains(.closesWithConfigErrors) ? .config : failureType(failures.flatMap(\.errors).map(\.failureType)),
      "During the sync, these streams did not sync successfully:\n\(lines.joined(separator: "\n"))", internalMessage: "Some streams failed."
    )
  }

  /// Who can do something: the user alone, the makers when anything is theirs to mend, otherwise a later sync.
  static func failureType(_ types: [SyncError.FailureType]) -> SyncError.FailureType {
    if types.allSatisfy({ $0 == .config }) { return .config }
    return types.contains(.system) ? .system : .transient
  }

  private static func reasons(_ errors: [SyncError], _ quirks: QuirkSet) -> String {
    guard !quirks.contains(.repeatsEqualFailures) else { return errors.map(\.message).joined(separator: "; ") }
    let shown = errors.prefix(shownReasons).map { error in
      error.occurrences == 1 ? error.message : "\(error.message) (\(error.occurrences) times)"
    }
    let others = errors.dropFirst(shownReasons).reduce(0) { $0 + $1.occurrences }
    return (shown + (others == 0 ? [] : ["and \(others) more failures"])).joined(separator: "; ")
  }
}
