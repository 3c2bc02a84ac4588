internal import ConnectorKit
internal import Document
internal import JSON

/// Asks a token endpoint for an access token.
struct OAuthTokenRequest: Sendable {
  static let assertionGrant = "urn:ietf:params:oauth:grant-type:jwt-bearer"

  let endpoint: TemplateText?
  let clientIDName: TemplateText
  let clientID: TemplateText?
  let clientSecretName: TemplateText
  let clientSecret: TemplateText?
  let refreshTokenName: TemplateText
  let grantTypeName: TemplateText
  let grantType: TemplateText
  let body: TemplateMapping?
  let headers: TemplateMapping?
  let sendsParameters: Bool
  let scopes: [String]
  let assertion: JwtAuthenticator?
  /// Whether id and secret in the config's `credentials` go before those of the manifest.
  let readsCredentialsOfConfig: Bool
  let refusal: OAuthRefusal

  /// - Throws: `Diagnostic` when the manifest leaves out what the grant needs.
  func check(hasAssertion: Bool, usesAssertion: Bool, refreshToken: TemplateText?, _ context: BuildContext) throws {
    func missing(_ text: String) -> Diagnostic { Diagnostic(code: .missingField, text, at: context.location) }
    if usesAssertion {
      guard hasAssertion else { throw missing("an OAuthAuthenticator with `use_profile_assertion` needs `profile_assertion`") }
    } else if clientID == nil || clientSecret == nil {
      throw missing("an OAuthAuthenticator needs both `client_id` and `client_secret`")
    }
    if refreshToken == nil, try grantType.text(TemplateScope(config: context.config)) == "refresh_token" {
      throw missing("an OAuthAuthenticator with the grant type `refresh_token` needs `refresh_token`")
    }
  }

  /// The endpoint; nil when the manifest has none.
  func address(_ run: RunServices) throws -> String? {
    guard let endpoint else { return nil }
    let address = try endpoint.text(TemplateScope(config: run.config))
    guard !address.isEmpty, address != "None" else {
      throw SyncError(
        .system, "`token_refresh_endpoint` `\(endpoint.source)` of the OAuthAuthenticator is empty with this config. Add the setting.")
    }
    return address
  }

  /// Sends the request, and again for a while when the endpoint is busy or cannot be reached.
  ///
  /// - Throws: ``OAuthTokenError`` when the endpoint gives no token.
  func send(refreshToken: JSONValue, _ run: RunServices) async throws -> OAuthAnswer {
    var request = try request(refreshToken, run)
    request.origin = RequestOrigin(.tokenRefresh)
    let response: HTTPResponse
    do {
      response = try await LoginAttempts("The OAuth token endpoint", field: "token_refresh_endpoint").answer(to: request, run)
    } catch let failure as SyncError {
      throw OAuthTokenError(failure: failure, isRejection: false)
    }
    guard response.status < 400 else { throw OAuthRefusalText(self).error(response, request) }
    return OAuthAnswer(body: try parse(response, request))
  }

  private func parse(_ response: HTTPResponse, _ request: HTTPRequest) throws -> JSONValue {
    do {
      return try JSONValue.parse(response.body, options: .python)
    } catch {
      let failure = SyncError(
        .system, "The OAuth token endpoint's response is not JSON. Check `token_refresh_endpoint` in the manifest.",
        internalMessage: "\(FailureText.place(request)): HTTP status \(response.status), \(response.body.count) bytes that are not JSON")
      throw OAuthTokenError(failure: failure, isRejection: false)
    }
  }
}

extension OAuthTokenRequest {
  private func request(_ refreshToken: JSONValue, _ run: RunServices) throws -> HTTPRequest {
    let scope = TemplateScope(config: run.config)
    var options = RequestOptions()
    options.headers = try headers?.object(scope, accepting: [.any, .verbatim], asTexts: !run.follows(.evaluatesTexts)).droppingNulls ?? [:]
    if sendsParameters { options.parameters = try arguments(refreshToken, options.headers, scope, run) }
    if let assertion {
      options.bodyData = .fields([
        try grantTypeName.text(scope): .string(try grantType.text(scope)), "assertion": .string(try assertion.token(run)),
      ])
    } else if !sendsParameters {
      options.bodyData = .fields(try arguments(refreshToken, options.headers, scope, run))
    }
    return try RequestAssembly.request(method: "POST", address: try address(run) ?? "", options: options)
  }

  private func arguments(
    _ refreshToken: JSONValue, _ headers: JSONObject, _ scope: TemplateScope, _ run: RunServices
  ) throws -> JSONObject {
    var arguments: JSONObject = [try grantTypeName.text(scope): try grantType.requestValue(scope)]
    // Endpoints that take the credentials in the header refuse requests that have them twice.
    if headers["Authorization"] == nil {
      arguments[try clientIDName.text(scope)] = try credential("client_id", clientID, isNeeded: true, scope, run)
      arguments[try clientSecretName.text(scope)] = try credential("client_secret", clientSecret, isNeeded: false, scope, run)
    }
    arguments[try refreshTokenName.text(scope)] = refreshToken
    if !scopes.isEmpty { arguments["scopes"] = .array(scopes.map { .string($0) }) }
    for (name, value) in try body?.object(scope, accepting: .requestValue) ?? [:] where arguments[name] == nil {
      arguments[name] = value.objectValue.map { .array($0.keys.map { .string($0) }) } ?? value
    }
    return arguments
  }

  private func credential(
    _ name: String, _ template: TemplateText?, isNeeded: Bool, _ scope: TemplateScope, _ run: RunServices
  ) throws -> JSONValue {
    if readsCredentialsOfConfig {
      if let value = ConfigPath.value(["credentials", name], in: run.config) { return value }
      return try template?.requestValue(scope) ?? ""
    }
    let value = try template?.requestValue(scope) ?? .null
    if value.isTruthy { return value }
    guard !isNeeded else {
      throw SyncError(.system, "`\(name)` of the OAuthAuthenticator is empty with this config. Add the setting.")
    }
    run.log.write(.warning, "`\(name)` of the OAuthAuthenticator is empty with this config.")
    return value
  }
}
