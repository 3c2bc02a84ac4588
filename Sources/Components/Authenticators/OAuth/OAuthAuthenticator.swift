internal import Concurrency
internal import ConnectorKit
internal import Document
internal import JSON

/// Gets access tokens from an OAuth 2.0 token endpoint, keeps them while they are good, and sends them as bearer tokens.
struct OAuthAuthenticator: Authenticator {
  static let spec = ComponentSpec<any Authenticator>(
    "OAuthAuthenticator", "Gets access tokens from an OAuth 2.0 token endpoint and sends them in the `Authorization` header.",
    fields: Field<OAuthClient>.group(
      Field<TemplateText>.name("client_id_name", default: "client_id", doc: "How the token endpoint calls the client's id."),
      Field<TemplateText>.template("client_id", doc: "The client's id, as the API gave it out for the application.").secret.optional,
      Field<TemplateText>.name("client_secret_name", default: "client_secret", doc: "How the token endpoint calls the client's secret."),
      Field<TemplateText>.template("client_secret", doc: "The client's secret, as the API gave it out for the application.").optional,
      Field<TemplateText>.name("refresh_token_name", default: "refresh_token", doc: "How the token endpoint calls the refresh token."),
      Field<TemplateText>.template("refresh_token", doc: "The token with which access tokens are got.").secret.optional,
      Field<TemplateText>.template("token_refresh_endpoint", doc: "The address that gives access tokens.").optional,
      make: OAuthClient.init),
    Field<OAuthAccess>.group(
      Field<TemplateText>.name("access_token_name", default: "access_token", doc: "The field of the response that holds the access token."),
      Field<TemplateText>.template("access_token_value", doc: "An access token to start with, or to use when there is no endpoint.")
        .secret.optional,
      Field<TemplateText>.name(
        "expires_in_name", default: "expires_in", doc: "The field of the response that says how long the token is good."),
      make: OAuthAccess.init),
    Field<OAuthForm>.group(
      Field<TemplateText>.name("grant_type_name", default: "grant_type", doc: "How the token endpoint calls the grant type."),
      Field<TemplateText>.name(
        "grant_type", default: "refresh_token",
        doc: "The grant type: `refresh_token` needs a refresh token, `client_credentials` id and secret alone."),
      Field<TemplateMapping>.templateMapping("refresh_request_body", doc: "What else is sent to the token endpoint, by name.").optional,
      Field<TemplateMapping>.templateMapping("refresh_request_headers", doc: "Headers of the request to the token endpoint.").optional,
      Field<Bool>.bool("send_refresh_request_as_query_params", doc: "Whether the token endpoint takes query parameters instead of a form.")
        .default(false, shown: false),
      Field<[String]>.strings("scopes", doc: "The scopes to ask for.").default([]),
      make: OAuthForm.init),
    Field<TokenExpiry>.group(
      Field<TemplateText>.template("token_expiry_date", doc: "When `access_token_value` expires.").optional,
      Field<String>.string(
        "token_expiry_date_format", doc: "Says that the response gives the date of expiry instead of the seconds until then."
      ).optional,
      make: TokenExpiry.init),
    Field<OAuthRefusal>.group(
      Field<[Int]>.integers("refresh_token_error_status_codes", doc: "The statuses with which the endpoint refuses a refresh token.")
        .default([]),
      Field<String>.string("refresh_token_error_key", doc: "The field of the response that says why it is refused.").default(""),
      Field<[String]>.strings("refresh_token_error_values", doc: "The values of that field that mean a bad refresh token.").default([]),
      make: OAuthRefusal.init),
    Field<RefreshTokenUpdater>.component(
      "refresh_token_updater", ["RefreshTokenUpdater"],
      doc: "Where the config keeps the tokens, for refresh tokens that can be used once."
    ).optional,
    Field<ProfileAssertion>.group(
      Field<JwtAuthenticator>.component(
        "profile_assertion", ["JwtAuthenticator"],
        doc: "Signs the assertion that stands for a client's id and secret."
      ).optional,
      Field<Bool>.bool("use_profile_assertion", doc: "Whether the assertion is sent instead of id and secret.").default(
        false, shown: false),
      make: ProfileAssertion.init),
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
  private let access: OAuthAccess
  private let expiry: TokenExpiry

  init(
    client: OAuthClient, access: OAuthAccess, form: OAuthForm, expiry: TokenExpiry, refusal: OAuthRefusal, updater: RefreshTokenUpdater?,
    assertion: ProfileAssertion, context: BuildContext
  ) throws {
    let declared = [refusal, updater?.refusal].compactMap { $0 }.filter { !$0.isEmpty }
    guard declared.count < 2 else {
      throw Diagnostic(
        code: .twoPlaces, "`refresh_token_error_…` fields stand both in the OAuthAuthenticator and in its `refresh_token_updater`",
        at: context.location, fix: "keep those of the OAuthAuthenticator")
    }
    let isAsserted = assertion.isUsed && updater == nil
    request = OAuthTokenRequest(
      endpoint: client.endpoint, clientIDName: client.idName, clientID: client.id, clientSecretName: client.secretName,
      clientSecret: client.secret, refreshTokenName: updater?.refreshTokenName ?? client.refreshTokenName,
      grantTypeName: form.grantTypeName, grantType: isAsserted ? TemplateText(OAuthTokenRequest.assertionGrant, context) : form.grantType,
      body: form.body, headers: form.headers, sendsParameters: form.isQuery, scopes: form.scopes,
      assertion: isAsserted ? assertion.signer : nil, readsCredentialsOfConfig: updater != nil, refusal: declared.first ?? .standard)
    self.access = access
    self.expiry = expiry
    if let updater {
      store = try ConfigTokenStore(updater, hasEndpoint: client.endpoint != nil, context)
    } else {
      try request.check(
        hasAssertion: assertion.signer != nil, usesAssertion: assertion.isUsed, refreshToken: client.refreshToken, context)
      store = try InMemoryTokenStore(accessToken: access.token, expiryDate: expiry.date, refreshToken: client.refreshToken, context)
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
    let tokenName = try access.tokenName.text(scope)
    let answer = try await request.send(refreshToken: try store.refreshToken(run), run)
    guard let value = try answer.value(of: tokenName), value.isTruthy else {
      throw SyncError(
        .system, "The OAuth token endpoint's response has no `\(tokenName)`. Check `access_token_name` in the manifest.")
    }
    run.secrets.addSecret(FormEncoding.text(value))
    let refreshToken = try answer.value(of: try request.refreshTokenName.text(scope))
    if let refreshToken { run.secrets.addSecret(FormEncoding.text(refreshToken)) }
    let token = OAuthToken(value: value, expiry: try expiry(answer, scope, run))
    try store.keep(token, refreshToken: refreshToken, run)
    return value
  }

  private func expiry(_ answer: OAuthAnswer, _ scope: TemplateScope, _ run: RunServices) throws -> Int {
    let name = try access.expiresInName.text(scope)
    if let stated = try answer.value(of: name) {
      return try expiry.isDate
        ? OAuthExpiry.date(FormEncoding.text(stated), answeredAs: name) : OAuthExpiry.seconds(stated, name, from: run.clock.now())
    }
    if let present = try store.token(run), !present.isExpired(run) { return present.expiry }
    return run.clock.now() + OAuthExpiry.assumedLifetime
  }
}

/// Whom the token endpoint knows, where it is, and what it calls the credentials.
struct OAuthClient: Sendable {
  let idName: TemplateText
  let id: TemplateText?
  let secretName: TemplateText
  let secret: TemplateText?
  let refreshTokenName: TemplateText
  let refreshToken: TemplateText?
  let endpoint: TemplateText?
}

/// The access token to start with, and what answers call a new one and its lifetime.
struct OAuthAccess: Sendable {
  let tokenName: TemplateText
  let token: TemplateText?
  let expiresInName: TemplateText
}

/// What is sent to the token endpoint besides credentials.
struct OAuthForm: Sendable {
  let grantTypeName: TemplateText
  let grantType: TemplateText
  let body: TemplateMapping?
  let headers: TemplateMapping?
  let isQuery: Bool
  let scopes: [String]
}

/// When the first token expires, and the form in which answers say it of later ones.
struct TokenExpiry: Sendable {
  let date: TemplateText?
  let format: String?

  /// Whether answers give the date of expiry instead of the seconds until then.
  var isDate: Bool { format.map { !$0.isEmpty } ?? false }
}

/// What may stand for a client's id and secret.
struct ProfileAssertion: Sendable {
  let signer: JwtAuthenticator?
  let isUsed: Bool
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
