internal import Concurrency
internal import ConnectorKit
internal import Document
internal import JSON

/// Gets access tokens from an OAuth 2.0 token endpoint, keeps them while they are good, and sends them as bearer tokens.
struct OAuthAuthenticator: Authenticator {
  static let spec = ComponentSpec<any Authenticator>(
    "OAuthAuthenticator", "Gets access tokens from an OAuth 2.0 token endpoint and sends them in the `Authorization` header.",
    fields: Field<TemplateText>.name("client_id_name", default: "client_id", doc: "How the token endpoint calls the client's id."),
    Field<TemplateText>.template("client_id", doc: "The client's id, as the API gave it out for the application.").optional,
    Field<TemplateText>.name("client_secret_name", default: "client_secret", doc: "How the token endpoint calls the client's secret."),
    Field<TemplateText>.template("client_secret", doc: "The client's secret, as the API gave it out for the application.").optional,
    Field<TemplateText>.name("refresh_token_name", default: "refresh_token", doc: "How the token endpoint calls the refresh token."),
    Field<TemplateText>.template("refresh_token", doc: "The token with which access tokens are got.").optional,
    Field<TemplateText>.template("token_refresh_endpoint", doc: "The address that gives access tokens.").optional,
    Field<TemplateText>.name("access_token_name", default: "access_token", doc: "The field of the answer that holds the access token."),
    Field<TemplateText>.template("access_token_value", doc: "An access token to start with, or to use when there is no endpoint.").optional,
    Field<TemplateText>.name(
      "expires_in_name", default: "expires_in", doc: "The field of the answer that says how long the token is good."),
    Field<TemplateText>.name("grant_type_name", default: "grant_type", doc: "How the token endpoint calls the grant type."),
    Field<TemplateText>.name(
      "grant_type", default: "refresh_token",
      doc: "The grant type: `refresh_token` needs a refresh token, `client_credentials` id and secret alone."),
    Field<TemplateMapping>.templateMapping("refresh_request_body", doc: "What else is sent to the token endpoint, by name.").optional,
    Field<TemplateMapping>.templateMapping("refresh_request_headers", doc: "Headers of the request to the token endpoint.").optional,
    Field<Bool>.bool("send_refresh_request_as_query_params", doc: "Whether the token endpoint takes query parameters instead of a form.")
      .default(false, shown: false),
    Field<[String]>.strings("scopes", doc: "The scopes to ask for.").default([]),
    Field<TemplateText>.template("token_expiry_date", doc: "When `access_token_value` expires.").optional,
    Field<String>.string(
      "token_expiry_date_format", doc: "Says that the answer gives the date of expiry instead of the seconds until then."
    ).optional,
    Field<[Int]>.integers("refresh_token_error_status_codes", doc: "The statuses with which the endpoint refuses a refresh token.")
      .default([]),
    Field<String>.string("refresh_token_error_key", doc: "The field of the answer that says why it is refused.").default(""),
    Field<[String]>.strings("refresh_token_error_values", doc: "The values of that field that mean a bad refresh token.").default([]),
    Field<RefreshTokenUpdater>.component(
      "refresh_token_updater", ["RefreshTokenUpdater"], defaultType: "RefreshTokenUpdater",
      doc: "Where the config keeps the tokens, for refresh tokens that can be used once."
    ).optional,
    Field<JwtAuthenticator>.component(
      "profile_assertion", ["JwtAuthenticator"], defaultType: "JwtAuthenticator",
      doc: "Signs the assertion that stands for a client's id and secret."
    ).optional,
    Field<Bool>.bool("use_profile_assertion", doc: "Whether the assertion is sent instead of id and secret.").default(false, shown: false),
    Field<BuildContext>.context,
    examples: [
      """
      type: OAuthAuthenticator
      token_refresh_endpoint: https://api.example.com/oauth/token
      client_id: "{{ config['client_id'] }}"
      client_secret: "{{ config['client_secret'] }}"
      refresh_token: "{{ config['refresh_token'] }}"
      """
    ],
    make: OAuthAuthenticator.init)

  private let request: OAuthTokenRequest
  private let store: any OAuthTokenStore
  private let accessTokenName: TemplateText
  private let expiresInName: TemplateText
  private let expiryIsDate: Bool

