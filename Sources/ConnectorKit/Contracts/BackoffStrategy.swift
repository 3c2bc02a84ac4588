/// Says how long to wait before a request is sent again.
public protocol BackoffStrategy: Sendable {
  /// The wait in seconds, or nil when this strategy has no opinion on the answer and the next one is asked.
  ///
  /// - Parameters:
  ///   - response: the answer that asks for a retry; nil when the request failed without one.
  ///   - attempt: how often the request has been sent, from 1.
  ///   - run: the services of the run.
  /// - Throws: ``SyncError`` when the wait would be longer than the strategy allows.
  func waitSeconds(after response: Response?, attempt: Int, run: RunServices) throws -> Double?
}
