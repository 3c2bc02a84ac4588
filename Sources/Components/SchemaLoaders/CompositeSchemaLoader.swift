internal import ConnectorKit
internal import JSON

/// Puts the properties of several schemas together; of equal properties the first loader's holds.
struct CompositeSchemaLoader: SchemaLoader {
  let loaders: [any SchemaLoader]

  func schema(streamName: String, run: RunServices) async throws -> JSONObject {
    var properties: JSONObject = [:]
    for loader in loaders {
      let schema = try await loader.schema(streamName: streamName, run: run)
      guard let own = schema["properties"]?.objectValue else {
        throw SyncError(
          .system,
          "Stream \(streamName) combines several schemas, but one of them has no `properties`. Add them to that schema.",
          streamName: streamName)
      }
      for (name, property) in own where properties[name] == nil { properties[name] = property }
    }
    return [
      "$schema": "http://json-schema.org/draft-07/schema#",
      "type": ["null", "object"],
      "properties": .object(properties),
    ]
  }
}
