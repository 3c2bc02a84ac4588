internal import ConnectorKit
internal import Document
internal import JSON

/// Makes a demand on a value that is computed from the config.
struct PredicateValidator: ConfigValidation {
  static let spec = ComponentSpec<any ConfigValidation>(
    "PredicateValidator", "Makes a demand on a value that is computed from the config.", since: "6.49",
    fields: Field<NestedTemplate>.nestedTemplate("value", as: .any, doc: "The value, usually a template over the config."),
    Field<any ValidationStrategy>.slot(
      "validation_strategy", .validationStrategy, doc: "The demand that the value must meet."),
    Field<BuildContext>.context,
    examples: [
      """
      type: PredicateValidator
      value: "{{ config['start_date'] }}"
      validation_strategy:
        type: ValidateAdheresToSchema
        base_schema: {type: string, pattern: "^20[0-9]{2}-"}
      """
    ],
    make: PredicateValidator.init)

  private let value: NestedTemplate
  private let strategy: any ValidationStrategy
  private let alwaysFails: Bool
  private let location: SourceLocation?

  init(value: NestedTemplate, strategy: any ValidationStrategy, context: BuildContext) {
    self.value = value
    self.strategy = strategy
    alwaysFails = context.follows(.predicateValidatorsAlwaysFail)
    location = context.location
  }

  func validate(_ config: JSONObject) throws {
    guard !alwaysFails else {
      let place = location.map { " at \($0)" } ?? ""
      throw SyncError(
        .system, "The PredicateValidator\(place) can never be met (quirk `predicateValidatorsAlwaysFail`). Use a DpathValidator.")
    }
    try strategy.validate(value.json(TemplateScope(config: config)), name: "a value computed from the settings")
  }
}
