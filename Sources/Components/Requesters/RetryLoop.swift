internal import ConnectorKit
internal import JSON

/// Sends one request until its answer is good, is to be ignored, or no further try is allowed.
struct RetryLoop: Sendable {
  /// The longest wait that a backoff strategy can ask for, in seconds: a week.
  private static let longestWait = 604_800.0
  /// The wait before a request goes out again with another credential.
  static let rotationWait = 0.1

  private let handler: any ErrorHandler
  private let authenticator: any Authenticator
  private let scope: RequestScope
  private let rebuild: @Sendable () async throws -> HTTPRequest

  /// - Parameter rebuild: makes the request anew, with the credentials of then.
  init(
    _ handler: any ErrorHandler, _ authenticator: any Authenticator, _ scope: RequestScope,
    rebuild: @escaping @Sendable () async throws -> HTTPRequest
  ) {
    self.handler = handler
    self.authenticator = authenticator
    self.scope = scope
    self.rebuild = rebuild
  }

  private var run: RunServices { scope.run }

  func send(_ request: HTTPRequest) async throws -> RequestOutcome<Response> {
    try await attempt(request, head: \.self) { request in Response(try await run.answer(to: request), to: request) }
  }

  func open(_ request: HTTPRequest) async throws -> RequestOutcome<StreamingResponse> {
    try await attempt(request, head: \.response) { request in try await run.streamingResponse(to: request) }
  }

  /// - Parameter head: the answer without its body.
  private func attempt<Answer: Sendable>(
    _ first: HTTPRequest, head: (Answer) -> Response, _ exchange: (HTTPRequest) async throws -> Answer
  ) async throws -> RequestOutcome<Answer> {
    var first = first
    var request = first
    var isRenewed = false
    var tries = RetryAccount(.requests(handler, run.options), start: run.clock.monotonicSeconds())
    while true {
      var answer: Answer?
      let outcome: ResponseOutcome
      do {
        let exchanged = try await exchange(request)
        let response = head(exchanged)
        if authenticator.addsCredentials { await authenticator.observe(response.http, to: request, scope) }
        answer = exchanged
        outcome = .response(response)
        ResponseRemarks(response, scope).write()
      } catch let error as TransportError {
        try Task.checkCancellation()
        guard error.kind != .badRequest else { throw invalidRequestError(error) }
        if run.follows(.addressErrorsAreInternalErrors) { try checkAddress(request, error) }
        outcome = .failure(error)
      }
      if !isRenewed, run.options.retries == .declared, outcome.response?.status == 401, try await renewsCredential(after: request) {
        isRenewed = true
        first = try await rebuild()
        request = first
        continue
      }
      let resolution = try handler.verdict(on: outcome)
      switch resolution.action {
      case .success, .ignore:
        let isIgnored = resolution.action == .ignore
        if isIgnored {
          let message = resolution.message
          run.log.write(.info, message ?? "Ignoring the response to \(FailureText.place(request)): \(FailureText.outcome(outcome))")
        }
        guard let answer, isUsable(head(answer), isIgnored: isIgnored) else { return .ignored }
        return .response(answer)
      case .resetPagination: return .directive(PageDirective(.resetPagination, resolution))
      case .reducePageSize: return .directive(PageDirective(.reducePageSize, resolution))
      case .splitRequestWindow: return .directive(PageDirective(.splitRequestWindow, resolution))
      case .fail: throw FailureText.failure(request, outcome, resolution, scope)
      case .retry, .rateLimited, .refreshTokenThenRetry:
        guard run.options.retries == .declared else { throw FailureText.failure(request, outcome, resolution, scope) }
        if resolution.action == .rateLimited { run.events.rateLimited(streamName: scope.streamName) }
        if resolution.action == .refreshTokenThenRetry { try await refresh(request, outcome, resolution, &tries) }
        try await wait(request, outcome, resolution, &tries)
        request = try await reauthenticated(first)
        request.origin?.attempt = tries.count + 1
      }
    }
  }

  /// What cannot be sent has no answer to be judged, and is the same at every try.
  private func invalidRequestError(_ error: TransportError) -> SyncError {
    SyncError(
      run.options.configFailure(.headerLineBreaksAreInternalErrors),
      "\(error.message) Correct the setting or template that it comes from.",
      streamName: scope.streamName)
  }

  /// In the reference an address that cannot be read never comes before the error handler.
  private func checkAddress(_ request: HTTPRequest, _ error: TransportError) throws {
    guard error.kind == .badURL else { return }
    let url = request.url.drop { $0.isWhitespace }
    let hasOtherScheme = url.contains(":") && !url.prefix(4).lowercased().elementsEqual("http")
    if !hasOtherScheme { throw SyncError(.system, error.message, streamName: scope.streamName) }
  }

