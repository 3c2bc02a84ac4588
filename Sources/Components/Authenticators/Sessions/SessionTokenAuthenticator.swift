internal import ConnectorKit
internal import Dates
internal import Document
internal import JSON
internal import Templates

/// Logs in, and sends the token that the login gives with each request.
struct SessionTokenAuthenticator: Authenticator {
  static let spec = ComponentSpec<any Authenticator>(
    "SessionTokenAuthenticator", "Logs in and sends the token that the login gives with each request.",
    fields: Field<HttpRequester>.component("login_requester", ["HttpRequester"], doc: "Sends the login; its response holds the token."),
    Field<[String]>.strings("session_token_path", doc: "Where the login response holds the token."),
    Field<String>.string(
      "expiration_duration", doc: "How long a token is good, as an ISO 8601 duration; until it is refused by default."
    )
    .optional,
    Field<SessionTokenUse>.component(
      "request_authentication", ["ApiKey", "Bearer"],
      doc: "How the token is sent: as an `ApiKey` where the API wants it, or as a `Bearer` token."),
    Field<any BodyDecoder>.component("decoder", ["JsonDecoder", "XmlDecoder"], doc: "Reads the login response.").optional,
    Field<BuildContext>.context,
    examples: [
      """
      type: SessionTokenAuthenticator
      login_requester:
        type: HttpRequester
        url: https://api.example.com/login
        http_method: POST
        request_body:
          type: RequestBodyJsonObject
          value:
            user: "{{ config['username'] }}"
            password: "{{ config['password'] }}"
      session_token_path: [session, token]
      expiration_duration: PT1H
      request_authentication:
        type: ApiKey
        inject_into: {type: RequestOption, inject_into: header, field_name: X-Session}
      """
    ],
    make: SessionTokenAuthenticator.init)

  private let sessions: SessionTokens
  private let use: SessionTokenUse
  private let hasExpiry: Bool

  init(
    requester: HttpRequester, path: [String], duration: String?, use: SessionTokenUse, decoder: (any BodyDecoder)?, context: BuildContext
  ) throws {
    let lifetime = try duration.flatMap { $0.isEmpty ? nil : $0 }.map { text in
      do {
        return try ISODuration(text)
      } catch {
        throw Diagnostic(
          code: .badDuration, "`expiration_duration` must be an ISO 8601 duration such as PT1H, got `\(text)`", at: context.location)
      }
    }
    sessions = SessionTokens(requester: requester, path: DataPath(path), lifetime: lifetime, decoder: decoder ?? JsonDecoder())
    hasExpiry = lifetime != nil
    self.use = use
  }

  var renewsRefusedCredentials: Bool { true }

  func requestOptions(_ scope: RequestScope) async throws -> RequestOptions {
    var token = try await sessions.token(scope.run)
    if scope.run.follows(.readsTokensTwice), !hasExpiry {
      for _ in 1..<use.readingsPerRequest { token = try await sessions.token(scope.run) }
    }
    return try use.options(token, TemplateScope(scope))
  }

  func refresh(after request: HTTPRequest, _ scope: RequestScope) async throws -> Bool {
    guard !scope.run.follows(.neverRenewsOn401) else { return false }
    try await sessions.renew(after: request, scope.run)
    return true
  }
}

/// How a session token is sent.
struct SessionTokenUse: Sendable {
  private let option: RequestOption?
  private let text: TemplateText?

  init(option: RequestOption?, text: TemplateText?) {
    self.option = option
    self.text = text
  }

  /// How often the reference asks for the token to build one request.
  var readingsPerRequest: Int {
    guard let option else { return 2 }
    return option.place == .header ? 6 : 1
  }

  func options(_ token: JSONValue, _ scope: TemplateScope) throws -> RequestOptions {
    var options = RequestOptions()
    guard let option else {
      options.headers["Authorization"] = .string("Bearer \(FormEncoding.text(token))")
      return options
    }
    guard let text, !text.source.isEmpty else {
      option.inject(.string(FormEncoding.text(token)), into: &options)
      return options
    }
    var scope = scope
    scope.set(.sessionToken, TemplateValue(token))
    option.inject(.string(try text.text(scope)), into: &options)
    return options
  }
}