  init(
    clientIDName: TemplateText, clientID: TemplateText?, clientSecretName: TemplateText, clientSecret: TemplateText?,
    refreshTokenName: TemplateText, refreshToken: TemplateText?, endpoint: TemplateText?, accessTokenName: TemplateText,
    accessToken: TemplateText?, expiresInName: TemplateText, grantTypeName: TemplateText, grantType: TemplateText,
    body: TemplateMapping?, headers: TemplateMapping?, sendsParameters: Bool, scopes: [String], expiryDate: TemplateText?,
    expiryDateFormat: String?, errorStatuses: [Int], errorKey: String, errorValues: [String], updater: RefreshTokenUpdater?,
    assertion: JwtAuthenticator?, usesAssertion: Bool, context: BuildContext
  ) throws {
    let own = OAuthRefusal(statuses: errorStatuses, key: errorKey, values: errorValues)
    let declared = [own, updater?.refusal].compactMap { $0 }.filter { !$0.isEmpty }
    guard declared.count < 2 else {
      throw Diagnostic(
        code: .twoPlaces, "`refresh_token_error_…` fields stand both in the OAuthAuthenticator and in its `refresh_token_updater`",
        at: context.location, fix: "keep those of the OAuthAuthenticator")
    }
    let isAsserted = usesAssertion && updater == nil
    request = OAuthTokenRequest(
      endpoint: endpoint, clientIDName: clientIDName, clientID: clientID, clientSecretName: clientSecretName, clientSecret: clientSecret,
      refreshTokenName: updater?.refreshTokenName ?? refreshTokenName, grantTypeName: grantTypeName,
      grantType: isAsserted ? TemplateText(OAuthTokenRequest.assertionGrant, context) : grantType, body: body, headers: headers,
      sendsParameters: sendsParameters, scopes: scopes, assertion: isAsserted ? assertion : nil, readsCredentialsOfConfig: updater != nil,
      refusal: declared.first ?? .standard)
    self.accessTokenName = accessTokenName
    self.expiresInName = expiresInName
    expiryIsDate = expiryDateFormat.map { !$0.isEmpty } ?? false
    if let updater {
      store = try ConfigTokenStore(updater, hasEndpoint: endpoint != nil, context)
    } else {
      try request.check(hasAssertion: assertion != nil, usesAssertion: usesAssertion, refreshToken: refreshToken, context)
      store = try OwnTokenStore(accessToken: accessToken, expiryDate: expiryDate, refreshToken: refreshToken, context)
    }
  }

  func requestOptions(_ scope: RequestScope) async throws -> RequestOptions {
    var options = RequestOptions()
    // The reference asks twice, which shows when a token expires at once.
    if scope.run.follows(.readsTokensTwice) { _ = try await header(scope.run) }
    options.headers["Authorization"] = .string(try await header(scope.run))
    return options
  }

  func refresh(after request: HTTPRequest, _ scope: RequestScope) async throws -> Bool {
    // Another request may have got a new token while this one was under way.
    if let sent = request.headers["Authorization"], !sent.isEmpty, try await header(scope.run) != sent { return true }
    let before = try store.token(scope.run)?.value
    do {
      try await store.lock(scope.run).withPermit {
        if try store.token(scope.run)?.value == before { try await renew(scope.run) }
      }
    } catch let error as OAuthTokenError {
      guard error.isRejection else { throw error.failure }
      var failure = error.failure
      failure.failureType = .config
      throw failure
    }
    return true
  }
}

extension OAuthAuthenticator {
  private func header(_ run: RunServices) async throws -> String {
    do {
      return "Bearer \(FormEncoding.text(try await token(run)))"
    } catch let error as OAuthTokenError {
      throw error.failure
    }
  }

  private func token(_ run: RunServices) async throws -> JSONValue {
    let current = try store.token(run)
    guard try request.address(run) != nil else {
      guard let current else {
        throw SyncError(
          .system, "The OAuthAuthenticator has no access token. Give it `access_token_value` or `token_refresh_endpoint` in the manifest.")
      }
      return current.value
    }
    if let current, !current.isExpired(run) { return current.value }
    return try await store.lock(run).withPermit {
      if let current = try store.token(run), !current.isExpired(run) { return current.value }
      return try await renew(run)
    }
  }

  /// Gets a new token and keeps it. The caller holds the lock.
  @discardableResult
  private func renew(_ run: RunServices) async throws -> JSONValue {
    let scope = TemplateScope(config: run.config)
    let tokenName = try accessTokenName.text(scope)
    let answer = try await request.send(refreshToken: try store.refreshToken(run), run)
    guard let value = try answer.value(of: tokenName), value.isTruthy else {
      throw SyncError(
        .system, "The answer of the OAuth token endpoint has no access token: the field `\(tokenName)` is missing or empty.")
    }
    run.secrets.addSecret(FormEncoding.text(value))
    let refreshToken = try answer.value(of: try request.refreshTokenName.text(scope))
    if let refreshToken { run.secrets.addSecret(FormEncoding.text(refreshToken)) }
    let token = OAuthToken(value: value, expiry: try expiry(answer, scope, run))
    try store.keep(token, refreshToken: refreshToken, run)
    return value
  }

  private func expiry(_ answer: OAuthAnswer, _ scope: TemplateScope, _ run: RunServices) throws -> Int {
    let name = try expiresInName.text(scope)
    if let stated = try answer.value(of: name) {
      return try expiryIsDate
        ? OAuthExpiry.date(FormEncoding.text(stated), answeredAs: name) : OAuthExpiry.seconds(stated, name, from: run.clock.now())
    }
    if let present = try store.token(run), !present.isExpired(run) { return present.expiry }
    return run.clock.now() + OAuthExpiry.assumedLifetime
  }
}

extension Field where Value == TemplateText {
  /// A name that may be a template; the default holds for an empty one too.
  fileprivate static func name(_ name: String, default text: String, doc: String) -> Field<TemplateText> {
    var field = Field<TemplateText>.template(name, doc: doc).map { value, context in
      value.source.isEmpty ? TemplateText(text, context) : value
    }
    field.info.isRequired = false
    field.info.defaultValue = .string(text)
    field.absent = { TemplateText(text, $0) }
    return field
  }
}
