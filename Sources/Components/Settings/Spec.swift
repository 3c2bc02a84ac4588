internal import ConnectorKit
internal import Document
internal import JSON

/// The settings of a connector.
enum Spec {
  static let spec = ComponentSpec<ConnectorSettings>(
    "Spec", "The settings that the connector takes.",
    fields: Field<JSONObject>.object(
      "connection_specification", doc: "The JSON schema of a config; `airbyte_secret` marks what must not be shown."),
    Field<String>.string("documentation_url", doc: "Where the connector is documented.").optional,
    Field<JSONObject>.component(
      "advanced_auth", ["AuthFlow"], doc: "How a platform obtains credentials for the user."
    )
    .optional,
    Field<ConfigNormalizationRules>.component(
      "config_normalization_rules", ["ConfigNormalizationRules"],
      doc: "Changes to a config, and demands on it beyond its schema."
    ).optional,
    examples: [
      """
      type: Spec
      documentation_url: https://example.com/docs
      connection_specification:
        type: object
        required: [api_key]
        properties:
          api_key:
            type: string
            title: API key
            airbyte_secret: true
      """
    ],
    make: {
      ConnectorSettings(connectionSpecification: $0, documentationURL: $1, advancedAuth: $2, rules: $3 ?? NoConfigRules())
    })
}
