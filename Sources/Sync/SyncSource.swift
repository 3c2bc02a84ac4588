/// Where a sync reads from: a connector, or another program.
public protocol SyncSource: Sendable {
  /// The streams that can be read.
  ///
  /// - Throws: `SyncError` when they cannot be found out.
  func streams() async throws -> [StreamDescription]

  /// Reads streams and hands what they hold to the output; see ``SyncOutput`` for the order of calls.
  ///
  /// - Throws: `SyncError` when nothing could be read, `CancellationError` when the task was cancelled, and what the output throws.
  func read(
    _ selections: [StreamSelection], into output: any SyncOutput, limits: ReadLimits, observer: (any ReadObserver)?
  ) async throws -> SyncResult
}
