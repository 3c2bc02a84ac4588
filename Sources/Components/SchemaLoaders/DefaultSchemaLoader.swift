internal import ConnectorKit
internal import JSON

/// The schema of a stream that declares none: that of `schemas/<stream>.json` beside the manifest, or an empty one.
struct DefaultSchemaLoader: SchemaLoader {
  let directory: String

  func schema(streamName: String, run: RunServices) async throws -> JSONObject {
    do {
      return try SchemaFile.read("schemas/\(streamName).json", from: directory, run)
    } catch {
      run.log.write(.info, "Stream \(streamName) declares no schema and has no schema file; its schema is empty.")
      return [:]
    }
  }
}
