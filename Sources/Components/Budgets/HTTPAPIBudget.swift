internal import ConnectorKit
internal import JSON

/// Keeps requests within the rates that an API allows. The first policy that fits a request holds for it.
struct HTTPAPIBudget: RequestBudget {
  static let spec = ComponentSpec<any RequestBudget>(
    "HTTPAPIBudget", "Keeps requests within the rates that the API allows. The first policy that fits a request holds for it.",
    since: "6.33",
    fields: Field<[any CallRatePolicy]>.components(
      "policies", ["FixedWindowCallRatePolicy", "MovingWindowCallRatePolicy", "UnlimitedCallRatePolicy"],
      doc: "The policies in the order in which they are asked whether they fit."),
    Field<String>.string("ratelimit_reset_header", doc: "The header that says when the count starts anew, in seconds since 1970.")
      .default("ratelimit-reset", shown: "ratelimit-reset"),
    Field<String>.string("ratelimit_remaining_header", doc: "The header that says how many calls are left.")
      .default("ratelimit-remaining", shown: "ratelimit-remaining"),
    Field<[Int]>.integers("status_codes_for_ratelimit_hit", doc: "The statuses that mean that no calls are left.")
      .default([429], shown: [429]),
    examples: [
      """
      type: HTTPAPIBudget
      policies:
        - type: UnlimitedCallRatePolicy
          matchers:
            - url_path_pattern: ^/status
        - type: MovingWindowCallRatePolicy
          rates:
            - limit: 100
              interval: PT1M
          matchers: []
      ratelimit_reset_header: X-RateLimit-Reset
      ratelimit_remaining_header: X-RateLimit-Remaining
      status_codes_for_ratelimit_hit: [420, 429]
      """
    ],
    make: HTTPAPIBudget.init)

  /// Keeps a budget whose wait rounds to nothing from asking without pause.
  private static let shortestWait = 0.001

  /// Moments within the calendar's years 1 to 9999.
  private static let representableSeconds = -62_135_596_800...253_402_300_799

  private let policies: [any CallRatePolicy]
  private let resetHeader: String
  private let remainingHeader: String
  private let limitStatuses: [Int]

  init(policies: [any CallRatePolicy], resetHeader: String, remainingHeader: String, limitStatuses: [Int]) {
    self.policies = policies
    self.resetHeader = resetHeader.isEmpty ? "ratelimit-reset" : resetHeader
    self.remainingHeader = remainingHeader.isEmpty ? "ratelimit-remaining" : remainingHeader
    self.limitStatuses = limitStatuses.isEmpty ? [429] : limitStatuses
  }

  func acquire(_ request: HTTPRequest, run: RunServices) async throws {
    guard let policy = policies.first(where: { $0.matches(request) }) else { return }
    let calls = policy.weight(of: request)
    var isSaid = false
    while let wait = try policy.take(calls, run) {
      guard wait <= max(policy.longestWait(run), run.options.maxRetryAfter) else {
        throw SyncError(
          .transient,
          "The API takes no more calls for \(RetryAfter.text(wait.rounded(.up))) seconds, as its header `\(resetHeader)` says. "
            + RetryAfter.refusal(run.options.maxRetryAfter))
      }
      if !isSaid { run.log.write(.debug, "The API budget is spent. Waiting \(wait) seconds before \(FailureText.place(request)).") }
      isSaid = true
      try await run.clock.sleep(seconds: max(wait, Self.shortestWait))
    }
  }

  func observe(_ response: HTTPResponse, to request: HTTPRequest, run: RunServices) async throws {
    guard let policy = policies.first(where: { $0.matches(request) }) else { return }
    var available = try number(response, remainingHeader, run)
    if available == nil, limitStatuses.contains(response.status) { available = 0 }
    policy.learn(available: available, reset: try reset(response, run), run)
  }

  /// When the count starts anew, in microseconds since 1970.
  private func reset(_ response: HTTPResponse, _ run: RunServices) throws -> Int? {
    guard let seconds = try number(response, resetHeader, run) else { return nil }
    guard Self.representableSeconds.contains(seconds) else {
      if run.follows(.refusesOddBudgetHeaders) { throw Self.unreadable(resetHeader, String(seconds)) }
      return nil
    }
    return seconds * 1_000_000
  }

  private func number(_ response: HTTPResponse, _ header: String, _ run: RunServices) throws -> Int? {
    guard let text = response.headers[header], !text.isEmpty else { return nil }
    if let number = Int(pythonText: text) { return number }
    // The whole part of a fraction says enough; what is no number at all says nothing.
    guard run.follows(.refusesOddBudgetHeaders) else { return Double(text).flatMap { Int(exactly: $0.rounded(.down)) } }
    throw Self.unreadable(header, text)
  }

  private static func unreadable(_ header: String, _ text: String) -> SyncError {
    SyncError(
      .system, "The header `\(header)` of a response is `\(text)`; expected a whole number (quirk `refusesOddBudgetHeaders`).")
  }
}
