internal import ConnectorKit
internal import Document
internal import JSON
internal import Templates

/// Where a record that describes fields holds their names and types.
struct SchemaTypeIdentifier: Sendable {
  static let spec = ComponentSpec<SchemaTypeIdentifier>(
    "SchemaTypeIdentifier", "Says where a record that describes fields holds their names and types.", since: "6.11", typing: .optional,
    fields: Field<PathTemplates>.pointer("schema_pointer", doc: "The path of the list of fields; the record itself when empty.")
      .optional.shown([]),
    Field<PathTemplates>.pointer("key_pointer", doc: "The path of the name in a field's description."),
    Field<PathTemplates>.pointer("type_pointer", doc: "The path of the type; all fields are strings by default.").optional,
    Field<[TypesMap]>.components(
      "types_mapping", ["TypesMap"], doc: "What the API's types mean; the first that fits holds."
    ).default([], shown: []),
    examples: [
      """
      type: SchemaTypeIdentifier
      schema_pointer: [fields]
      key_pointer: [name]
      type_pointer: [type]
      types_mapping:
        - target_type: [number, string]
          current_type: money
      """
    ],
    make: SchemaTypeIdentifier.init)

  let schemaPointer: PathTemplates?
  let keyPointer: PathTemplates
  let typePointer: PathTemplates?
  let types: [TypesMap]

  /// The schemas of the fields that a record describes, by their names.
  ///
  /// - Throws: ``SyncError`` when the record is not of the declared form or a type is unknown.
  func properties(in record: JSONRecord, _ scope: RecordScope) throws -> JSONObject {
    let whole = JSONValue.object(record.object)
    let list: [JSONValue]
    switch try found(schemaPointer, in: whole, scope) {
    case .array(let elements)?: list = elements
    // Of a mapping the names are the descriptions.
    case .object(let object)?: list = object.keys.map { .string($0) }
    default: throw SyncError(.system, "`schema_pointer` does not point to a list of fields in the record.")
    }
    var properties: JSONObject = [:]
    for description in list {
      guard let name = try found(keyPointer, in: description, scope)?.stringValue else {
        throw SyncError(.system, "`key_pointer` must point to a string in \(JSONText.compact(description)).")
      }
      properties[name] = try schema(of: description, scope)
    }
    return properties
  }

  private func found(_ pointer: PathTemplates?, in value: JSONValue, _ scope: RecordScope) throws -> JSONValue? {
    guard let pointer, !pointer.isEmpty else { return value }
    do {
      return try pointer.path(scope).value(in: value)
    } catch let error as DataPathError {
      throw SyncError(.system, "\(error)")
    }
  }

  private func schema(of description: JSONValue, _ scope: RecordScope) throws -> JSONValue {
    var type: JSONValue = "string"
    if let typePointer, !typePointer.isEmpty { type = try found(typePointer, in: description, scope) ?? "string" }
    for map in types where try map.fits(type, description, scope) { return try map.target.schema }
    return try FieldTarget(type).schema
  }
}

extension Field where Value == PathTemplates {
  /// A path, its segments being templates over the config.
  static func pointer(_ name: String, doc: String) -> Field<PathTemplates> {
    Field<[TemplateText]>.templates(name, doc: doc).variables(.config, .parameters).map { PathTemplates($0, $1) }
  }
}
