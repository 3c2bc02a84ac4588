internal import ConnectorKit
internal import Document

/// Brings configs of an earlier version into today's form.
struct ConfigMigration: Sendable {
  static let spec = ComponentSpec<ConfigMigration>(
    "ConfigMigration", "Brings configs of an earlier version into today's form.",
    fields: Field<String>.string("description", doc: "What the migration is for.").optional,
    Field<[any ConfigTransformation]>.components(
      "transformations", ConfigNormalizationRules.transformationTypes, doc: "The changes, in order."),
    make: { ConfigMigration(description: $0, transformations: $1) })

  let description: String?
  let transformations: [any ConfigTransformation]
}
