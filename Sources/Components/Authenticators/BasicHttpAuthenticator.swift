internal import ConnectorKit
internal import JSON
internal import Templates

/// Sends a user name and a password.
struct BasicHttpAuthenticator: Authenticator {
  static let spec = ComponentSpec<any Authenticator>(
    "BasicHttpAuthenticator", "Sends a user name and a password in the `Authorization` header.",
    fields: Field<TemplateText>.template("username", doc: "The user name; APIs with a key often take the key here and no password."),
    Field<TemplateText>.template("password", doc: "The password; many APIs want none.").secret.optional.shown(""),
    examples: [
      """
      type: BasicHttpAuthenticator
      username: "{{ config['username'] }}"
      password: "{{ config['password'] }}"
      """
    ],
    make: BasicHttpAuthenticator.init)

  let username: TemplateText
  let password: TemplateText?

  func requestOptions(_ scope: RequestScope) async throws -> RequestOptions {
    let variables = TemplateScope(config: scope.run.config)
    let password = try password?.text(variables) ?? ""
    let encoded = Base64.encode(Array("\(try username.text(variables)):\(password)".utf8))
    scope.run.secrets.addCredential(password)
    scope.run.secrets.addSecret(encoded)
    var options = RequestOptions()
    options.headers["Authorization"] = .string("Basic \(encoded)")
    return options
  }
}
