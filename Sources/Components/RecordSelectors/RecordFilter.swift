internal import ConnectorKit
internal import JSON
internal import Templates

/// Keeps the records for which a condition holds.
struct RecordFilter: RecordFiltering {
  static let spec = ComponentSpec<any RecordFiltering>(
    "RecordFilter", "Keeps the records for which a condition holds.",
    fields: Field<TemplateCondition>.condition("condition", doc: "Holds for the records that are kept; none keeps all.")
      .variables(.config, .parameters, .record, .nextPageToken, .streamInterval, .streamPartition, .streamSlice).optional.shown(""),
    Field<BuildContext>.context,
    examples: [
      """
      type: RecordFilter
      condition: "{{ record['status'] != 'archived' or config.get('with_archive') }}"
      """
    ],
    make: RecordFilter.init)

  private let condition: TemplateCondition?
  private let keepsAll: Bool

  init(condition: TemplateCondition?, context: BuildContext) {
    self.condition = condition
    keepsAll = (condition?.isEmpty ?? true) && !context.follows(.emptyFilterDropsAll)
  }

  func filter(_ records: inout [JSONRecord], _ scope: RecordScope) throws {
    if keepsAll { return }
    guard let condition, !condition.isEmpty else { return records.removeAll() }
    var variables = TemplateScope(scope)
    try records.keep { record in
      if let isWanted = condition.holdsDirectly(for: record) { return isWanted }
      let fields = variables.bind(record)
      guard try condition.holds(variables) else { return false }
      if fields.isMutated { record = try record.takingOver(fields) }
      return true
    }
  }

  func keeps(_ value: JSONValue, _ scope: RecordScope) throws -> Bool {
    if keepsAll { return true }
    guard let condition, !condition.isEmpty else { return false }
    var variables = TemplateScope(scope)
    variables.set(recordValue: value)
    return try condition.holds(variables)
  }
}

extension JSONRecord {
  /// The record with what a template changed in its fields.
  func takingOver(_ fields: TemplateDict) throws(TemplateError) -> JSONRecord {
    guard fields.isMutated else { return self }
    guard case .object(let object)? = TemplateValue.dict(fields).json else {
      throw TemplateError(.typeError, "the template left a value in the record that JSON cannot represent")
    }
    return JSONRecord(object: object)
  }
}

extension [JSONRecord] {
  /// Removes in place, without touching those that stay, the records that are not wanted.
  fileprivate mutating func keep(_ isWanted: (inout JSONRecord) throws -> Bool) rethrows {
    var kept = 0
    for place in indices where try isWanted(&self[place]) {
      if kept < place { swapAt(kept, place) }
      kept += 1
    }
    removeLast(count - kept)
  }
}
