internal import ConnectorKit
internal import JSON

/// A schema in the manifest.
struct InlineSchemaLoader: SchemaLoader {
  static let spec = ComponentSpec<any SchemaLoader>(
    "InlineSchemaLoader", "A schema in the manifest.",
    fields: Field<JSONObject>.object("schema", doc: "The JSON schema of the records.").default([:]),
    examples: [
      """
      type: InlineSchemaLoader
      schema:
        type: object
        properties:
          id: {type: integer}
          name: {type: ["null", string]}
      """
    ],
    make: InlineSchemaLoader.init)

  let schema: JSONObject

  func schema(streamName: String, run: RunServices) async throws -> JSONObject { schema }
}
