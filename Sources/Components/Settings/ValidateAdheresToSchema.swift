internal import ConnectorKit
internal import Document
internal import JSON
internal import JSONSchema

/// Demands that a value fits a JSON schema.
///
/// A text that does not fit as it stands may hold the value as JSON.
struct ValidateAdheresToSchema: ValidationStrategy {
  static let spec = ComponentSpec<any ValidationStrategy>(
    "ValidateAdheresToSchema", "Demands that a value fits a JSON schema. A string may hold the value as JSON.", since: "6.49",
    fields: Field<Node>.node("base_schema", as: .anyOf([.object, .string]), doc: "The schema, or a string that holds it as JSON."),
    Field<BuildContext>.context,
    examples: [
      """
      type: ValidateAdheresToSchema
      base_schema:
        type: object
        required: [api_key]
        properties:
          api_key: {type: string, minLength: 20}
      """
    ],
    make: ValidateAdheresToSchema.init)

  private let schema: JSONSchema
  private let parsesText: Bool

  init(schema node: Node, context: BuildContext) throws {
    parsesText = context.follows(.validatorsParseText)
    do {
      let json = try node.string.map { try JSONValue.parse(Array($0.utf8)) } ?? node.json
      schema = try JSONSchema.compile(json, options: JSONSchemaOptions(dialect: .declared))
    } catch {
      throw Diagnostic(code: .schema, "`base_schema` cannot be used: \(error)", at: node.location)
    }
  }

  func validate(_ value: JSONValue, name: String) throws {
    guard let text = value.stringValue else { return try demand(value, name) }
    if !parsesText, schema.isValid(value) { return }
    if let parsed = try? JSONValue.parse(Array(text.utf8)) { return try demand(parsed, name) }
    if parsesText { throw SyncError(.system, "The setting `\(name)` must be valid JSON.") }
    try demand(value, name)
  }

  private func demand(_ value: JSONValue, _ name: String) throws {
    guard let violation = JSONSchemaViolation.bestMatch(of: schema.validate(value)) else { return }
    throw SyncError(.system, "The config does not match the connector's rules: setting `\(name)`: \(violation.message).")
  }
}
