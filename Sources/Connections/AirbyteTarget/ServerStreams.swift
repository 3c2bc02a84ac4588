internal import ConnectorKit
internal import JSON
internal import Sync

/// The streams of sources on an Airbyte server.
enum ServerStreams {
  /// The streams that the server finds in a source.
  static func described(_ client: AirbyteClient, source: String) async throws -> [StreamDescription] {
    let answer = try await client.get("streams?sourceId=\(source)")
    return (answer.arrayValue ?? answer["data"]?.arrayValue ?? []).compactMap { stream in
      guard let name = stream["streamName"]?.stringValue else { return nil }
      let fields = stream["propertyFields"]?.arrayValue?.compactMap { $0[0]?.stringValue } ?? []
      let modes = stream["syncModes"]?.arrayValue?.compactMap(\.stringValue) ?? []
      let field = stream["defaultCursorField"]?.arrayValue?.first?.stringValue
      let isDefined = stream["sourceDefinedCursorField"]?.boolValue == true
      let isIncremental = modes.contains { $0.hasPrefix("incremental") }
      let key = stream["sourceDefinedPrimaryKey"]?.arrayValue?.compactMap { $0.arrayValue?.compactMap(\.stringValue) } ?? []
      return StreamDescription(
        name: name, schema: ["properties": .object(JSONObject(fields.map { ($0, [:]) }))], primaryKey: key,
        cursor: isIncremental ? StreamDescription.Cursor(field: field ?? "", canBeChosen: !isDefined) : nil)
    }
  }

  /// Streams as a connection is to sync them.
  static func effective(_ described: [StreamDescription], _ connection: ConnectionsFile.Connection) -> [EffectiveStream] {
    described.compactMap { stream in
      guard let choice = connection.rule(for: stream.name) else { return nil }
      return EffectiveStream(
        description: stream, choice: choice, mode: choice.mode(for: stream, writeModes: [.append, .overwrite, .appendDedup]))
    }
  }
}

/// Connections of a file and of a server in one form, to be compared.
enum ServerConnectionView {
  static func declared(_ connection: ConnectionsFile.Connection, _ streams: [EffectiveStream]?) -> JSONObject {
    var view: JSONObject = ["source": .string(connection.source), "destination": .string(connection.destination)]
    view["prefix"] = .string(connection.prefix)
    if let schema = connection.schema { view["schema"] = .string(schema) }
    view["schedule"] = .string(connection.schedule?.quartz ?? "manual")
    if !connection.tags.isEmpty { view["tags"] = .array(connection.tags.sorted().map(JSONValue.string)) }
    if let streams {
      view["streams"] = .object(JSONObject(streams.map { ($0.description.name, .object(stream($0.airbyteConfiguration))) }))
    }
    return view
  }

  /// What a server has of a connection, as far as the file says something of it.
  ///
  /// - Parameter isWhole: whether all of its streams' settings are wanted.
  static func remote(
    _ connection: JSONObject, like declared: JSONObject, _ workspace: AirbyteWorkspace, isWhole: Bool = false
  ) -> JSONObject {
    func name(_ id: JSONValue?, _ resources: [JSONObject], _ key: String) -> JSONValue? {
      resources.first { $0[key]?.stringValue == id?.stringValue }?["name"] ?? id
    }
    var view: JSONObject = [:]
    view["source"] = name(connection["sourceId"], workspace.sources, "sourceId")
    view["destination"] = name(connection["destinationId"], workspace.destinations, "destinationId")
    view["prefix"] = connection["prefix"] ?? ""
    if declared["schema"] != nil {
      let isCustom = connection["namespaceDefinition"]?.stringValue == "custom_format"
      view["schema"] = isCustom ? connection["namespaceFormat"] : connection["namespaceDefinition"]
    }
    view["schedule"] = .string(schedule(connection["schedule"]))
    if declared["tags"] != nil {
      view["tags"] = .array((connection["tags"]?.arrayValue ?? []).compactMap { $0["name"]?.stringValue }.sorted().map(JSONValue.string))
    }
    guard let wanted = declared["streams"] else { return view }
    let streams = connection["configurations"]?["streams"]?.arrayValue ?? []
    view["streams"] = .object(
      JSONObject(
        streams.compactMap { stream in
          guard let name = stream["name"]?.stringValue, let object = stream.objectValue else { return nil }
          let settings = self.stream(object)
          guard !isWhole, let fields = wanted[name]?.objectValue else { return (name, .object(settings)) }
          // What the file leaves to the server is not compared.
          return (name, .object(JSONObject(settings.filter { fields[$0.key] != nil }.map { ($0.key, $0.value) })))
        }))
    return view
  }

  private static func schedule(_ schedule: JSONValue?) -> String {
    switch schedule?["scheduleType"]?.stringValue {
    case "cron":
      let text = schedule?["cronExpression"]?.stringValue ?? ""
      return text.hasSuffix(" UTC") ? String(text.dropLast(4)) : text
    case "basic": return schedule?["basicTiming"]?.stringValue ?? "basic"
    default: return "manual"
    }
  }

  /// A stream's settings with the names of the file.
  private static func stream(_ configuration: JSONObject) -> JSONObject {
    var view: JSONObject = [:]
    if let mode = configuration["syncMode"]?.stringValue {
      view["mode"] = .string(StreamChoice.Mode(airbyteName: mode)?.rawValue ?? mode)
    }
    if let cursor = configuration["cursorField"]?.arrayValue, !cursor.isEmpty { view["cursor"] = .array(cursor) }
    if let key = configuration["primaryKey"]?.arrayValue, !key.isEmpty {
      view["key"] = .array(key.map { .string(($0.arrayValue ?? []).compactMap(\.stringValue).joined(separator: ".")) })
    }
    if let fields = configuration["selectedFields"]?.arrayValue, !fields.isEmpty {
      let names = fields.compactMap { $0["fieldPath"]?.arrayValue?.compactMap(\.stringValue).joined(separator: ".") }
      view["fields"] = .array(names.sorted().map(JSONValue.string))
    }
    return view
  }
}
