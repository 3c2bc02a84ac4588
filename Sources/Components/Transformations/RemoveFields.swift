internal import ConnectorKit
internal import Document
internal import JSON
internal import Templates

/// Removes fields from each record.
struct RemoveFields: RecordTransformation {
  static let spec = ComponentSpec<any RecordTransformation>(
    "RemoveFields", "Removes fields from each record.",
    fields: Field<[DataPath]>.pointers(
      "field_pointers",
      doc:
        "The paths of the fields; `*` matches every member or element, `**` for any depth. An element that is not the last of its list "
        + "becomes null."),
    Field<TemplateCondition>.conditionWithoutParameters(
      "condition",
      doc:
        "With a condition the paths do not matter: of the whole record every `property` is removed for which it holds, objects and lists "
        + "excepted."
    ).variables(.config, .property).optional.shown(""),
    examples: ["type: RemoveFields\nfield_pointers:\n  - [internal, id]"],
    make: RemoveFields.init)

  private let paths: [DataPath]
  private let condition: TemplateCondition?

  init(paths: [DataPath], condition: TemplateCondition?) {
    self.paths = paths
    self.condition = condition.flatMap { $0.isEmpty ? nil : $0 }
  }

  func transform(_ records: inout [JSONRecord], _ scope: RecordScope) throws {
    do {
      if let condition {
        try removeScalars(where: condition, from: &records, scope)
      } else {
        for path in paths {
          for place in records.indices { try path.remove(from: &records[place]) }
        }
      }
    } catch let error as DataPathError {
      throw SyncError(.system, "Stream \(scope.streamName): RemoveFields cannot remove a field: \(error).", streamName: scope.streamName)
    }
  }

  private func removeScalars(where condition: TemplateCondition, from records: inout [JSONRecord], _ scope: RecordScope) throws {
    var variables = TemplateScope(config: scope.run.config)
    for place in records.indices {
      for _ in paths {
        try records[place].removeScalars { value in
          variables.set(.property, TemplateValue(value))
          return try scope.evaluating(condition.source, of: "RemoveFields") { () throws(TemplateError) in try condition.holds(variables) }
        }
      }
    }
  }
}

extension Field where Value == [DataPath] {
  /// A list of paths, each a list of segments that are taken as they stand.
  static func pointers(_ name: String, doc: String) -> Field<[DataPath]> {
    .custom(name, as: .list(.list(.string)), doc: doc) { node, _ in
      func list(_ node: Node) throws -> [Node] {
        if let elements = node.sequence { return elements }
        throw Diagnostic(code: .wrongType, "`\(name)` must be a list of lists of strings, got \(node.kind)", at: node.location)
      }
      return try list(node).map { DataPath(try list($0).map(\.templateText)) }
    }
  }
}

extension Field where Value == TemplateCondition {
  /// A condition to which the component's parameters are not known.
  static func conditionWithoutParameters(_ name: String, doc: String) -> Field<TemplateCondition> {
    let plain = Field.condition(name, doc: doc)
    return Field(plain.info) { node, context in
      var context = context
      context.parameters = [:]
      return try plain.decode(node, context)
    }
  }
}
