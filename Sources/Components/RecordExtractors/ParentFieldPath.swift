internal import ConnectorKit
internal import Document
internal import JSON

/// One field that is copied from a record onto each of the records that are made from it.
struct ParentFieldPath: Sendable {
  static let spec = ComponentSpec<ParentFieldPath>(
    "ParentFieldPath", "Copies a field of the expanded record onto each record made from it.", since: "7.29",
    fields: Field<[TemplateText]>.templates("parent_path", doc: "The path of the value in the expanded record."),
    Field<[TemplateText]>.templates("record_path", doc: "The path of the field in the new record that takes the value."),
    Field<BuildContext>.context,
    examples: [
      """
      type: ParentFieldPath
      parent_path: [id]
      record_path: [order_id]
      """
    ],
    make: ParentFieldPath.init)

  private let parentPath: [String]
  private let recordPath: NewFieldPath

  init(parentPath: [TemplateText], recordPath: [TemplateText], context: BuildContext) throws {
    for (path, name) in [(parentPath, "parent_path"), (recordPath, "record_path")] where path.isEmpty {
      throw Diagnostic(code: .emptyPath, "`\(name)` must not be empty", at: context.location)
    }
    self.parentPath = try PathTemplates(parentPath, context).fieldName("parent_path", at: context.location)
    self.recordPath = NewFieldPath(try PathTemplates(recordPath, context).fieldName("record_path", at: context.location))
  }

  /// Copies the value; one that is missing is copied as null.
  func copy(from parent: JSONView, to record: inout JSONRecord, _ scope: RecordScope) throws {
    let field = value(in: parent).map { JSONRecord.Field.view($0) } ?? .value(.null)
    do {
      try recordPath.set(field, in: &record)
    } catch {
      throw SyncError(
        .config,
        "Stream \(scope.streamName): a parent field cannot be written to `record_path` \(recordPath.segments): \(error). "
          + "Choose a path that the expanded items do not use otherwise.",
        streamName: scope.streamName)
    }
  }

  private func value(in parent: JSONView) -> JSONView? {
    var current = parent
    for segment in parentPath {
      guard let next = current[segment] ?? PythonInteger.parse(segment).flatMap({ current[$0] }) else { return nil }
      current = next
    }
    return current
  }
}
