internal import ConnectorKit
internal import Document
internal import JSON

/// What a workspace of an Airbyte server holds.
struct AirbyteWorkspace: Sendable {
  let id: String
  let name: String
  /// Resources as the API gives them, in its order.
  var sources: [JSONObject]
  var destinations: [JSONObject]
  var connections: [JSONObject]
  /// Manifests that were published.
  var manifests: [JSONObject]
  var sourceDefinitions: [JSONObject]
  var destinationDefinitions: [JSONObject]
  var tags: [JSONObject]

  /// Reads a workspace.
  ///
  /// - Parameters:
  ///   - wanted: its name or ID; nil for the only one.
  ///   - hasTags: whether its tags are wanted, which old servers do not have.
  /// - Throws: `SyncError` when it cannot be read, or it is not clear which is meant.
  static func read(_ client: AirbyteClient, wanted: String?, hasTags: Bool) async throws -> AirbyteWorkspace {
    let all = try await client.list("workspaces")
    let fitting =
      wanted.map { wanted in all.filter { $0["workspaceId"]?.stringValue == wanted || $0["name"]?.stringValue == wanted } } ?? all
    guard fitting.count == 1, let id = fitting[0]["workspaceId"]?.stringValue else {
      let names = all.compactMap { $0["name"]?.stringValue }.sorted().joined(separator: ", ")
      throw SyncError(
        .config,
        wanted.map { "The Airbyte server has no workspace `\($0)`, or several. Its workspaces: \(names)." }
          ?? "The Airbyte server has \(all.count) workspaces. Choose one with `workspace` in the target: \(names).")
    }
    let query = [("workspaceIds", id)]
    async let sources = client.list("sources", query)
    async let destinations = client.list("destinations", query)
    async let connections = client.list("connections", query)
    async let manifests = client.list("workspaces/\(id)/definitions/declarative_sources")
    async let sourceDefinitions = client.list("workspaces/\(id)/definitions/sources")
    async let destinationDefinitions = client.list("workspaces/\(id)/definitions/destinations")
    async let tags = hasTags ? client.get("tags?workspaceIds=\(id)") : JSONValue.null
    return AirbyteWorkspace(
      id: id, name: fitting[0]["name"]?.stringValue ?? id, sources: try await sources, destinations: try await destinations,
      connections: try await connections, manifests: try await manifests, sourceDefinitions: try await sourceDefinitions,
      destinationDefinitions: try await destinationDefinitions,
      tags: try await tags["data"]?.arrayValue?.compactMap(\.objectValue) ?? [])
  }

  /// The resource of a name.
  ///
  /// - Throws: a diagnostic when there are several, one of which would be hidden.
  static func named(_ name: String, in resources: [JSONObject], _ kind: String, at location: SourceLocation?) throws -> JSONObject? {
    let fitting = resources.filter { $0["name"]?.stringValue == name }
    guard fitting.count <= 1 else {
      throw Diagnostic(
        code: .repeatedName, "the Airbyte server has \(fitting.count) \(kind)s of the name `\(name)`", at: location,
        fix: "rename all but one of them on the server")
    }
    return fitting.first
  }

  /// The ID of a connector that is installed, by its ID, its name, or the last part of its image.
  static func definition(_ wanted: String, in definitions: [JSONObject], _ kind: String, at location: SourceLocation?) throws -> String {
    func names(_ definition: JSONObject) -> [String] {
      let image = definition["dockerRepository"]?.stringValue?.split(separator: "/").last.map(String.init) ?? ""
      let short = image.hasPrefix("\(kind)-") ? String(image.dropFirst(kind.count + 1)) : image
      return [definition["name"]?.stringValue ?? "", image, short].filter { !$0.isEmpty }
    }
    let fitting = definitions.filter { $0["id"]?.stringValue == wanted || names($0).contains { $0.lowercased() == wanted.lowercased() } }
    if let id = fitting.first?["id"]?.stringValue, fitting.count == 1 { return id }
    let known = definitions.flatMap { names($0).prefix(1) }
    let near = NearMiss.nearest(to: wanted, among: known)
    throw Diagnostic(
      code: .unknownName,
      "the Airbyte server has \(fitting.isEmpty ? "no" : "several") \(kind) connector\(fitting.isEmpty ? "" : "s") `\(wanted)`",
      at: location, fix: near.map { "did you mean `\($0)`?" } ?? "use the ID or the name of an installed one")
  }
}
