internal import Concurrency
internal import ConnectorKit
internal import Dates
internal import JSON
internal import Synchronization

/// Logs in and keeps the token, for all requests that use one declaration of a login.
final class SessionTokens: Sendable {
  private struct Session {
    var token: JSONValue
    /// Microseconds since 1970 after which the token is no longer good; nil when nobody knows.
    var expiry: Int?
  }

  private let requester: HttpRequester
  private let path: DataPath
  private let lifetime: ISODuration?
  private let decoder: any BodyDecoder
  private let current = Mutex<Session?>(nil)
  private let lock = AsyncSemaphore(1)
  private let outage = LoginOutage()
  /// A login that fails after so many seconds is not tried again at once by the next slice.
  private static let longLogin = 10.0

  init(requester: HttpRequester, path: DataPath, lifetime: ISODuration?, decoder: any BodyDecoder) {
    self.requester = requester
    self.path = path
    self.lifetime = lifetime
    self.decoder = decoder
  }

  /// A token that is good as far as is known; logs in when there is none.
  func token(_ run: RunServices) async throws -> JSONValue {
    if let token = goodToken(run) { return token }
    return try await lock.withPermit {
      if let token = goodToken(run) { return token }
      return try await logIn(run)
    }
  }

  /// Logs in again, unless somebody has since the request was sent.
  func renew(after request: HTTPRequest, _ run: RunServices) async throws {
    try await lock.withPermit {
      if let token = current.withLock({ $0?.token }), !Self.carries(request, FormEncoding.text(token)) { return }
      _ = try await logIn(run)
    }
  }

  private func goodToken(_ run: RunServices) -> JSONValue? {
    guard let session = current.withLock({ $0 }) else { return nil }
    let isGood = session.expiry.map { $0 >= run.clock.now() } ?? !run.follows(.readsTokensTwice)
    return isGood ? .some(session.token) : .none
  }

  private func logIn(_ run: RunServices) async throws -> JSONValue {
    if let known = outage.failure(run) { throw known }
    let start = run.clock.monotonicSeconds()
    do {
      return try await askForToken(run)
    } catch let failure as SyncError {
      if run.clock.monotonicSeconds() - start >= Self.longLogin { outage.note(failure, run) }
      throw failure
    }
  }

  private func askForToken(_ run: RunServices) async throws -> JSONValue {
    var scope = RequestScope(streamName: "login", run: run.forLogin)
    scope.hidesAnswer = true
    scope.purpose = .login
    guard let response = try await answer(scope) else {
      throw SyncError(.system, "No session token: the error handler of `login_requester` ignored the login response.")
    }
    let token = try token(in: response, scope)
    run.secrets.addSecret(FormEncoding.text(token))
    if run.follows(.refusesCalendarSessions), case .calendar? = lifetime {
      throw SyncError(.system, "The `expiration_duration` of a session has months or years (quirk `refusesCalendarSessions`).")
    }
    let expiry = try lifetime.map { try DateTime(microsecondsSinceEpoch: run.clock.now()).adding($0).microsecondsSinceEpoch }
    current.withLock { $0 = Session(token: token, expiry: expiry) }
    return token
  }

  private func answer(_ scope: RequestScope) async throws -> Response? {
    do {
      return try await requester.send(scope, additions: RequestOptions(), path: nil).answer()
    } catch var failure as SyncError {
      failure.message = "The login failed: \(failure.message)"
      throw failure
    }
  }

  private func token(in response: Response, _ scope: RequestScope) throws -> JSONValue {
    var session = try decoder.session(for: response, scope)
    let first = try session.decodeWhole(response.body).first
    let body = first.flatMap { $0.isArray ? $0.elements.first { _ in true } : $0 }
    guard let token = try body.flatMap({ try path.value(in: $0) }), !token.isNull else {
      throw SyncError(.system, "The login response has no session token at \(path.text). Check `session_token_path` in the manifest.")
    }
    return token.value
  }

  private static func carries(_ request: HTTPRequest, _ token: String) -> Bool {
    guard !token.isEmpty else { return true }
    if request.headers.contains(where: { $0.value.contains(token) }) { return true }
    let escaped = [token, FormEncoding.escape(token), PercentEncoding.encode(token, keeping: PercentEncoding.unreserved)]
    let body = String(decoding: request.body ?? [], as: UTF8.self)
    return escaped.contains { request.url.contains($0) || body.contains($0) }
  }
}
