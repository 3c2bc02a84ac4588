internal import ConnectorKit
internal import Document
internal import JSON
internal import Templates

/// Adds fields to each record, or replaces them.
struct AddFields: RecordTransformation {
  static let spec = ComponentSpec<any RecordTransformation>(
    "AddFields", "Adds fields to each record, or replaces them.",
    fields: Field<[AddedFieldDefinition]>.components(
      "fields", ["AddedFieldDefinition"],
      doc: "The fields in the order in which they are added; each sees those before it."
    ).typedByPlace("AddedFieldDefinition"),
    Field<TemplateCondition>.condition("condition", doc: "The fields are added where it holds; it sees the new `value` and its `path`.")
      .variables(.config, .parameters, .record, .value, .path, .streamInterval, .streamPartition, .streamSlice).optional.shown(""),
    examples: [
      "type: AddFields\nfields:\n  - type: AddedFieldDefinition\n    path: [shop]\n    value: \"{{ config['shop'] }}\""
    ],
    make: AddFields.init)

  private let fields: [AddedFieldDefinition]
  private let condition: TemplateCondition?

  init(fields: [AddedFieldDefinition], condition: TemplateCondition?) {
    self.fields = fields
    self.condition = condition.flatMap { $0.isEmpty ? nil : $0 }
  }

  func transform(_ records: inout [JSONRecord], _ scope: RecordScope) throws {
    var variables = TemplateScope(transforming: scope)
    for place in records.indices {
      for field in fields { try add(field, to: &records[place], &variables, scope) }
    }
  }

  private func add(
    _ field: AddedFieldDefinition, to record: inout JSONRecord, _ variables: inout TemplateScope, _ scope: RecordScope
  ) throws {
    if condition == nil, field.addDirectly(to: &record) { return }
    let isConstant = field.isPlain && condition == nil
    let members = isConstant ? nil : variables.bind(record)
    let source = field.value.source
    let value = try scope.evaluating(source, of: "AddFields") { () throws(TemplateError) in try field.evaluate(variables) }
    let isWanted = try holds(for: value, of: field, variables, scope)
    if let members, members.isMutated {
      record = try scope.evaluating(source, of: "AddFields") { () throws(TemplateError) in try record.takingOver(members) }
    }
    guard isWanted else { return }
    let json = try scope.evaluating(source, of: "AddFields") { () throws(TemplateError) in try value.jsonOrText() }
    members?.release()
    try set(json, at: field, in: &record, scope)
  }

  private func holds(
    for value: TemplateValue, of field: AddedFieldDefinition, _ variables: TemplateScope, _ scope: RecordScope
  ) throws -> Bool {
    guard let condition else { return true }
    var variables = variables
    variables.set(.value, value)
    variables.set(.path, .list(field.path.segments.map { .string($0) }))
    return try scope.evaluating(condition.source, of: "AddFields") { () throws(TemplateError) in try condition.holds(variables) }
  }

  private func set(_ value: JSONValue, at field: AddedFieldDefinition, in record: inout JSONRecord, _ scope: RecordScope) throws {
    do throws(DataPathError) {
      try field.path.set(.value(value), in: &record)
    } catch {
      throw SyncError(
        .system, "Stream \(scope.streamName): AddFields cannot add the field \(field.path.segments): \(error).",
        streamName: scope.streamName
      )
    }
  }
}