  private func renewsCredential(after request: HTTPRequest) async throws -> Bool {
    guard authenticator.renewsRefusedCredentials, !run.follows(.neverRenewsOn401) else { return false }
    return try await authenticator.refresh(after: request, scope)
  }

  /// Whether an answer is good; a refused one counts only when the handler calls it a success, or the caller takes any.
  private func isUsable(_ response: Response, isIgnored: Bool) -> Bool {
    // What is ignored of a redirect is the page that it brings.
    let isOK = isIgnored && !run.follows(.acceptsDeadRedirects) ? response.status < 300 : response.isOK
    return isOK || scope.acceptsIgnoredResponses || !(isIgnored || run.follows(.dropsRefusedAnswers))
  }

  private func refresh(
    _ request: HTTPRequest, _ outcome: ResponseOutcome, _ resolution: ErrorResolution, _ tries: inout RetryAccount
  ) async throws {
    if let refreshed = tries.refreshed {
      throw SyncError(
        refreshed ? .config : .transient,
        refreshed
          ? "The API rejected the access token although it was just refreshed. Check the permissions of the account."
          : "The API rejected the access token, and it could not be refreshed.",
        internalMessage: "\(FailureText.place(request)): \(FailureText.outcome(outcome))", streamName: scope.streamName)
    }
    do {
      tries.refreshed = false
      let isRenewed = try await authenticator.refresh(after: request, scope)
      tries.refreshed = isRenewed ? true : nil
      if !isRenewed { run.log.write(.warning, "The authenticator does not support refresh; retrying with the same credentials.") }
    } catch let error as SyncError where error.failureType == .config {
      throw error
    } catch let error where !(error is CancellationError) {
      run.log.write(.warning, "The access token could not be refreshed; retrying with the current one.")
    }
  }

  private func wait(
    _ request: HTTPRequest, _ outcome: ResponseOutcome, _ resolution: ErrorResolution, _ tries: inout RetryAccount
  ) async throws {
    tries.count += 1
    let seconds: Double?
    if resolution.action == .rateLimited, await authenticator.canRotate(after: request, scope) {
      seconds = Self.rotationWait
    } else {
      seconds = try backoff(outcome, attempt: tries.count)
    }
    let kind: RetryAccount.Kind = seconds != nil ? .stated : resolution.action == .rateLimited ? .rateLimit : .plain
    guard let wait = tries.next(kind, stated: seconds, now: run.clock.monotonicSeconds()) else {
      throw FailureText.exhausted(request, outcome, resolution, scope, tries)
    }
    run.log.write(.info, "Retrying in \(wait) seconds. \(FailureText.place(request)): \(FailureText.outcome(outcome))")
    let isRateLimited = resolution.action == .rateLimited || outcome.response?.status == 429
    run.events.waits(streamName: scope.streamName, seconds: wait, isRateLimited: isRateLimited)
    try await run.clock.sleep(seconds: wait)
  }

  private func backoff(_ outcome: ResponseOutcome, attempt: Int) throws -> Double? {
    for strategy in handler.backoffStrategies {
      guard let seconds = try strategy.waitSeconds(after: outcome.response, attempt: attempt, run: run), seconds != 0 else { continue }
      guard seconds.isFinite, seconds <= max(Self.longestWait, run.options.maxRetryAfter) else {
        throw SyncError(
          .system,
          "A backoff strategy asks to wait \(RetryAfter.text(seconds)) seconds; the limit is \(RetryAfter.text(Self.longestWait)).",
          streamName: scope.streamName)
      }
      return seconds
    }
    return try statedWait(outcome)
  }

  /// What `Retry-After` says where no strategy of the manifest says anything.
  private func statedWait(_ outcome: ResponseOutcome) throws -> Double? {
    guard !run.follows(.ignoresRetryAfter), let response = outcome.response,
      response.status == 429 || response.status == 503 || response.status / 100 == 3,
      let text = response.headers["Retry-After"]
    else { return nil }
    guard let seconds = RetryAfter.seconds(text, now: run.clock.now()) else {
      // A strategy that reads the header has said so.
      guard handler.backoffStrategies.isEmpty else { return nil }
      run.log.write(
        .warning, "Ignored the header `Retry-After: \(text)`: expected seconds or a date.")
      return nil
    }
    try WaitLimit.check(seconds, run)
    return seconds > 0 ? seconds : nil
  }

  /// The request with the credentials of now, which may have changed while it waited.
  private func reauthenticated(_ request: HTTPRequest) async throws -> HTTPRequest {
    var request = request
    let options = try await authenticator.requestOptions(scope)
    for (name, value) in options.headers { request.headers[name] = FormEncoding.text(value) }
    try await authenticator.sign(&request, scope)
    return request
  }
}
