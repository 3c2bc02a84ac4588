internal import ConnectorKit
internal import JSON

/// Says why a token endpoint refused, without what may hold a secret.
struct OAuthRefusalText {
  private static let shownDetail = 64
  private static let shownAnswer = 1000

  private let request: OAuthTokenRequest
  private let secrets: [String]
  private let log: any Log

  init(_ request: OAuthTokenRequest, _ refreshToken: JSONValue, _ run: RunServices) {
    self.request = request
    log = run.log
    let secret = try? request.clientSecret?.string(TemplateScope(config: run.config))
    let token = refreshToken.isTruthy ? FormEncoding.text(refreshToken) : nil
    // The longer one first, which the other may be a part of.
    secrets = [secret, token].compactMap { $0 }.filter { !$0.isEmpty }.sorted { $0.count > $1.count }
  }

  func error(_ response: HTTPResponse, _ sent: HTTPRequest) -> OAuthTokenError {
    let content = (try? JSONValue.parse(response.body, options: .python))?.objectValue
    let text = hidden(String(decoding: response.body, as: UTF8.self))
    let details = "\(FailureText.place(sent)): HTTP status \(response.status): \(Self.cut(text, Self.shownAnswer))"
    guard let content, isRefusal(content, response.status) else {
      let failure = SyncError(
        .system,
        "The OAuth token endpoint refused to give an access token (HTTP status \(response.status)). "
          + "Check the credentials and the endpoint.", internalMessage: details)
      return OAuthTokenError(failure: failure, isRejection: response.status < 500)
    }
    var message =
      "Refresh token was rejected by the OAuth provider (invalid, expired, or already used). Re-authenticate this source's "
      + "credentials in its connection settings."
    if let detail = detail(content) { message += " Provider error: \(detail)" }
    return OAuthTokenError(failure: SyncError(.config, message, internalMessage: details), isRejection: true)
  }

  private func isRefusal(_ content: JSONObject, _ status: Int) -> Bool {
    guard request.refusal.statuses.contains(status), case .string(let reason)? = content[request.refusal.key] else { return false }
    return request.refusal.values.contains(reason)
  }

  /// The provider's error code, which is the same each time, unlike what it says beside it.
  private func detail(_ content: JSONObject) -> String? {
    var parts: [String] = []
    if case .string(let error)? = content["error"] {
      let words = error.split(whereSeparator: \.isWhitespace)
      if !words.isEmpty { parts.append(words.joined(separator: " ")) }
    }
    if case .string(let description)? = content["error_description"], let code = Self.code(description) { parts.append(code) }
    return parts.isEmpty ? nil : Self.cut(hidden(parts.joined(separator: ": ")), Self.shownDetail)
  }

  /// Three or more letters and four or more digits at the start of a description.
  private static func code(_ description: String) -> String? {
    let text = description.drop { $0.isWhitespace }
    let letters = text.prefix { $0.isASCII && $0.isLetter }
    let digits = text[letters.endIndex...].prefix { $0.isASCII && $0.isNumber }
    guard letters.count >= 3, digits.count >= 4 else { return nil }
    if let next = text[digits.endIndex...].first, next.isLetter || next.isNumber || next == "_" { return nil }
    return String(letters + digits)
  }

  private func hidden(_ text: String) -> String { secrets.reduce(log.masked(text)) { $0.replacing($1, with: "****") } }

  private static func cut(_ text: String, _ length: Int) -> String { text.count <= length ? text : text.prefix(length) + "..." }
}
