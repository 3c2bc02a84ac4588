internal import ConnectorKit
internal import Document
internal import JSON

/// Moves the fields of a nested object up into the record.
struct DpathFlattenFields: RecordTransformation {
  static let spec = ComponentSpec<any RecordTransformation>(
    "DpathFlattenFields", "Moves the fields of a nested object up into the record, unless one of their names is taken.", since: "6.22",
    fields: Field<[TemplateText]>.templates("field_path", doc: "The path of the object; with `*` the first one found is taken.")
      .variables(.config, .parameters).examples(["data"], ["data", "*", "field"]),
    Field<Bool>.bool("delete_origin_value", doc: "Whether the object itself is removed; with `*` all that the path finds.")
      .default(false, shown: false),
    Field<Bool>.bool("replace_record", doc: "Whether the record keeps nothing but the object's fields.").default(false, shown: false),
    Field<KeyTransformation>.component(
      "key_transformation", ["KeyTransformation"], doc: "Changes the names of the fields that move."
    ).optional,
    Field<BuildContext>.context,
    examples: [
      """
      type: DpathFlattenFields
      field_path: [attributes]
      delete_origin_value: true
      key_transformation:
        type: KeyTransformation
        prefix: attribute_
      """
    ],
    make: DpathFlattenFields.init)

  private let fieldPath: PathTemplates
  private let deletesOrigin: Bool
  private let replacesRecord: Bool
  private let keys: KeyTransformation?

  init(fieldPath: [TemplateText], deletesOrigin: Bool, replacesRecord: Bool, keys: KeyTransformation?, context: BuildContext) {
    self.fieldPath = PathTemplates(fieldPath, context)
    self.deletesOrigin = deletesOrigin
    self.replacesRecord = replacesRecord
    self.keys = keys
  }

  func transform(_ records: inout [JSONRecord], _ scope: RecordScope) throws {
    let path = try fieldPath.path(scope)
    do {
      for place in records.indices { try flatten(&records[place], path) }
    } catch let error as DataPathError {
      throw SyncError(.system, "Stream \(scope.streamName): DpathFlattenFields failed: \(error).", streamName: scope.streamName)
    }
  }

  private func flatten(_ record: inout JSONRecord, _ path: DataPath) throws {
    guard let inner = try object(in: record, path) else { return }
    let moving = inner.fields.map { (key: keys?.name(for: $0.key) ?? $0.key, field: $0.field) }
    if replacesRecord, !moving.isEmpty {
      // The whole record put in its own place under the same names leaves nothing.
      record = JSONRecord()
      if path.isEmpty, keys?.isEmpty ?? true { return }
    } else {
      guard !moving.contains(where: { record.contains($0.key) }) else { return }
      if deletesOrigin { try path.remove(from: &record) }
    }
    for (key, field) in moving { record.set(field, for: key) }
  }

  /// The object that the path leads to; nil when that is something else, or nothing.
  private func object(in record: JSONRecord, _ path: DataPath) throws -> JSONRecord? {
    if path.isEmpty { return record }
    if let view = record.untouchedView {
      let found = path.hasStar ? try path.values(in: view).first : try path.value(in: view)
      return found.flatMap { JSONRecord(view: $0) }
    }
    if let key = path.singleKey {
      switch record.field(key) {
      case .view(let view): return JSONRecord(view: view)
      case .value(.object(let object)): return JSONRecord(object: object)
      default: return nil
      }
    }
    let value = JSONValue.object(record.object)
    let found = path.hasStar ? try path.values(in: value).first : try path.value(in: value)
    guard case .object(let object)? = found else { return nil }
    return JSONRecord(object: object)
  }
}
