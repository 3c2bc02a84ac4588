internal import ConnectorKit
internal import Document
internal import JSON

/// Sends a key that the config holds.
struct ApiKeyAuthenticator: Authenticator {
  static let spec = ComponentSpec<any Authenticator>(
    "ApiKeyAuthenticator", "Sends a key in a header, a parameter or the body of each request.",
    fields: Field<TemplateText>.template("api_token", doc: "The key, with whatever the API wants before it, such as `Token `.").secret
      .optional,
    Field<TemplateText>.template("header", doc: "The header that takes the key; only looked at without `inject_into`.").optional,
    Field<RequestOption>.component(
      "inject_into", ["RequestOption"],
      doc: "Where the key goes in requests: a header, a parameter or the body."
    )
    .optional,
    Field<BuildContext>.context,
    examples: [
      """
      type: ApiKeyAuthenticator
      api_token: "{{ config['api_key'] }}"
      inject_into:
        type: RequestOption
        inject_into: header
        field_name: X-API-Key
      """,
      """
      type: ApiKeyAuthenticator
      api_token: "Token {{ config['api_key'] }}"
      inject_into: {type: RequestOption, inject_into: request_parameter, field_name: key}
      """,
    ],
    make: ApiKeyAuthenticator.init)

  private let token: TemplateText?
  private let header: String?
  private let option: RequestOption?

  init(token: TemplateText?, header: TemplateText?, option: RequestOption?, context: BuildContext) throws {
    guard header == nil || option == nil else {
      throw Diagnostic(
        code: .twoPlaces, "an ApiKeyAuthenticator takes either `header` or `inject_into`, not both", at: context.location)
    }
    guard header != nil || option != nil else {
      throw Diagnostic(
        code: .missingField, "an ApiKeyAuthenticator needs `inject_into`, which says where requests carry the key", at: context.location,
        fix: "add `inject_into`, or `header` with the name of a header")
    }
    self.token = token
    self.option = option
    self.header = option == nil ? try header?.text(TemplateScope(config: context.config)) ?? "" : nil
  }

  func requestOptions(_ scope: RequestScope) async throws -> RequestOptions {
    var options = RequestOptions()
    let text = try token?.text(TemplateScope(config: scope.run.config)) ?? ""
    scope.run.secrets.addCredential(text)
    let key = JSONValue.string(text)
    if let option {
      option.inject(key, into: &options)
    } else if let header, !header.isEmpty {
      options.headers[header] = key
    }
    return options
  }
}
