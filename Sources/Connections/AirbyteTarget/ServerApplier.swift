internal import ConnectorKit
internal import Document
internal import JSON
internal import Sync

/// A workspace that a plan was made for.
struct ServerPlace: Sendable {
  let client: AirbyteClient
  let workspace: AirbyteWorkspace
  let record: ServerRecord
  let name: String
}

/// Sends the requests of a plan to an Airbyte server.
struct ServerApplier {
  private let place: ServerPlace
  private var record: ServerRecord
  /// IDs of what was there and what was made, by kind and name.
  private var actors: [String: String] = [:]
  private var manifests: [String: String] = [:]
  private var tags: [String: JSONObject] = [:]

  private init(_ place: ServerPlace) {
    self.place = place
    record = place.record
    for source in place.workspace.sources { actors["source \(source["name"]?.stringValue ?? "")"] = source["sourceId"]?.stringValue }
    for destination in place.workspace.destinations {
      actors["destination \(destination["name"]?.stringValue ?? "")"] = destination["destinationId"]?.stringValue
    }
    for manifest in place.workspace.manifests { manifests[manifest["name"]?.stringValue ?? ""] = manifest["id"]?.stringValue }
    for tag in place.workspace.tags { tags[tag["name"]?.stringValue ?? ""] = tag }
  }

  /// Carries out changes in order. What was done when one fails stays done; the next plan has the rest.
  ///
  /// - Throws: `SyncError` of the first request that fails.
  static func apply(_ changes: [ServerChange], to place: ServerPlace) async throws {
    var applier = ServerApplier(place)
    do {
      for change in changes { try await applier.apply(change) }
    } catch {
      try applier.record.save()
      throw error
    }
    try applier.record.save()
  }

  private mutating func apply(_ change: ServerChange) async throws {
    let (client, workspace) = (place.client, place.workspace.id)
    switch change {
    case .manifest(let name, let manifest, let id?):
      try await client.send("PUT", "workspaces/\(workspace)/definitions/declarative_sources/\(id)", ["manifest": manifest])
      manifests[name] = id
    case .manifest(let name, let manifest, nil):
      let answer = try await client.send(
        "POST", "workspaces/\(workspace)/definitions/declarative_sources", ["name": .string(name), "manifest": manifest])
      manifests[name] = answer["id"]?.stringValue
    case .tag(let name):
      let answer = try await client.send("POST", "tags", ["name": .string(name), "color": "7F7F7F", "workspaceId": .string(workspace)])
      tags[name] = answer.objectValue
    case .actor(let actor): try await apply(actor)
    case .connection(let connection): try await apply(connection)
    case .deleteConnection(let id): try await client.send("DELETE", "connections/\(id)", nil)
    case .deleteActor(let kind, let id):
      try await client.send("DELETE", "\(kind == .source ? "sources" : "destinations")/\(id)", nil)
    }
  }

  private mutating func apply(_ actor: ServerActor) async throws {
    var body: JSONObject = ["name": .string(actor.name), "configuration": .object(actor.configuration)]
    if let id = actor.id {
      try await place.client.send(actor.replaces ? "PUT" : "PATCH", "\(actor.path)/\(id)", body)
      actors["\(actor.kind.rawValue) \(actor.name)"] = id
    } else {
      body["workspaceId"] = .string(place.workspace.id)
      switch actor.definition {
      case .id(let id): body["definitionId"] = .string(id)
      case .manifest(let name): body["definitionId"] = manifests[name].map(JSONValue.string) ?? .null
      }
      let answer = try await place.client.send("POST", actor.path, body)
      guard let id = answer[actor.idKey]?.stringValue else {
        throw SyncError(.system, "The Airbyte server made the \(actor.kind.rawValue) `\(actor.name)` without a `\(actor.idKey)`.")
      }
      actors["\(actor.kind.rawValue) \(actor.name)"] = id
    }
    record.set(actor.kind, actor.name, salt: actor.salt, actor.recorded)
  }

  private func apply(_ connection: ServerConnection) async throws {
    let declared = connection.declared
    guard let source = actors["source \(declared.source)"], let destination = actors["destination \(declared.destination)"] else {
      throw SyncError(.system, "The source or the destination of connection `\(declared.name)` was not made.")
    }
    var streams = connection.streams
    if streams == nil { streams = ServerStreams.effective(try await ServerStreams.described(place.client, source: source), declared) }
    var body = connection.body(streams, tags: tags)
    if let id = connection.id {
      try await place.client.send("PATCH", "connections/\(id)", body)
    } else {
      body["sourceId"] = .string(source)
      body["destinationId"] = .string(destination)
      try await place.client.send("POST", "connections", body)
    }
  }
}
