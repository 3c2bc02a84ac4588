import ConnectorKit

/// Asks the API which fields its records have.
struct EndpointSchema: SchemaLoader {
  static let spec = ComponentSpec<any SchemaLoader>(
    "EndpointSchema", "Makes the schema of a list of fields that the API gives.",
    fields: Field<any Requester>.slot("requester", .requester, doc: "Asks for the fields."),
    make: EndpointSchema.init)

  let requester: any Requester

  /// The API's names of types, and those of JSON schemas.
  private static let types: [String: String] = ["number": "number", "int": "integer", "text": "string", "flag": "boolean"]

  func schema(streamName: String, run: RunServices) async throws -> JSONObject {
    let scope = RequestScope(streamName: streamName, run: run)
    let body = try await requester.send(scope, additions: RequestOptions(), path: nil).answer()?.json
    guard let fields = body?["fields"] else {
      throw SyncError(.system, "Stream \(streamName): the API gave no list of fields.")
    }
    var properties = JSONObject()
    for field in fields.elements {
      guard let name = field["name"]?.string else { continue }
      let type = field["kind"]?.string.flatMap { Self.types[$0] }
      properties[name] = type.map { ["type": ["null", .string($0)]] } ?? [:]
    }
    return ["type": "object", "properties": .object(properties)]
  }
}
