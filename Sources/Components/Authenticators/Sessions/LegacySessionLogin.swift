internal import Concurrency
internal import ConnectorKit
internal import JSON
internal import Synchronization

/// What one login needs to know.
struct LegacySessionLogin: Sendable {
  let header: String
  /// The token of the config; empty for none.
  let given: String
  let validateAddress: String
  let loginAddress: String
  let username: String
  let password: String
  let responseKey: String
  /// The tokens of this login, which all streams share.
  let sessions: LegacySessions

  init(
    header: String, given: String, validateAddress: String, loginAddress: String, username: String, password: String,
    responseKey: String, run: RunServices
  ) {
    self.header = header
    self.given = given
    self.validateAddress = validateAddress
    self.loginAddress = loginAddress
    self.username = username
    self.password = password
    self.responseKey = responseKey
    let key = JSONText.compact(.array([loginAddress, username, password, responseKey, given].map { .string($0) }))
    sessions = run.shared.value(for: SharedKey(key)) { LegacySessions() }
  }
}

/// The tokens of one login: whether the given one is good, and the one got with user name and password.
final class LegacySessions: Sendable {
  /// Microseconds for which a token from a login is kept: a day.
  private static let lifetime = 86_400_000_000

  private struct State {
    var isGivenGood: Bool?
    var got: (token: String, expiry: Int)?
  }

  private let state = Mutex(State())
  private let lock = AsyncSemaphore(1)

  func token(_ login: LegacySessionLogin, _ run: RunServices) async throws -> String {
    try await lock.withPermit {
      if !login.given.isEmpty, try await isGood(login, run) { return login.given }
      if let got = state.withLock({ $0.got }), run.clock.now() < got.expiry { return got.token }
      return try await logIn(login, run)
    }
  }

  /// Takes the token that a request was refused with for spent.
  ///
  /// - Returns: false when there is no other to be had.
  func renew(_ login: LegacySessionLogin, after request: HTTPRequest, _ run: RunServices) async throws -> Bool {
    guard !login.username.isEmpty, !login.password.isEmpty else { return false }
    let sent = request.headers[login.header]
    try await lock.withPermit {
      if sent == login.given { state.withLock { $0.isGivenGood = false } }
      if let got = state.withLock({ $0.got }), got.token != sent { return }
      _ = try await logIn(login, run)
    }
    return true
  }

  private func isGood(_ login: LegacySessionLogin, _ run: RunServices) async throws -> Bool {
    if !run.follows(.validatesSessionsPerRequest), let known = state.withLock({ $0.isGivenGood }) { return known }
    let request = HTTPRequest(
      url: PercentEncoding.normalize(login.validateAddress), headers: [login.header: login.given])
    let response = try await send(request, "validate_session_url", run)
    guard response.status < 400 || response.status == 401 else {
      throw SyncError(
        .system, "The session token could not be validated: \(FailureText.place(request)) responded with HTTP status \(response.status).")
    }
    let isGood = response.status != 401
    if !isGood { run.log.write(.info, "The session token in the config has expired; logging in.") }
    state.withLock { $0.isGivenGood = isGood }
    return isGood
  }

  private func logIn(_ login: LegacySessionLogin, _ run: RunServices) async throws -> String {
    guard !login.username.isEmpty, !login.password.isEmpty else {
      throw SyncError(
        .system, "No valid session token: `session_token` is empty or was rejected. Set `username` and `password` to log in.")
    }
    let body: JSONValue = ["username": .string(login.username), "password": .string(login.password)]
    let request = HTTPRequest(
      method: "POST", url: PercentEncoding.normalize(login.loginAddress), headers: ["Content-Type": "application/json"],
      body: Array(JSONText.python(body).utf8))
    let response = try await send(request, "login_url", run)
    guard response.status < 400 else {
      throw SyncError(.system, "The login failed: \(FailureText.place(request)) responded with HTTP status \(response.status).")
    }
    guard let found = try? JSONValue.parse(response.body, options: .python)[login.responseKey] else {
      throw SyncError(
        .system, "The login response has no field `\(login.responseKey)`. Check `session_token_response_key` in the manifest.")
    }
    let token = FormEncoding.text(found)
    run.secrets.addSecret(token)
    state.withLock { $0.got = (token, run.clock.now() + Self.lifetime) }
    return token
  }

  private func send(_ request: HTTPRequest, _ field: String, _ run: RunServices) async throws -> HTTPResponse {
    var request = request
    request.origin = RequestOrigin(.login)
    guard run.follows(.retriesLoginsFor300Seconds) else {
      return try await LoginAttempts("The login", field: field).answer(to: request, run)
    }
    do {
      return try await run.loginAnswer(to: request)
    } catch let error as TransportError {
      try Task.checkCancellation()
      throw run.follows(.addressErrorsAreInternalErrors) ? SyncError(.system, error.message) : SyncError(wrapping: error)
    }
  }
}
