internal import ConnectorKit

/// Says what became of a request that failed, without what may hold a secret.
enum FailureText {
  private static let shownBytes = 500

  static func place(_ request: HTTPRequest) -> String { "\(request.method) \(Address(request.url).redacted)" }

  static func outcome(_ outcome: ResponseOutcome) -> String {
    switch outcome {
    case .response(let response): "HTTP status \(response.status)"
    case .failure(let error): error.message
    }
  }

  static func failure(
    _ request: HTTPRequest, _ outcome: ResponseOutcome, _ resolution: ErrorResolution, _ streamName: String
  ) -> SyncError {
    let details = details(request, outcome)
    return SyncError(
      resolution.failureType ?? .system, resolution.message.flatMap { $0.isEmpty ? nil : $0 } ?? details, internalMessage: details,
      streamName: streamName)
  }

  static func exhausted(
    _ request: HTTPRequest, _ outcome: ResponseOutcome, _ resolution: ErrorResolution, _ streamName: String
  ) -> SyncError {
    let details = "No further try is allowed. " + details(request, outcome)
    if outcome.response?.status == 429 {
      return SyncError(
        .transient, "The API's rate limit did not clear within the tries and time allowed. Run the sync again later.",
        internalMessage: details, streamName: streamName)
    }
    let reason = resolution.message.flatMap { $0.isEmpty ? nil : $0 } ?? self.outcome(outcome)
    return SyncError(
      resolution.failureType ?? .system, "The request kept failing until no further try was allowed: \(reason)", internalMessage: details,
      streamName: streamName)
  }

  private static func details(_ request: HTTPRequest, _ outcome: ResponseOutcome) -> String {
    var text = "\(place(request)) failed: \(self.outcome(outcome))"
    guard let response = outcome.response else { return text }
    if let said = ErrorMessageParser.message(response), !said.isEmpty { text += ", \(said)" }
    let shown = response.body.prefix(shownBytes)
    if !shown.isEmpty { text += ". The answer begins: \(String(decoding: shown, as: UTF8.self))" }
    return text
  }
}
