/// Refuses every n-th request: a rate limit that strikes at the same places every time.
actor RequestLimiter {
  private let every: Int
  private var count = 0

  /// - Parameter every: which requests are refused; 0 for none.
  init(every: Int) {
    self.every = every
  }

  func admits() -> Bool {
    count += 1
    return every == 0 || !count.isMultiple(of: every)
  }
}
