internal import ConnectorKit
internal import Document
internal import JSON

/// Makes a demand on the settings at a path.
struct DpathValidator: ConfigValidation {
  static let spec = ComponentSpec<any ConfigValidation>(
    "DpathValidator", "Makes a demand on the settings at a path.", since: "6.49",
    fields: Field<[TemplateText]>.templates(
      "field_path", doc: "The path of the settings; `*` matches every member or element. What is not there meets every demand."
    ).variables(.parameters),
    Field<any ValidationStrategy>.slot(
      "validation_strategy", .validationStrategy, doc: "The demand that each value found must meet."),
    Field<BuildContext>.context,
    examples: [
      """
      type: DpathValidator
      field_path: [regions]
      validation_strategy:
        type: ValidateAdheresToSchema
        base_schema: {type: array, items: {enum: [eu, us]}, minItems: 1}
      """
    ],
    make: DpathValidator.init)

  private let path: DataPath
  private let strategy: any ValidationStrategy

  init(path: [TemplateText], strategy: any ValidationStrategy, context: BuildContext) throws {
    guard !path.isEmpty else {
      throw Diagnostic(code: .emptyPath, "the `field_path` of a DpathValidator must not be empty", at: context.location)
    }
    let scope = TemplateScope(config: [:])
    self.path = DataPath(try path.map { PathSegment(try $0.value(scope)) })
    self.strategy = strategy
  }

  func validate(_ config: JSONObject) throws {
    let values: [JSONValue]
    do throws(DataPathError) {
      let whole = JSONValue.object(config)
      values = path.hasStar ? try path.values(in: whole) : try path.value(in: whole).map { [$0] } ?? []
    } catch {
      throw SyncError(.system, "The config cannot be checked: \(error).")
    }
    let name = path.segments.map(\.text).joined(separator: ".")
    for value in values { try strategy.validate(value, name: name) }
  }
}
