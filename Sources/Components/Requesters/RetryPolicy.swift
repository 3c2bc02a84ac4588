internal import ConnectorKit

/// How often a failed request is sent again, and how long to wait before it. Pages, downloads, logins, token requests and jobs follow one
/// rule (``RetryAccount``) with these values.
struct RetryPolicy: Sendable {
  enum Backoff: Sendable {
    /// 1, 2, 4, 8, ... seconds, up to an hour.
    case exponential
    /// Any time up to that, so that those who failed together do not come back together.
    case jittered
  }

  /// How often a request without error handler is sent again.
  static let defaultMaxRetries = 5
  /// The seconds within which a request without error handler is sent again.
  static let defaultMaxTime = 600.0

  let maxAttempts: Int
  /// Seconds from the first attempt.
  let maxTime: Double
  var backoff = Backoff.exponential
  /// Seconds added to a wait that a response states, for what clocks round off.
  var statedMargin = 1.0
  /// Whether a stated wait that ends after ``maxTime`` is not begun.
  var boundsStatedWaits = false

  /// Requests that an error handler judges.
  static func requests(_ handler: any ErrorHandler, _ options: RunOptions) -> RetryPolicy {
    let retries = min(max(0, handler.maxRetries ?? defaultMaxRetries), .max - 1)
    return RetryPolicy(maxAttempts: options.retries == .none ? 1 : retries + 1, maxTime: handler.maxTime ?? defaultMaxTime)
  }

  /// Logins and token requests that the manifest describes by their URL alone.
  static func logins(_ options: RunOptions) -> RetryPolicy {
    RetryPolicy(
      maxAttempts: options.retries == .none ? 1 : .max, maxTime: options.loginTimeout, backoff: .jittered, statedMargin: 0,
      boundsStatedWaits: true)
  }

  /// Jobs that fail or take too long are created again.
  static func jobs(_ options: RunOptions) -> RetryPolicy {
    RetryPolicy(maxAttempts: options.retries == .none ? 1 : 3, maxTime: .infinity)
  }

  fileprivate func wait(beforeAttempt attempt: Int) -> Double {
    let limit = Double(min(1 << min(attempt - 1, 40), 3600))
    return backoff == .jittered ? Double.random(in: 0...limit) : limit
  }
}

/// How often and how long one request has been tried, for each reason to try again. A value without I/O.
///
/// A plain retry starts the counts of the others anew, and one for a rate limit that of stated waits: each kind of wait wraps those below it.
struct RetryAccount {
  enum Kind { case stated, rateLimit, plain }

  let policy: RetryPolicy
  private let start: Double
  private var statedStart: Double
  private var tries: [Int] = [0, 0, 0]
  /// The number of times the request has been sent.
  var count = 0
  /// Whether a credential was renewed for this request; nil before the first attempt to.
  var refreshed: Bool?

  /// - Parameter start: when the request is first sent, in seconds of the run's monotonic clock, as all times here.
  init(_ policy: RetryPolicy, start: Double) {
    self.policy = policy
    self.start = start
    statedStart = start
  }

  /// Seconds until the next attempt; nil when there is none.
  ///
  /// - Parameter stated: the wait that a response or a backoff strategy asks for.
  mutating func next(_ kind: Kind, stated: Double?, now: Double) -> Double? {
    switch kind {
    case .stated:
      tries[0] += 1
      let began = policy.boundsStatedWaits ? start : statedStart
      guard tries[0] < policy.maxAttempts, now - began < policy.maxTime, let stated else { return nil }
      let wait = max(0, stated) + policy.statedMargin
      return policy.boundsStatedWaits && wait > policy.maxTime - (now - start) ? nil : wait
    case .rateLimit:
      tries[0] = 0
      statedStart = now
      tries[1] += 1
      guard tries[1] < policy.maxAttempts else { return nil }
      return policy.wait(beforeAttempt: tries[1])
    case .plain:
      tries[0] = 0
      tries[1] = 0
      statedStart = now
      tries[2] += 1
      guard tries[2] < policy.maxAttempts, now - start < policy.maxTime else { return nil }
      return min(policy.wait(beforeAttempt: tries[2]), policy.maxTime - (now - start))
    }
  }
}
