internal import ConnectorKit
internal import Document
internal import JSON
internal import Templates

/// Adds settings to a config, or replaces them.
struct ConfigAddFields: ConfigTransformation {
  static let spec = ComponentSpec<any ConfigTransformation>(
    "ConfigAddFields", "Adds settings to a config, or replaces them.", since: "6.49",
    fields: Field<[AddedFieldDefinition]>.components(
      "fields", ["AddedFieldDefinition"],
      doc: "The settings in the order in which they are added; each sees those before it."),
    Field<TemplateCondition>.conditionWithoutParameters(
      "condition", doc: "A setting is added where it holds; it sees the new `value` and its `path`."
    )
    .variables(.config, .value, .path).optional.shown(""),
    examples: [
      """
      type: ConfigAddFields
      fields:
        - type: AddedFieldDefinition
          path: [host]
          value: "{{ config['subdomain'] }}.example.com"
      condition: "{{ 'host' not in config }}"
      """
    ],
    make: ConfigAddFields.init)

  private let fields: [AddedFieldDefinition]
  private let condition: TemplateCondition?

  init(fields: [AddedFieldDefinition], condition: TemplateCondition?) {
    self.fields = fields
    self.condition = condition.flatMap { $0.isEmpty ? nil : $0 }
  }

  func transform(_ config: inout JSONObject) throws {
    for field in fields {
      var scope = TemplateScope(config: config)
      let value = try field.evaluate(scope)
      if let condition {
        scope.set(.value, value)
        scope.set(.path, .list(field.path.segments.map { .string($0) }))
        guard try condition.holds(scope) else { continue }
      }
      var record = JSONRecord(object: config)
      do {
        try field.path.set(.value(try value.jsonOrText()), in: &record)
      } catch let error as DataPathError {
        throw SyncError(.system, "Cannot add the setting `\(field.path.segments.joined(separator: "."))` to the config: \(error).")
      }
      config = record.object
    }
  }
}
