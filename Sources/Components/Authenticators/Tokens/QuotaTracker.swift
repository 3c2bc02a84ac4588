internal import ConnectorKit
internal import Dates
internal import JSON

/// What is left of each token's quotas, and whose turn it is. A value without I/O.
struct QuotaTracker: Sendable {
  private let tokens: [String]
  private var turn = 0
  private var states: [String: [String: QuotaState]] = [:]
  private var said: Set<String> = []

  init(_ tokens: [String]) { self.tokens = tokens }

  /// Whether the API has not been asked yet.
  var isEmpty: Bool { states.isEmpty }
  var activeToken: String { tokens[turn] }

  mutating func rotate() { turn = (turn + 1) % tokens.count }

  func state(_ token: String, _ quota: TokenQuota) -> QuotaState? { states[token]?[quota.name] }

  /// The states of all tokens.
  func states(_ quota: TokenQuota) -> [QuotaState] { tokens.compactMap { state($0, quota) } }

  /// Whether no token has calls left and waiting for a reset helps.
  func isSpent(_ quota: TokenQuota) -> Bool { states(quota).allSatisfy { $0.remaining <= 0 && $0.isTracked } }

  mutating func change(_ token: String, _ quota: TokenQuota, _ body: (inout QuotaState) -> Void) {
    guard var state = state(token, quota) else { return }
    body(&state)
    states[token]?[quota.name] = state
  }

  mutating func replace(_ states: [String: [String: QuotaState]]) {
    self.states = states
    said.remove("pause")
  }

  /// Whether something is to be said for the first time.
  mutating func isFirst(_ topic: String) -> Bool { said.insert(topic).inserted }
}

/// What an answer says about a quota.
struct QuotaUpdate: Sendable {
  /// How much a reset time may lie before the one known and still mean the same window: a minute.
  private static let tolerance = 60_000_000

  private let remaining: Int?
  private let reset: Int?
  private let limit: Int?
  private let isExhaustion: Bool

  init(_ response: HTTPResponse, _ quota: TokenQuota) {
    func text(_ header: String) -> String? { header.isEmpty ? nil : response.headers[header] }
    func number(_ header: String) -> Int? { text(header).flatMap { Int($0.filter { !$0.isWhitespace }) } }
    isExhaustion = quota.exhaustionStatuses.contains(response.status)
    remaining = number(quota.remainingHeader) ?? (isExhaustion ? 0 : nil)
    reset = text(quota.resetHeader).flatMap { try? LenientDate.parse($0).microsecondsSinceEpoch }
    limit = number(quota.limitHeader)
  }

  var isEmpty: Bool { remaining == nil && reset == nil && limit == nil }

  func apply(to state: inout QuotaState) {
    guard state.isTracked else { return }
    if let limit, limit > 0, reset.map({ $0 >= state.reset }) ?? true { state.limit = limit }
    if let reset, reset > state.reset {
      // A new window has begun, so what was counted here means nothing any more.
      state.reset = reset
      state.remaining = remaining ?? state.limit
      return
    }
    guard let remaining else { return }
    let isCurrent = reset.map { $0 >= state.reset - Self.tolerance } ?? true
    // Answers come out of order: a late one may say more than is left, or speak of a window that is over.
    if isCurrent || remaining <= 0 && isExhaustion { state.remaining = min(state.remaining, remaining) }
  }
}
