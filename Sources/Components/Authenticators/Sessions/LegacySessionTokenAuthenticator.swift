internal import ConnectorKit
internal import JSON

/// Sends a session token of the config as long as the API takes it, otherwise one got with user name and password.
struct LegacySessionTokenAuthenticator: Authenticator {
  static let spec = ComponentSpec<any Authenticator>(
    "LegacySessionTokenAuthenticator",
    "Sends a session token of the config as long as the API takes it, otherwise one got with user name and password.",
    replacedBy: "SessionTokenAuthenticator",
    fields: Field<TemplateText>.template("header", doc: "The header that takes the token."),
    Field<TemplateText>.template("login_url", doc: "The path, below the requester's address, that takes user name and password."),
    Field<TemplateText>.template("session_token", doc: "A token to start with, which saves a login as long as it is good.").optional,
    Field<TemplateText>.template("session_token_response_key", doc: "The field of the login response that holds the token."),
    Field<TemplateText>.template("username", doc: "The user name for the login.").optional,
    Field<TemplateText>.template("password", doc: "The password for the login.").optional.shown(""),
    Field<TemplateText>.template(
      "validate_session_url", doc: "The path, below the requester's address, that says whether a token is good."),
    examples: [
      """
      type: LegacySessionTokenAuthenticator
      header: X-Session
      login_url: session
      validate_session_url: user/current
      session_token_response_key: id
      session_token: "{{ config.get('session_token', '') }}"
      username: "{{ config['username'] }}"
      password: "{{ config['password'] }}"
      """
    ],
    make: LegacySessionTokenAuthenticator.init)

  private let header: TemplateText
  private let loginURL: TemplateText
  private let sessionToken: TemplateText?
  private let responseKey: TemplateText
  private let username: TemplateText?
  private let password: TemplateText?
  private let validateURL: TemplateText

  init(
    header: TemplateText, loginURL: TemplateText, sessionToken: TemplateText?, responseKey: TemplateText, username: TemplateText?,
    password: TemplateText?, validateURL: TemplateText
  ) {
    self.header = header
    self.loginURL = loginURL
    self.sessionToken = sessionToken
    self.responseKey = responseKey
    self.username = username
    self.password = password
    self.validateURL = validateURL
  }

  var renewsRefusedCredentials: Bool { true }

  func requestOptions(_ scope: RequestScope) async throws -> RequestOptions {
    let login = try login(scope)
    var options = RequestOptions()
    // The reference asks for the token twice to build one request, and has it validated each time.
    if scope.run.follows(.readsTokensTwice) { _ = try await login.sessions.token(login, scope.run) }
    options.headers[login.header] = .string(try await login.sessions.token(login, scope.run))
    return options
  }

  func refresh(after request: HTTPRequest, _ scope: RequestScope) async throws -> Bool {
    guard !scope.run.follows(.neverRenewsOn401) else { return false }
    let login = try login(scope)
    return try await login.sessions.renew(login, after: request, scope.run)
  }

  private func login(_ scope: RequestScope) throws -> LegacySessionLogin {
    let variables = TemplateScope(config: scope.run.config)
    let base = scope.baseAddress ?? ""
    return LegacySessionLogin(
      header: try header.text(variables), given: try sessionToken?.text(variables) ?? "",
      validateAddress: base + (try validateURL.text(variables)), loginAddress: base + (try loginURL.text(variables)),
      username: try username?.text(variables) ?? "", password: try password?.text(variables) ?? "",
      responseKey: try responseKey.text(variables), run: scope.run)
  }
}
