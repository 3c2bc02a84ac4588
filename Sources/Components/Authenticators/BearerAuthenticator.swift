internal import ConnectorKit
internal import JSON

/// Sends a bearer token that the config holds.
struct BearerAuthenticator: Authenticator {
  static let spec = ComponentSpec<any Authenticator>(
    "BearerAuthenticator", "Sends a token in the `Authorization` header, as `Bearer <token>`.",
    fields: Field<TemplateText>.template("api_token", doc: "The token, without the word `Bearer`.").secret,
    examples: [
      """
      type: BearerAuthenticator
      api_token: "{{ config['api_token'] }}"
      """
    ],
    make: BearerAuthenticator.init)

  let token: TemplateText

  func requestOptions(_ scope: RequestScope) async throws -> RequestOptions {
    let token = try token.text(TemplateScope(config: scope.run.config))
    scope.run.secrets.addCredential(token)
    var options = RequestOptions()
    options.headers["Authorization"] = .string("Bearer \(token)")
    return options
  }
}
