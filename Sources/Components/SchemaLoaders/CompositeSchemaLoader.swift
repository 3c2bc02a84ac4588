internal import ConnectorKit
internal import JSON

/// Lays the schemas of several loaders over each other; of equal properties the later loader's wins.
struct CompositeSchemaLoader: SchemaLoader {
  let loaders: [any SchemaLoader]

  func schema(streamName: String, run: RunServices) async throws -> JSONObject {
    var properties: JSONObject = [:]
    for loader in loaders {
      let schema = try await loader.schema(streamName: streamName, run: run)
      for (name, property) in schema["properties"]?.objectValue ?? [:] { properties[name] = property }
    }
    return [
      "$schema": "http://json-schema.org/draft-07/schema#",
      "type": "object",
      "properties": .object(properties),
    ]
  }
}
