internal import ConnectorKit
internal import Document
internal import JSON

/// Changes to a config, and demands on it beyond its schema.
struct ConfigNormalizationRules: ConfigRules {
  static let spec = ComponentSpec<ConfigNormalizationRules>(
    "ConfigNormalizationRules", "Changes to a config, and demands on it beyond its schema.", isClosed: true,
    fields: Field<[ConfigMigration]>.components(
      "config_migrations", ["ConfigMigration"],
      doc: "Bring configs of earlier versions into today's form. The platform keeps the result."
    ).default([], shown: []),
    Field<[any ConfigTransformation]>.slots(
      "transformations", .configTransformation, doc: "Changes for this run alone, in order, after the migrations."
    ).default([], shown: []),
    Field<[any ConfigValidation]>.components(
      "validations", ["DpathValidator", "PredicateValidator"], doc: "What the changed config must meet."
    ).default([], shown: []),
    examples: [
      """
      type: ConfigNormalizationRules
      transformations:
        - type: ConfigRemapField
          field_path: [region]
          map: {europe: eu, america: us}
      validations:
        - type: DpathValidator
          field_path: [regions]
          validation_strategy:
            type: ValidateAdheresToSchema
            base_schema: {type: array, minItems: 1}
      """
    ],
    make: ConfigNormalizationRules.init)

  let migrations: [ConfigMigration]
  let transformations: [any ConfigTransformation]
  let validations: [any ConfigValidation]

  func migrate(_ config: JSONObject) throws -> JSONObject { try apply(migrations.flatMap(\.transformations), to: config) }

  func transform(_ config: JSONObject) throws -> JSONObject { try apply(transformations, to: config) }

  func validate(_ config: JSONObject) throws {
    for validation in validations { try validation.validate(config) }
  }

  private func apply(_ transformations: [any ConfigTransformation], to config: JSONObject) throws -> JSONObject {
    var changed = config
    for transformation in transformations { try transformation.transform(&changed) }
    return changed
  }
}
