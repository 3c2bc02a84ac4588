import ConnectorKit
import Testing

@testable import Components

@Suite struct RetryPolicyTests {
  private typealias Kind = RetryAccount.Kind

  /// Failures as kind, stated wait and time, and the waits that follow; nil when nothing is tried any more.
  private static let cases: [(name: String, RetryPolicy, failures: [(Kind, Double?, now: Double)], waits: [Double?])] = [
    (
      "plain failures wait twice as long each time", RetryPolicy(maxAttempts: 6, maxTime: 600),
      [(.plain, nil, 0), (.plain, nil, 1), (.plain, nil, 3)], [1, 2, 4]
    ),
    ("one attempt leaves no wait", RetryPolicy(maxAttempts: 1, maxTime: 600), [(.plain, nil, 0)], [nil]),
    (
      "the last attempt leaves no wait", RetryPolicy(maxAttempts: 3, maxTime: 600), [(.plain, nil, 0), (.plain, nil, 1), (.plain, nil, 3)],
      [1, 2, nil]
    ),
    ("a wait ends with the time", RetryPolicy(maxAttempts: 9, maxTime: 10), [(.plain, nil, 0), (.plain, nil, 9.5)], [1, 0.5]),
    ("no wait begins after the time", RetryPolicy(maxAttempts: 9, maxTime: 10), [(.plain, nil, 10)], [nil]),
    ("a stated wait gets a second more", RetryPolicy(maxAttempts: 9, maxTime: 600), [(.stated, 30, 0), (.stated, -5, 31)], [31, 1]),
    (
      "a plain failure counts stated waits anew", RetryPolicy(maxAttempts: 2, maxTime: 600),
      [(.stated, 3, 0), (.stated, 3, 4)], [4, nil]
    ),
    (
      "a rate limit has no time limit", RetryPolicy(maxAttempts: 3, maxTime: 10), [(.rateLimit, nil, 100), (.rateLimit, nil, 200)], [1, 2]
    ),
    (
      "a stated wait behind the time is not begun where waits are bounded",
      RetryPolicy(maxAttempts: .max, maxTime: 300, statedMargin: 0, boundsStatedWaits: true),
      [(.stated, 200, 0), (.stated, 99, 200), (.stated, 2, 299)], [200, 99, nil]
    ),
  ]

  @Test("Waits follow the policy", arguments: cases.indices) func waits(_ index: Int) {
    let (name, policy, failures, waits) = Self.cases[index]
    var account = RetryAccount(policy, start: 0)
    #expect(failures.map { account.next($0.0, stated: $0.1, now: $0.now) } == waits, "\(name)")
  }

  @Test("A jittered wait is anywhere up to the exponential one") func jitter() {
    let policy = RetryPolicy(maxAttempts: .max, maxTime: .infinity, backoff: .jittered)
    for limit in [1.0, 2, 4, 8] {
      let waits = (0..<50).compactMap { _ in
        var account = RetryAccount(policy, start: 0)
        var wait: Double?
        for _ in 0..<Int(limit.exponent + 1) { wait = account.next(.plain, stated: nil, now: 0) }
        return wait
      }
      #expect(waits.allSatisfy { (0...limit).contains($0) } && Set(waits).count > 10)
    }
  }

  @Test("Without retries every policy allows one attempt") func noRetries() {
    var options = RunOptions()
    options.retries = .none
    let handler = DefaultErrorHandler(maxRetries: 9, quirks: .none)
    #expect([RetryPolicy.requests(handler, options), .logins(options), .jobs(options)].allSatisfy { $0.maxAttempts == 1 })
    #expect(RetryPolicy.requests(handler, RunOptions()).maxAttempts == 10 && RetryPolicy.jobs(RunOptions()).maxAttempts == 3)
  }
}
