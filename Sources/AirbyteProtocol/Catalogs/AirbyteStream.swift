package import JSON

/// A stream as `discover` describes it.
package struct AirbyteStream: Sendable, Hashable {
  package var name: String
  package var jsonSchema: JSONObject
  package var supportedSyncModes: [SyncMode]
  package var sourceDefinedCursor: Bool?
  package var defaultCursorField: [String]?
  /// Each key is a path to a field.
  package var sourceDefinedPrimaryKey: [[String]]?
  package var namespace: String?
  package var isResumable: Bool?
  package var isFileBased: Bool?

  package init(
    name: String, jsonSchema: JSONObject, supportedSyncModes: [SyncMode], sourceDefinedCursor: Bool? = nil,
    defaultCursorField: [String]? = nil, sourceDefinedPrimaryKey: [[String]]? = nil, namespace: String? = nil,
    isResumable: Bool? = nil, isFileBased: Bool? = nil
  ) {
    self.name = name
    self.jsonSchema = jsonSchema
    self.supportedSyncModes = supportedSyncModes
    self.sourceDefinedCursor = sourceDefinedCursor
    self.defaultCursorField = defaultCursorField
    self.sourceDefinedPrimaryKey = sourceDefinedPrimaryKey
    self.namespace = namespace
    self.isResumable = isResumable
    self.isFileBased = isFileBased
  }

  package var descriptor: StreamDescriptor { StreamDescriptor(name: name, namespace: namespace) }

  init(_ fields: FieldReader) throws(ProtocolInputError) {
    name = try fields.text("name")
    var fields = fields
    fields.about = "stream `\(name)`"
    jsonSchema = try fields.object("json_schema")
    var modes: [SyncMode] = []
    for (place, mode) in try fields.list("supported_sync_modes").enumerated() {
      modes.append(try fields.choice("supported_sync_modes[\(place)]", mode, as: SyncMode.self))
    }
    supportedSyncModes = modes
    sourceDefinedCursor = try fields.optionalFlag("source_defined_cursor")
    defaultCursorField = try fields.optionalTexts("default_cursor_field")
    sourceDefinedPrimaryKey = try fields.optionalTextLists("source_defined_primary_key")
    namespace = try fields.optionalText("namespace")
    isResumable = try fields.optionalFlag("is_resumable")
    isFileBased = try fields.optionalFlag("is_file_based")
  }
}
