internal import ConnectorKit
internal import Dates
internal import JSON
internal import Synchronization

/// Allows so many calls in each period; the count starts anew at the end of the period.
final class FixedWindowCallRatePolicy: CallRatePolicy {
  static let spec = ComponentSpec<any CallRatePolicy>(
    "FixedWindowCallRatePolicy", "Allows so many calls in each period; the count starts anew when the period ends.", since: "6.33",
    fields: Field<String>.duration("period", doc: "The length of the period, as an ISO 8601 duration."),
    Field<Int>.integer("call_limit", doc: "How many calls a period allows."),
    Field<[HttpRequestRegexMatcher]>.matchers,
    examples: [
      """
      type: FixedWindowCallRatePolicy
      period: PT1H
      call_limit: 1000
      matchers:
        - method: GET
          url_base: https://api.example.com
          url_path_pattern: ^/reports/
      """
    ],
    make: { FixedWindowCallRatePolicy(period: $0, limit: $1, matchers: $2) })

  /// The first period of the reference, whatever the manifest declares: ten days.
  private static let referenceFirstPeriod = 10 * 86_400_000_000

  private struct Window {
    var calls = 0
    /// When the count starts anew, in microseconds since 1970; nil before the first call.
    var reset: Int?
  }

  let matchers: [HttpRequestRegexMatcher]
  private let period: ISODuration
  private let limit: Int
  private let window = Mutex(Window())

  init(period: ISODuration, limit: Int, matchers: [HttpRequestRegexMatcher]) {
    self.period = period
    self.limit = limit
    self.matchers = matchers
  }

  func take(_ calls: Int, _ run: RunServices) throws -> Double? {
    guard calls <= limit else {
      throw SyncError(.system, "A request counts for \(calls) calls, but its FixedWindowCallRatePolicy never allows more than \(limit).")
    }
    return window.withLock { window in
      let reset = advance(&window, run)
      guard window.calls + calls > limit else {
        window.calls += calls
        return nil
      }
      return Double(reset - run.clock.now()) / 1_000_000
    }
  }

  func longestWait(_ run: RunServices) -> Double {
    let now = run.clock.now()
    return Double(max(end(ofPeriodFrom: now) - now, run.follows(.firstWindowLastsTenDays) ? Self.referenceFirstPeriod : 0)) / 1_000_000 + 1
  }

  func learn(available: Int?, reset: Int?, _ run: RunServices) {
    window.withLock { window in
      _ = advance(&window, run)
      // More than this policy allows is no news: the manifest may stay below what the API allows.
      if let available, limit - window.calls > available { window.calls = limit - available }
      if let reset { window.reset = reset }
    }
  }

  /// Starts a new window when the present one is over, and gives its end.
  private func advance(_ window: inout Window, _ run: RunServices) -> Int {
    let now = run.clock.now()
    var reset = window.reset ?? (run.follows(.firstWindowLastsTenDays) ? now + Self.referenceFirstPeriod : end(ofPeriodFrom: now))
    if now > reset {
      reset = run.follows(.restartsWindowAtEachCall) ? end(ofPeriodFrom: reset) : firstEnd(after: now, from: reset)
      window.calls = 0
    }
    window.reset = reset
    return reset
  }

  /// The end of the period in which a moment lies, when a period ends at `reset`.
  private func firstEnd(after now: Int, from reset: Int) -> Int {
    let length = end(ofPeriodFrom: reset) - reset
    guard length > 0 else { return now }
    return reset + ((now - reset) / length + 1) * length
  }

  /// Where the calendar ends, a period does not.
  private func end(ofPeriodFrom start: Int) -> Int {
    guard let date = try? DateTime(microsecondsSinceEpoch: start), let end = try? date.adding(period) else { return start }
    return Int(clamping: (try? end.since(date).totalMicroseconds) ?? 0) + start
  }
}
