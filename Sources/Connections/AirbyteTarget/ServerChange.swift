package import JSON
internal import Sync

/// A request that brings an Airbyte workspace to what a file says.
enum ServerChange: Sendable {
  /// Publishes a manifest; with an ID it replaces an older one.
  case manifest(name: String, manifest: JSONValue, id: String?)
  case tag(String)
  /// Creates or changes a source or destination.
  case actor(ServerActor)
  /// Creates or changes a connection.
  case connection(ServerConnection)
  case deleteConnection(String)
  case deleteActor(Plan.Kind, id: String)
}

/// A source or destination as it is to be.
struct ServerActor: Sendable {
  /// The connector of it.
  enum Definition: Sendable, Equatable {
    case id(String)
    /// A manifest that is published under a name.
    case manifest(String)
  }

  let kind: Plan.Kind
  let name: String
  let definition: Definition
  /// Nil for one that is to be created.
  let id: String?
  let configuration: JSONObject
  /// Whether settings that are not named are to go.
  let replaces: Bool
  /// For the record of what was applied.
  let salt: String
  let recorded: JSONObject

  var path: String { kind == .source ? "sources" : "destinations" }
  var idKey: String { kind == .source ? "sourceId" : "destinationId" }
}

/// A connection as it is to be.
struct ServerConnection: Sendable {
  let declared: ConnectionsFile.Connection
  /// Nil for one that is to be created.
  let id: String?
  /// The streams as far as they are known before the source is there; nil to ask the server then.
  let streams: [EffectiveStream]?

  /// The body of a request, but for its IDs.
  ///
  /// - Parameters:
  ///   - streams: those of the source; nil when nobody knows them.
  ///   - tags: the server's tags, by their names.
  func body(_ streams: [EffectiveStream]?, tags: [String: JSONObject]) -> JSONObject {
    var body: JSONObject = [
      "name": .string(declared.name), "prefix": .string(declared.prefix),
      "schedule": declared.schedule.map { ["scheduleType": "cron", "cronExpression": .string($0.quartz)] } ?? ["scheduleType": "manual"],
    ]
    if let schema = declared.schema {
      body["namespaceDefinition"] = "custom_format"
      body["namespaceFormat"] = .string(schema)
    }
    if !declared.tags.isEmpty { body["tags"] = .array(declared.tags.compactMap { tags[$0].map(JSONValue.object) }) }
    if let streams { body["configurations"] = ["streams": .array(streams.map { .object($0.airbyteConfiguration) })] }
    return body
  }
}

extension EffectiveStream {
  /// The stream in the `configurations` of Airbyte's public API.
  package var airbyteConfiguration: JSONObject {
    var object: JSONObject = ["name": .string(description.name), "syncMode": .string(mode.airbyteName)]
    if let cursorField, !cursorField.isEmpty { object["cursorField"] = [.string(cursorField)] }
    if !key.isEmpty { object["primaryKey"] = .array(key.map { .array($0.map(JSONValue.string)) }) }
    if let fields = choice.fields {
      let kept = FieldSelection.kept(description, Set(fields)).sorted()
      object["selectedFields"] = .array(kept.map { ["fieldPath": [.string($0)]] })
    }
    return object
  }
}

extension StreamChoice.Mode {
  /// What Airbyte's public API calls it.
  package var airbyteName: String { self == .incrementalAppendDedup ? "incremental_deduped_history" : rawValue }

  init?(airbyteName: String) {
    guard let mode = Self.allCases.first(where: { $0.airbyteName == airbyteName }) else { return nil }
    self = mode
  }
}
