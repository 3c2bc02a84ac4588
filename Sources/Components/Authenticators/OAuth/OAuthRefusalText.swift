internal import ConnectorKit
internal import JSON

/// Says why a token endpoint refused. The answer is not quoted, as some endpoints repeat what they were sent: only codes of errors that are
/// known beforehand are named.
struct OAuthRefusalText {
  private static let shownDetail = 64
  /// The codes of OAuth 2.0 (RFC 6749, 6750, 8628) and OpenID Connect, and some that large providers have.
  private static let codes: Set<String> = [
    "invalid_request", "invalid_client", "invalid_grant", "unauthorized_client", "unsupported_grant_type", "unsupported_response_type",
    "invalid_scope", "access_denied", "server_error", "temporarily_unavailable", "invalid_token", "insufficient_scope", "invalid_target",
    "authorization_pending", "slow_down", "expired_token", "interaction_required", "login_required", "consent_required",
    "account_selection_required", "invalid_permissions", "invalid_resource", "invalid_redirect_uri", "invalid_refresh_token",
    "token_expired", "rate_limit_exceeded", "too_many_requests", "bad_refresh_token",
  ]

  private let request: OAuthTokenRequest

  init(_ request: OAuthTokenRequest) { self.request = request }

  func error(_ response: HTTPResponse, _ sent: HTTPRequest) -> OAuthTokenError {
    let content = (try? JSONValue.parse(response.body, options: .python))?.objectValue
    let detail = content.flatMap(detail)
    let details = "\(FailureText.place(sent)): HTTP status \(response.status)" + (detail.map { ": \($0)" } ?? "")
    guard let content, isRefusal(content, response.status) else {
      let failure = SyncError(
        .system,
        "The OAuth token endpoint refused to give an access token (HTTP status \(response.status)"
          + (detail.map { ", \($0)" } ?? "") + "). Check the credentials and the endpoint.", internalMessage: details)
      return OAuthTokenError(failure: failure, isRejection: response.status < 500)
    }
    var message =
      "Refresh token was rejected by the OAuth provider (invalid, expired, or already used). Re-authenticate this source's "
      + "credentials in its connection settings."
    if let detail { message += " Provider error: \(detail)" }
    return OAuthTokenError(failure: SyncError(.config, message, internalMessage: details), isRejection: true)
  }

  private func isRefusal(_ content: JSONObject, _ status: Int) -> Bool {
    guard request.refusal.statuses.contains(status), case .string(let reason)? = content[request.refusal.key] else { return false }
    return request.refusal.values.contains(reason)
  }

  /// The provider's error code, which is the same each time, unlike what it says beside it; nil when it is none that is known.
  private func detail(_ content: JSONObject) -> String? {
    var parts: [String] = []
    if case .string(let error)? = content["error"], Self.codes.contains(error) || request.refusal.values.contains(error) {
      parts.append(error)
    }
    if case .string(let description)? = content["error_description"], let code = Self.code(description) { parts.append(code) }
    return parts.isEmpty ? nil : String(parts.joined(separator: ": ").prefix(Self.shownDetail))
  }

  /// A code such as `AADSTS50173` at the start of a description: up to eight capital letters, then four to eight digits.
  private static func code(_ description: String) -> String? {
    let text = description.drop { $0.isWhitespace }
    let letters = text.prefix { $0.isASCII && $0.isUppercase }
    let digits = text[letters.endIndex...].prefix { $0.isASCII && $0.isNumber }
    guard (3...8).contains(letters.count), (4...8).contains(digits.count) else { return nil }
    if let next = text[digits.endIndex...].first, next.isLetter || next.isNumber || next == "_" || next == "-" { return nil }
    return String(letters + digits)
  }
}
