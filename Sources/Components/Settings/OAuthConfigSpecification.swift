internal import ConnectorKit
internal import Document
internal import JSON

/// What OAuth needs of a config, and what it puts there.
enum OAuthConfigSpecification {
  static let spec = ComponentSpec<JSONObject>(
    "OAuthConfigSpecification", "Says what OAuth needs of a config, and what it puts there.", typing: .ignored,
    fields: Field<JSONObject>.object(
      "oauth_user_input_from_connector_config_specification", doc: "The schema of the settings that OAuth needs of the user."
    ).optional,
    Field<JSONObject>.object("oauth_connector_input_specification", doc: "How the authorization is requested: addresses, scopes, names.")
      .typed(requestType).optional,
    Field<JSONObject>.object("complete_oauth_output_specification", doc: "The schema of what the authorization gives.").optional,
    Field<JSONObject>.object("complete_oauth_server_input_specification", doc: "The schema of what the platform's own client needs.")
      .optional,
    Field<JSONObject>.object("complete_oauth_server_output_specification", doc: "The schema of what the platform puts into the config.")
      .optional,
    examples: [
      """
      oauth_connector_input_specification:
        consent_url: "https://example.com/authorize?client_id={{ client_id_value }}&state={{ state_value }}"
        access_token_url: https://example.com/token
        scopes:
          - scope: orders.read
          - scope: customers.read
        scopes_join_strategy: space
        extract_output: [access_token, refresh_token]
      complete_oauth_output_specification:
        type: object
        properties:
          access_token: {type: string, path_in_connector_config: [credentials, access_token]}
          refresh_token: {type: string, path_in_connector_config: [credentials, refresh_token]}
      """
    ],
    make: { userInput, request, output, serverInput, serverOutput in
      var all: JSONObject = [:]
      all["oauth_user_input_from_connector_config_specification"] = userInput.map { .object($0) }
      all["oauth_connector_input_specification"] = request.map { .object(completed($0)) }
      all["complete_oauth_output_specification"] = output.map { .object($0) }
      all["complete_oauth_server_input_specification"] = serverInput.map { .object($0) }
      all["complete_oauth_server_output_specification"] = serverOutput.map { .object($0) }
      return all
    })

  private static let scopesType = FieldType.list(.record(.required("scope", .string, doc: "The name of the scope.")))

  private static let requestType = FieldType.record(
    .required("consent_url", .string, doc: "The page on which the user agrees."),
    .required("access_token_url", .string, doc: "Where the tokens are fetched."),
    .optional("access_token_headers", .object, doc: "Headers of that request."),
    .optional("access_token_params", .object, doc: "Parameters of that request."),
    .optional("extract_output", .list(.string), doc: "The fields of the response that are kept."),
    .optional("scope", .string, doc: "The scopes in one text."), .optional("scopes", scopesType, doc: "The scopes that are asked for."),
    .optional("optional_scopes", scopesType, doc: "Scopes that the user may leave out."),
    FieldInfo(
      name: "scopes_join_strategy", type: .choice(["space", "comma", "plus"]), isRequired: false, defaultValue: "space",
      doc: "The separator of scopes."),
    .optional(
      "state",
      .record(
        .required("min", .integer, doc: "The least number of characters."), .required("max", .integer, doc: "The greatest number.")),
      doc: "How long the text that guards the exchange is."),
    .optional("client_id_key", .string, doc: "The name of the client's id."),
    .optional("client_secret_key", .string, doc: "The name of the client's secret."),
    .optional("scope_key", .string, doc: "The name of the scopes."), .optional("state_key", .string, doc: "The name of the guarding text."),
    .optional("auth_code_key", .string, doc: "The name of the code that is exchanged for tokens."),
    .optional("redirect_uri_key", .string, doc: "The name of the address to which the user comes back."))

  /// Platforms are told how scopes are joined even if the manifest leaves it open.
  private static func completed(_ request: JSONObject) -> JSONObject {
    var request = request
    if request["scopes_join_strategy"] == nil { request["scopes_join_strategy"] = "space" }
    return request
  }
}
