internal import Concurrency
internal import ConnectorKit
internal import JSON
internal import Synchronization

/// The tokens of a run, and what is left of their quotas.
final class TokenPool: Sendable {
  struct Settings: Sendable {
    let tokens: [String]
    let quotas: [TokenQuota]
    let source: QuotaStatusSource
    let method: String
    let header: String
    /// Seconds that one request may wait for a quota in all.
    let maxWait: Double
    let reserveFraction: Double
    let minReserve: Double

    func credential(_ token: String) -> TokenHeader { TokenHeader(header: header, method: method, token: token) }

    /// What tells these settings from others.
    func identity() throws -> String {
      let parts: JSONValue = [
        .array(tokens.map { .string($0) }), .array(quotas.map(\.identity)), try source.identity(), .string(method), .string(header),
        .double(maxWait), .double(reserveFraction), .double(minReserve),
      ]
      return "tokens " + JSONText.compact(parts)
    }
  }

  /// Seconds between messages during a long wait.
  private static let heartbeat = 60.0
  /// The longest pause by which calls are spread over the time left.
  private static let longestPause = 10.0
  private static let shortestPause = 0.1
  /// Keeps reset times that have passed from making the status be asked for without pause.
  private static let shortestWait = 5.0

  private enum Step {
    case use(String, pause: Double)
    case wait(Double)
    case exhausted
  }

  private let settings: Settings
  private let account: Mutex<QuotaTracker>
  private let refresh = AsyncSemaphore(1)

  init(_ settings: Settings) {
    self.settings = settings
    account = Mutex(QuotaTracker(settings.tokens))
  }

  /// A token for the request, which is charged to its quota. Waits for a quota when all are spent.
  ///
  /// - Throws: ``SyncError`` when the wait would be too long.
  func acquire(for request: HTTPRequest, _ run: RunServices) async throws -> String {
    try await refresh.withPermit { if account.withLock({ $0.isEmpty }) { try await ask(run) } }
    let quota = quota(of: request, run)
    var deadline: Double?
    while true {
      let now = run.clock.monotonicSeconds()
      let step = account.withLock { self.step(&$0, quota, run, timeLeft: (deadline ?? now + settings.maxWait) - now) }
      switch step {
      case .use(let token, let pause):
        if pause >= Self.shortestPause {
          if account.withLock({ $0.isFirst("pause") }) {
            run.log.write(.info, "The quota `\(quota.name)` is nearly used up: pausing requests for \(pause) seconds.")
          }
          try await run.clock.sleep(seconds: pause)
        }
        return token
      case .exhausted:
        throw SyncError(
          .transient, "Rate limit is exceeded for all provided tokens.",
          internalMessage: "All tokens have used up the quota `\(quota.name)`, and the next reset is too far away.")
      case .wait(let seconds):
        deadline = deadline ?? now + settings.maxWait
        try await wait(seconds, quota, run)
        try await refresh.withPermit { if account.withLock({ $0.isSpent(quota) }) { try await ask(run) } }
      }
    }
  }

  private func step(_ account: inout QuotaTracker, _ quota: TokenQuota, _ run: RunServices, timeLeft: Double) -> Step {
    while true {
      let token = account.activeToken
      guard let state = account.state(token, quota) else { return .use(token, pause: 0) }
      guard state.isTracked else {
        account.rotate()
        return .use(token, pause: 0)
      }
      if state.remaining > 0 {
        account.change(token, quota) { $0.remaining -= 1 }
        return .use(token, pause: pause(account, quota, run))
      }
      if account.isSpent(quota) {
        let now = run.clock.now()
        let nearest = account.states(quota).map { Double($0.reset - now) / 1_000_000 }.min() ?? 0
        guard timeLeft > 0, nearest < timeLeft else { return .exhausted }
        return .wait(min(max(nearest, Self.shortestWait), timeLeft))
      }
      account.rotate()
    }
  }

  /// The pause that spreads the last calls over the time until the reset.
  private func pause(_ account: QuotaTracker, _ quota: TokenQuota, _ run: RunServices) -> Double {
    let states = account.states(quota)
    let isScarce = states.allSatisfy {
      $0.isTracked && Double($0.remaining) <= max(settings.minReserve, Double($0.limit) * settings.reserveFraction)
    }
    guard isScarce, let active = account.state(account.activeToken, quota) else { return 0 }
    let seconds = Double(active.reset - run.clock.now()) / 1_000_000
    let left = states.reduce(0) { $0 + max($1.remaining, 0) }
    return left > 0 && seconds > 0 ? min(seconds / Double(left), Self.longestPause) : 0
  }

  private func wait(_ seconds: Double, _ quota: TokenQuota, _ run: RunServices) async throws {
    var left = seconds
    while left > 0 {
      run.log.write(.info, "All tokens have used up the quota `\(quota.name)`. Waiting \(left) seconds for its reset.")
      let part = min(left, Self.heartbeat)
      try await run.clock.sleep(seconds: part)
      left -= part
    }
  }

  private func ask(_ run: RunServices) async throws {
    var states: [String: [String: QuotaState]] = [:]
    for token in settings.tokens {
      run.secrets.addSecret(token)
      states[token] = try await settings.source.states(of: settings.quotas, token: settings.credential(token), run)
    }
    let untracked = states.values.count { $0.values.contains { !$0.isTracked } }
    let isNews = account.withLock { account in
      account.replace(states)
      return untracked > 0 && account.isFirst("untracked")
    }
    if isNews {
      run.log.write(
        .info, "The API reports no quota for \(untracked) of \(states.count) tokens; they are used in turn.")
    }
  }
}

extension TokenPool {
  /// Learns from an answer, for the token that the request was sent with.
  func learn(_ response: HTTPResponse, to request: HTTPRequest, _ run: RunServices) {
    let quota = quota(of: request, run)
    guard quota.learnsFromAnswers, let token = token(of: request) else { return }
    let news = QuotaUpdate(response, quota)
    guard !news.isEmpty else { return }
    account.withLock { account in
      account.change(token, quota) { news.apply(to: &$0) }
    }
  }

  /// Whether the token that the request was sent with is spent and another one is not.
  func hasAlternative(to request: HTTPRequest, _ run: RunServices) -> Bool {
    let quota = quota(of: request, run)
    guard let sender = token(of: request) else { return false }
    return account.withLock { account in
      guard let state = account.state(sender, quota), state.isTracked, state.remaining <= 0 else { return false }
      return settings.tokens.contains { $0 != sender && (account.state($0, quota)?.remaining ?? 0) > 0 }
    }
  }

  private func quota(of request: HTTPRequest, _ run: RunServices) -> TokenQuota {
    if let quota = settings.quotas.first(where: { $0.matchers.contains { $0.matches(request) } }) { return quota }
    if let quota = settings.quotas.first(where: { $0.matchers.isEmpty }) { return quota }
    if account.withLock({ $0.isFirst("unmatched") }) {
      run.log.write(
        .warning,
        "No quota matches \(FailureText.place(request)); counted against `\(settings.quotas[0].name)`. Add a quota without `matchers`."
      )
    }
    return settings.quotas[0]
  }

  private func token(of request: HTTPRequest) -> String? {
    guard let value = request.headers[settings.header] else { return nil }
    return settings.tokens.first { settings.credential($0).value == value }
  }
}
