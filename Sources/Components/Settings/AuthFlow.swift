internal import ConnectorKit
internal import Document
internal import JSON

/// How a platform obtains credentials for the user.
enum AuthFlow {
  static let spec = ComponentSpec<JSONObject>(
    "AuthFlow", "Says how a platform obtains credentials for the user.", typing: .ignored,
    fields: Field<FlowType>.choice("auth_flow_type", doc: "The kind of authorization.").optional,
    Field<[String]>.strings("predicate_key", doc: "The path of the setting that tells whether this way is used.").optional,
    Field<String>.string("predicate_value", doc: "The value of that setting with which this way is used.").optional,
    Field<JSONObject>.component(
      "oauth_config_specification", ["OAuthConfigSpecification"],
      doc: "What OAuth needs and gives."
    ).optional,
    examples: [
      """
      auth_flow_type: oauth2.0
      predicate_key: [credentials, auth_type]
      predicate_value: oauth
      oauth_config_specification:
        oauth_connector_input_specification:
          consent_url: "https://example.com/authorize?client_id={{ client_id_value }}&state={{ state_value }}"
          access_token_url: https://example.com/token
          extract_output: [access_token, refresh_token]
      """
    ],
    make: { type, key, value, oauth in
      var flow: JSONObject = [:]
      if let type { flow["auth_flow_type"] = .string(type.rawValue) }
      if let key { flow["predicate_key"] = .array(key.map { .string($0) }) }
      if let value { flow["predicate_value"] = .string(value) }
      if let oauth { flow["oauth_config_specification"] = .object(oauth) }
      return flow
    })

  enum FlowType: String, CaseIterable, Sendable {
    case oauth2 = "oauth2.0"
    case oauth1 = "oauth1.0"
  }
}
