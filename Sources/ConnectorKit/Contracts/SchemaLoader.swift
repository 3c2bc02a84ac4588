public import JSON

/// Gives the JSON schema of a stream's records.
public protocol SchemaLoader: Sendable {
  /// - Throws: ``SyncError`` when the schema cannot be had.
  func schema(streamName: String, run: RunServices) async throws -> JSONObject
}
