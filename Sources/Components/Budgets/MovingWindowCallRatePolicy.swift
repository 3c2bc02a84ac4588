internal import ConnectorKit
internal import Document
internal import JSON
internal import Synchronization

/// Allows so many calls in any stretch of time of a given length.
final class MovingWindowCallRatePolicy: CallRatePolicy {
  static let spec = ComponentSpec<any CallRatePolicy>(
    "MovingWindowCallRatePolicy", "Allows so many calls in any stretch of time of a given length.", since: "6.33",
    fields: Field<[Rate]>.components("rates", ["Rate"], doc: "The rates, all of which are kept."),
    Field<[HttpRequestRegexMatcher]>.matchers,
    Field<BuildContext>.context,
    examples: [
      """
      type: MovingWindowCallRatePolicy
      rates:
        - limit: 10
          interval: PT1S
        - limit: 300
          interval: PT1M
      matchers: []
      """
    ],
    make: { try MovingWindowCallRatePolicy(rates: $0, matchers: $1, context: $2) })

  /// Calls that went out together. Times are in whole milliseconds.
  private struct Calls {
    var time: Int
    var count: Int
  }

  let matchers: [HttpRequestRegexMatcher]
  private let rates: [Rate]
  private let longest: Int
  private let lowest: Int
  private let history = Mutex<[Calls]>([])

  init(rates: [Rate], matchers: [HttpRequestRegexMatcher], context: BuildContext) throws {
    guard let longest = rates.map(\.milliseconds).max(), let lowest = rates.map(\.limit).min() else {
      throw Diagnostic(code: .noRates, "a MovingWindowCallRatePolicy needs at least one rate", at: context.location)
    }
    self.rates = rates
    self.matchers = matchers
    self.longest = longest
    self.lowest = lowest
  }

  func take(_ calls: Int, _ run: RunServices) throws -> Double? {
    guard calls <= lowest else {
      throw SyncError(.system, "A request counts for \(calls) calls, but its MovingWindowCallRatePolicy never allows more than \(lowest).")
    }
    let now = Self.milliseconds(run)
    return history.withLock { history in
      Self.forget(&history, before: now - longest)
      let wait = rates.map { Self.wait($0, calls, history, now) }.max() ?? 0
      guard wait <= 0 else { return Double(wait) / 1_000 }
      history.append(Calls(time: now, count: calls))
      return nil
    }
  }

  func longestWait(_ run: RunServices) -> Double { Double(longest) / 1_000 + 1 }

  func learn(available: Int?, reset: Int?, _ run: RunServices) {
    guard available == 0, reset == nil else { return }
    let now = Self.milliseconds(run)
    history.withLock { history in
      let left = rates.map { rate in rate.limit - history.reduce(0) { $1.time >= now - rate.milliseconds ? $0 + $1.count : $0 } }.min() ?? 0
      if left > 0 { history.append(Calls(time: now, count: left)) }
    }
  }

  /// Milliseconds until enough of the latest calls are so long ago that the rate allows more. A call counts up to the very end of
  /// its interval, as some APIs count it.
  private static func wait(_ rate: Rate, _ calls: Int, _ history: [Calls], _ now: Int) -> Int {
    var room = rate.limit - calls
    for past in history.reversed() {
      guard past.time >= now - rate.milliseconds else { return 0 }
      room -= past.count
      if room < 0 { return past.time + rate.milliseconds - now + 1 }
    }
    return 0
  }

  private static func milliseconds(_ run: RunServices) -> Int { Int((run.clock.monotonicSeconds() * 1_000_000).rounded()) / 1_000 }

  private static func forget(_ history: inout [Calls], before time: Int) {
    guard let first = history.first, first.time < time else { return }
    history.removeFirst(history.firstIndex { $0.time >= time } ?? history.count)
  }
}
