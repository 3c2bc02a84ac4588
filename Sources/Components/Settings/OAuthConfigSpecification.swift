internal import ConnectorKit
internal import Document
internal import JSON

/// What OAuth needs of a config, and what it puts there.
enum OAuthConfigSpecification {
  static let spec = ComponentSpec<JSONObject>(
    "OAuthConfigSpecification", "Says what OAuth needs of a config, and what it puts there.",
    fields: Field<JSONObject>.object(
      "oauth_user_input_from_connector_config_specification", doc: "The schema of the settings that OAuth needs of the user."
    ).optional,
    Field<JSONObject>.object("oauth_connector_input_specification", doc: "How the authorization is requested: addresses, scopes, names.")
      .optional,
    Field<JSONObject>.object("complete_oauth_output_specification", doc: "The schema of what the authorization gives.").optional,
    Field<JSONObject>.object("complete_oauth_server_input_specification", doc: "The schema of what the platform's own client needs.")
      .optional,
    Field<JSONObject>.object("complete_oauth_server_output_specification", doc: "The schema of what the platform puts into the config.")
      .optional,
    make: { userInput, request, output, serverInput, serverOutput in
      var all: JSONObject = [:]
      all["oauth_user_input_from_connector_config_specification"] = userInput.map { .object($0) }
      all["oauth_connector_input_specification"] = request.map { .object(completed($0)) }
      all["complete_oauth_output_specification"] = output.map { .object($0) }
      all["complete_oauth_server_input_specification"] = serverInput.map { .object($0) }
      all["complete_oauth_server_output_specification"] = serverOutput.map { .object($0) }
      return all
    })

  /// Platforms are told how scopes are joined even if the manifest leaves it open.
  private static func completed(_ request: JSONObject) -> JSONObject {
    var request = request
    if request["scopes_join_strategy"] == nil { request["scopes_join_strategy"] = "space" }
    return request
  }
}
