internal import ConnectorKit

/// Says what became of a request that failed, without what may hold a secret.
enum FailureText {
  static func place(_ request: HTTPRequest) -> String { "\(request.method) \(Address(request.url).redacted)" }

  static func outcome(_ outcome: ResponseOutcome) -> String {
    switch outcome {
    case .response(let response): "HTTP status \(response.status)"
    case .failure(let error): error.message
    }
  }

  static func failure(
    _ request: HTTPRequest, _ outcome: ResponseOutcome, _ resolution: ErrorResolution, _ scope: RequestScope
  ) -> SyncError {
    let details = details(request, outcome, scope)
    return SyncError(
      resolution.failureType ?? .system, message(resolution, request) ?? details, internalMessage: details, streamName: scope.streamName)
  }

  static func exhausted(
    _ request: HTTPRequest, _ outcome: ResponseOutcome, _ resolution: ErrorResolution, _ scope: RequestScope, _ tries: RetryAccount
  ) -> SyncError {
    let attempts = tries.policy.maxAttempts
    let limits = "\(attempts) \(attempts == 1 ? "attempt" : "attempts") within \(RetryAfter.text(tries.policy.maxTime)) seconds"
    let details = "No attempt is left (\(limits)). " + details(request, outcome, scope)
    var failure: SyncError
    if outcome.response?.status == 429 {
      let stated = outcome.response?.headers["Retry-After"].map { " It last said `Retry-After: \($0)`." } ?? ""
      failure = SyncError(
        .transient, "Still rate limited after \(limits).\(stated) Run the sync again later.",
        internalMessage: details, streamName: scope.streamName)
    } else {
      let reason = message(resolution, request) ?? self.outcome(outcome)
      failure = SyncError(
        resolution.failureType ?? .system, "The request failed after \(limits): \(reason)",
        internalMessage: details, streamName: scope.streamName)
    }
    failure.retriesAreExhausted = true
    return failure
  }

  private static func message(_ resolution: ErrorResolution, _ request: HTTPRequest) -> String? {
    resolution.message.flatMap { $0.isEmpty ? nil : withoutCredential($0, request) }
  }

  private static func details(_ request: HTTPRequest, _ outcome: ResponseOutcome, _ scope: RequestScope) -> String {
    var text = "\(place(request)) failed: \(self.outcome(outcome))"
    guard let response = outcome.response, !scope.hidesAnswer else { return text }
    if let said = ErrorMessageParser.message(response), !said.isEmpty { text += ", \(withoutCredential(said, request))" }
    let shown = BodyPreview.text(response.body, BodyPreview.longBytes) { scope.run.log.masked(withoutCredential($0, request)) }
    if !shown.isEmpty { text += ". The response begins: \(shown)" }
    return text
  }

  /// Some APIs repeat what they were sent, and a token that was signed for one request is no secret that the log knows.
  private static func withoutCredential(_ text: String, _ request: HTTPRequest) -> String {
    credentials(of: request).reduce(text) { $0.replacing($1, with: "****") }
  }

  /// The credential of the `Authorization` header, and JSON web tokens wherever else they stand.
  private static func credentials(of request: HTTPRequest) -> [Substring] {
    var credentials = request.headers["Authorization"]?.split(separator: " ").suffix(1).filter { $0.utf8.count >= 8 } ?? []
    let places =
      request.headers.map(\.value) + [request.url, String(decoding: request.body?.prefix(BodyPreview.marginBytes) ?? [], as: UTF8.self)]
    for place in places where place.contains("eyJ") {
      let isPart: (Character) -> Bool = { $0.isLetter || $0.isNumber || "-_.".contains($0) }
      for word in place.split(whereSeparator: { !isPart($0) }) where word.hasPrefix("eyJ") && word.utf8.count >= 20 {
        credentials.append(word)
      }
    }
    return credentials
  }
}
