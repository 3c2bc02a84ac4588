/// How often and how long one request has been tried, for each reason to try again. A value without I/O.
///
/// A plain retry starts the counts of the others anew, and one for a rate limit that of stated waits: each kind of
/// wait wraps those below it.
struct RetryAccount {
  enum Kind { case stated, rateLimit, plain }

  let maxTries: Int
  let maxTime: Double
  private let start: Double
  private var statedStart: Double
  private var tries: [Int] = [0, 0, 0]
  /// The number of times the request has been sent.
  var count = 0
  /// Whether a credential was renewed for this request; nil before the first attempt to.
  var refreshed: Bool?

  init(maxTries: Int, maxTime: Double, start: Double) {
    self.maxTries = maxTries
    self.maxTime = maxTime
    self.start = start
    statedStart = start
  }

  /// Seconds until the next try; nil when there is none.
  ///
  /// - Parameter stated: the wait that a backoff strategy asks for. One second is added for what clocks round off.
  mutating func next(_ kind: Kind, stated: Double?, now: Double) -> Double? {
    switch kind {
    case .stated:
      tries[0] += 1
      guard tries[0] < maxTries, now - statedStart < maxTime, let stated else { return nil }
      return max(0, stated) + 1
    case .rateLimit:
      tries[0] = 0
      statedStart = now
      tries[1] += 1
      guard tries[1] < maxTries else { return nil }
      return exponential(tries[1])
    case .plain:
      tries[0] = 0
      tries[1] = 0
      statedStart = now
      tries[2] += 1
      guard tries[2] < maxTries, now - start < maxTime else { return nil }
      return min(exponential(tries[2]), maxTime - (now - start))
    }
  }

  /// 1, 2, 4, 8, ... seconds, up to an hour.
  private func exponential(_ attempt: Int) -> Double { Double(min(1 << min(attempt - 1, 40), 3600)) }
}
