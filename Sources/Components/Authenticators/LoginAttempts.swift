internal import ConnectorKit
internal import Synchronization

/// Asks an endpoint that gives out credentials, and again while it is busy or cannot be reached.
///
/// When it stays so, whoever asks the same endpoint soon after is told at once, so that the slices and streams of a run do not wait for it
/// one after the other.
struct LoginAttempts {
  private let name: String
  private let field: String

  /// - Parameters:
  ///   - name: what messages call the endpoint.
  ///   - field: the field of the manifest that names it.
  init(_ name: String, field: String) {
    self.name = name
    self.field = field
  }

  /// The answer to a request, whether good or not.
  ///
  /// - Throws: ``SyncError`` when the endpoint does not come to answer in the time that the run allows, or sends elsewhere in vain;
  ///   `CancellationError` when the run ends first.
  func answer(to request: HTTPRequest, _ run: RunServices) async throws -> HTTPResponse {
    let outage = run.shared.value(for: SharedKey("\(request.method) \(Address(request.url).redacted)")) { LoginOutage() }
    if let known = outage.failure(run) { throw known }
    var request = request
    var tries = RetryAccount(.logins(run.options), start: run.clock.monotonicSeconds())
    while true {
      var failure: SyncError
      var stated: String?
      do {
        let response = try await run.loginAnswer(to: request)
        if let redirect = UnfollowedRedirect(response, to: request) { throw unfollowed(redirect, request) }
        guard response.status == 429 || response.status >= 500 else { return response }
        stated = run.follows(.retriesLoginsFor300Seconds) ? nil : response.headers["Retry-After"]
        failure = busy(response.status, request)
      } catch let error as TransportError {
        try Task.checkCancellation()
        failure = unreachable(error, run)
        guard error.isTransient else { throw failure }
      }
      guard run.options.retries == .declared else { throw failure }
      let wait = stated.flatMap { RetryAfter.seconds($0, now: run.clock.now()) }
      guard let pause = tries.next(wait == nil ? .plain : .stated, stated: wait, now: run.clock.monotonicSeconds()) else {
        failure.message += " " + limits(stated, run)
        outage.note(failure, run)
        throw failure
      }
      tries.count += 1
      request.origin?.attempt = tries.count + 1
      run.log.write(.info, "\(failure.message) Retrying in \(pause) seconds.")
      try await run.clock.sleep(seconds: pause)
    }
  }

  private func busy(_ status: Int, _ request: HTTPRequest) -> SyncError {
    SyncError(
      .transient, "\(name) responded with HTTP status \(status).", internalMessage: "\(FailureText.place(request)): HTTP status \(status)")
  }

  private func unreachable(_ error: TransportError, _ run: RunServices) -> SyncError {
    let isOfConfig = !run.follows(.addressErrorsAreInternalErrors) && [.badURL, .badRequest].contains(error.kind)
    return SyncError(
      error.isTransient ? .transient : isOfConfig ? .config : .system, "\(name) cannot be reached: \(error.message)")
  }

  private func unfollowed(_ redirect: UnfollowedRedirect, _ request: HTTPRequest) -> SyncError {
    SyncError(
      .system, "\(name) responded with \(redirect.problem). Check `\(field)` in the manifest.", internalMessage: FailureText.place(request))
  }

  private func limits(_ stated: String?, _ run: RunServices) -> String {
    let limit = RetryAfter.text(run.options.loginTimeout)
    let end = "Gave up after \(limit) seconds (--login-timeout). Run the sync again later."
    return stated.map { "It sent `Retry-After: \($0)`. " + end } ?? end
  }
}

/// The last failure of an endpoint that did not come to answer.
final class LoginOutage: Sendable {
  private let last = Mutex<(failure: SyncError, time: Double)?>(nil)

  func note(_ failure: SyncError, _ run: RunServices) {
    let now = run.clock.monotonicSeconds()
    last.withLock { $0 = (failure, now) }
  }

  /// The failure, for as long as trying in vain would take again; never in the reference.
  func failure(_ run: RunServices) -> SyncError? {
    guard !run.follows(.retriesLoginsFor300Seconds) else { return nil }
    let now = run.clock.monotonicSeconds()
    return last.withLock { last in last.flatMap { now - $0.time < run.options.loginTimeout ? $0.failure : nil } }
  }
}
