internal import ConnectorKit
internal import JSON

/// The schema of a stream that declares none: that of `schemas/<stream>.json` beside the manifest, or an empty one.
struct DefaultSchemaLoader: SchemaLoader {
  let directory: String

  func schema(streamName: String, run: RunServices) async throws -> JSONObject {
    if !run.follows(.findsNoSchemaFiles), mayNameAFile(streamName),
      let schema = try SchemaFile.find("schemas/\(streamName).json", from: directory, run)
    {
      return schema
    }
    run.log.write(.info, "Stream \(streamName) declares no schema and has no schema file; its schema is empty.")
    return [:]
  }

  /// Streams may be named by an API, which does not choose files.
  private func mayNameAFile(_ streamName: String) -> Bool {
    !directory.isEmpty && !streamName.split(separator: "/").contains("..") && !streamName.utf8.contains(0)
  }
}
