internal import ConnectorKit
internal import JSON

/// Selects the properties that the configured catalog's schema of the stream has.
struct JsonSchemaPropertySelector: Sendable {
  static let spec = ComponentSpec<JsonSchemaPropertySelector>(
    "JsonSchemaPropertySelector", "Selects the properties that the schema in the configured catalog has.", since: "7.4",
    fields: Field<[any RecordTransformation]>.slots(
      "transformations", .transformation,
      doc: "Changes that bring the schema's properties into the form in which the API names them."
    ).default([], shown: []),
    examples: ["type: JsonSchemaPropertySelector\ntransformations:\n  - type: KeysToLower"],
    make: JsonSchemaPropertySelector.init)

  let transformations: [any RecordTransformation]

  /// - Returns: nil when the run has no catalog or the stream is not in it, so that everything is wanted.
  func selection(streamName: String, run: RunServices) throws -> Set<String>? {
    guard let schema = run.catalogSchemas?[streamName] else { return nil }
    var properties = [JSONRecord(object: schema["properties"]?.objectValue ?? [:])]
    let scope = RecordScope(streamName: streamName, slice: StreamSlice(), run: run)
    for transformation in transformations { try transformation.transform(&properties, scope) }
    return Set(properties.first?.object.map(\.key) ?? [])
  }
}
