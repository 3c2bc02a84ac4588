internal import ConnectorKit
internal import Document

/// Brings configs of an earlier version into today's form.
struct ConfigMigration: Sendable {
  static let spec = ComponentSpec<ConfigMigration>(
    "ConfigMigration", "Brings configs of an earlier version into today's form.", since: "6.49",
    fields: Field<String>.string("description", doc: "What the migration is for.").optional,
    Field<[any ConfigTransformation]>.slots(
      "transformations", .configTransformation, doc: "The changes, made one after the other."),
    examples: [
      """
      type: ConfigMigration
      description: The key moved into the credentials.
      transformations:
        - type: ConfigAddFields
          fields:
            - type: AddedFieldDefinition
              path: [credentials, api_key]
              value: "{{ config['api_key'] }}"
          condition: "{{ 'api_key' in config }}"
        - type: ConfigRemoveFields
          field_pointers:
            - [api_key]
      """
    ],
    make: { ConfigMigration(description: $0, transformations: $1) })

  let description: String?
  let transformations: [any ConfigTransformation]
}
