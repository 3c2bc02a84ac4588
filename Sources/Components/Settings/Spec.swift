internal import ConnectorKit
internal import JSON

/// The settings of a connector.
enum Spec {
  static let spec = ComponentSpec<ConnectorSettings>(
    "Spec", "The settings that the connector takes.",
    fields: Field<JSONObject>.object("connection_specification", doc: "The JSON schema of a config."),
    Field<String>.string("documentation_url", doc: "Where the connector is documented.").optional,
    Field<JSONObject>.object("advanced_auth", doc: "How a platform obtains credentials for the user.")
      .typed(.component(["AuthFlow"])).optional,
    make: { ConnectorSettings(connectionSpecification: $0, documentationURL: $1, advancedAuth: $2) })
}
