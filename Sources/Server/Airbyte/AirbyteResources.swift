internal import Connections
internal import Cryptography
internal import Destinations
internal import JSON
internal import Sync

/// The elements of a connections file as Airbyte's resources. Their IDs are made from their names, so they stay the same.
struct AirbyteResources: Sendable {
  private let library: ConnectionsLibrary
  private let file: ConnectionsFile

  init(_ library: ConnectionsLibrary) {
    self.library = library
    file = library.file
  }

  // MARK: IDs

  /// A UUID that stands for something of the project.
  private func id(_ kind: String, _ name: String) -> String {
    let digest = (try? Digest.sha256.hash("headwater\u{0}\(file.project)\u{0}\(kind)\u{0}\(name)")) ?? []
    var bytes = Array(digest.prefix(16))
    guard bytes.count == 16 else { return "" }
    // Version 8, of bytes that anybody makes up.
    bytes[6] = bytes[6] & 0x0f | 0x80
    bytes[8] = bytes[8] & 0x3f | 0x80
    let text = Hexadecimal.encode(bytes)
    let cuts = [0, 8, 12, 16, 20, 32]
    return zip(cuts, cuts.dropFirst()).map { text.dropFirst($0).prefix($1 - $0) }.joined(separator: "-")
  }

  private var workspaceID: String { id("workspace", "") }

  func requireWorkspace(_ id: String) throws {
    guard id == workspaceID else { throw APIError(.notFound, "Unknown workspace \(id). Use \(workspaceID), the only one.") }
  }

  /// Whether a list is asked for that has what the workspace has.
  private func includes(_ workspaces: [String]?) -> Bool { workspaces?.contains(workspaceID) ?? true }

  /// The declared connection of an ID.
  func declared(_ id: String) throws -> ConnectionsFile.Connection {
    guard let connection = file.connections.first(where: { self.id("connection", $0.name) == id }) else {
      throw APIError(.notFound, "Unknown connection \(id). GET /connections lists the IDs.")
    }
    return connection
  }

  func declared(of workspaces: [String]?) throws -> [ConnectionsFile.Connection] { includes(workspaces) ? file.connections : [] }

  // MARK: Workspaces, sources, destinations

  var workspace: JSONObject {
    let channels = ["connectionUpdate", "connectionUpdateActionRequired", "failure", "success", "syncDisabled", "syncDisabledWarning"]
    return [
      "workspaceId": .string(workspaceID), "name": .string(file.project), "dataResidency": "auto",
      "notifications": .object(JSONObject(channels.map { ($0, ["email": ["enabled": false], "webhook": ["enabled": false]]) })),
    ]
  }

  func sources(of workspaces: [String]?) -> [JSONObject] { includes(workspaces) ? file.sources.map(source) : [] }

  func source(_ id: String) throws -> JSONObject {
    guard let source = file.sources.first(where: { self.id("source", $0.name) == id }) else {
      throw APIError(.notFound, "Unknown source \(id). GET /sources lists the IDs.")
    }
    return self.source(source)
  }

  private func source(_ source: ConnectionsFile.Source) -> JSONObject {
    let type =
      switch source.kind {
      case .manifest: "declarative-manifest"
      case .program(let program): program.name
      case .definition(let name): name
      }
    return [
      "sourceId": .string(id("source", source.name)), "name": .string(source.name), "sourceType": .string(type),
      "definitionId": .string(id("source-definition", type)), "workspaceId": .string(workspaceID),
      // Settings may be secrets; clients do not need them.
      "configuration": [:], "createdAt": 0,
    ]
  }

  func destinations(of workspaces: [String]?) -> [JSONObject] { includes(workspaces) ? file.destinations.map(destination) : [] }

  func destination(_ id: String) throws -> JSONObject {
    guard let destination = file.destinations.first(where: { self.id("destination", $0.name) == id }) else {
      throw APIError(.notFound, "Unknown destination \(id). GET /destinations lists the IDs.")
    }
    return self.destination(destination)
  }

  private func destination(_ destination: ConnectionsFile.Destination) -> JSONObject {
    let summary = file.summary(of: destination)
    let type = summary?.kind.rawValue ?? "unknown"
    // Clients in Python refuse a destination whose type they do not know. The nearest one that they know is DuckDB.
    var configuration: JSONObject = ["destinationType": "duckdb", "destination_path": .string(summary?.place ?? "")]
    if let summary, summary.kind == .postgres {
      configuration = [
        "destinationType": "postgres", "host": .string(summary.host), "port": .integer(summary.port),
        "database": .string(summary.database), "schema": .string(summary.schema), "username": .string(summary.user),
      ]
    }
    return [
      "destinationId": .string(id("destination", destination.name)), "name": .string(destination.name), "destinationType": .string(type),
      "definitionId": .string(id("destination-definition", type)), "workspaceId": .string(workspaceID),
      "configuration": .object(configuration), "createdAt": 0,
    ]
  }

  // MARK: Connections

  func connection(_ connection: ConnectionsFile.Connection) async -> JSONObject {
    let streams = await library.streams(of: connection)
    let schedule: JSONObject =
      connection.schedule.map { ["scheduleType": "cron", "cronExpression": .string($0.quartz)] } ?? ["scheduleType": "manual"]
    return [
      "connectionId": .string(id("connection", connection.name)), "name": .string(connection.name),
      "sourceId": .string(id("source", connection.source)), "destinationId": .string(id("destination", connection.destination)),
      "workspaceId": .string(workspaceID), "status": "active", "schedule": .object(schedule), "dataResidency": "auto",
      "configurations": ["streams": .array(streams.map { .object($0.airbyteConfiguration) })], "createdAt": 0,
      "tags": .array(connection.tags.map { .object(tag($0)) }), "namespaceDefinition": "destination",
      "prefix": .string(connection.prefix), "nonBreakingSchemaUpdatesBehavior": "propagate_fully",
    ]
  }

  private func tag(_ name: String) -> JSONObject {
    ["tagId": .string(id("tag", name)), "workspaceId": .string(workspaceID), "name": .string(name), "color": "808080"]
  }

  func streams(of sourceID: String) async throws -> [JSONObject] {
    guard let source = file.sources.first(where: { id("source", $0.name) == sourceID }) else {
      throw APIError(.notFound, "Unknown source \(sourceID). GET /sources lists the IDs.")
    }
    return await library.streams(of: source).map { stream in
      let modes: [StreamChoice.Mode] =
        stream.cursor == nil
        ? [.fullRefreshOverwrite, .fullRefreshAppend]
        : [.fullRefreshOverwrite, .fullRefreshAppend, .incrementalAppend] + (stream.primaryKey.isEmpty ? [] : [.incrementalAppendDedup])
      let fields = stream.schema["properties"]?.objectValue?.map { JSONValue.array([.string($0.key)]) } ?? []
      return [
        "streamName": .string(stream.name), "syncModes": .array(modes.map { .string($0.airbyteName) }),
        "defaultCursorField": .array(stream.cursor.map { [.string($0.field)] } ?? []),
        "sourceDefinedCursorField": .bool(stream.cursor?.canBeChosen == false),
        "sourceDefinedPrimaryKey": .array(stream.primaryKey.map { .array($0.map(JSONValue.string)) }), "propertyFields": .array(fields),
      ]
    }
  }

  /// A connection as the configuration API has it.
  func configuration(of connection: ConnectionsFile.Connection) async -> JSONObject {
    let streams = await library.streams(of: connection).map { stream -> JSONValue in
      let key = JSONValue.array(stream.key.map { .array($0.map(JSONValue.string)) })
      let cursor = JSONValue.array(stream.cursorField.map { [.string($0)] } ?? [])
      let isIncremental = stream.description.cursor != nil
      return [
        "stream": [
          "name": .string(stream.description.name), "jsonSchema": .object(stream.description.schema),
          "supportedSyncModes": isIncremental ? ["full_refresh", "incremental"] : ["full_refresh"],
          "sourceDefinedCursor": .bool(isIncremental), "defaultCursorField": cursor, "sourceDefinedPrimaryKey": key,
        ],
        "config": [
          "syncMode": stream.mode.readMode == .incremental ? "incremental" : "full_refresh",
          "destinationSyncMode": .string(stream.mode.writeMode.protocolName), "cursorField": cursor, "primaryKey": key,
          "aliasName": .string(stream.description.name), "selected": true,
        ],
      ]
    }
    return [
      "connectionId": .string(id("connection", connection.name)), "name": .string(connection.name),
      "sourceId": .string(id("source", connection.source)), "destinationId": .string(id("destination", connection.destination)),
      "namespaceDefinition": "destination", "namespaceFormat": "", "prefix": .string(connection.prefix), "status": "active",
      "scheduleType": connection.schedule == nil ? "manual" : "cron", "syncCatalog": ["streams": .array(streams)], "operationIds": [],
    ]
  }

  // MARK: Jobs

  /// The jobs that a list asks for.
  func jobs(_ jobs: [Job], _ query: [String: [String]]) throws -> [Job] {
    var jobs = includes(query["workspaceIds"]) ? jobs : []
    if let id = query["connectionId"]?.first {
      let name = try declared(id).name
      jobs = jobs.filter { $0.connection == name }
    }
    if let status = query["status"]?.first { jobs = jobs.filter { $0.status.rawValue == status } }
    if let type = query["jobType"]?.first { jobs = jobs.filter { $0.kind.rawValue == type } }
    let bounds: [(name: String, isKept: (Job, Double) -> Bool)] = [
      ("createdAtStart", { $0.created >= $1 }), ("createdAtEnd", { $0.created <= $1 }), ("updatedAtStart", { $0.updated >= $1 }),
      ("updatedAtEnd", { $0.updated <= $1 }),
    ]
    for (name, isKept) in bounds {
      guard let text = query[name]?.first else { continue }
      guard let time = TimeText.instant(text) else { throw APIError(.badRequest, "`\(name)` must be a time such as 2024-01-31T12:00:00Z.") }
      jobs = jobs.filter { isKept($0, time) }
    }
    if let order = query["orderBy"]?.first {
      let isByUpdate = order.hasPrefix("updatedAt")
      jobs.sort { isByUpdate ? $0.updated < $1.updated : $0.id < $1.id }
      if order.hasSuffix("DESC") { jobs.reverse() }
    }
    return jobs
  }

  func job(_ job: Job) -> JSONObject {
    let start = job.started ?? job.created
    return [
      "jobId": .integer(job.id), "connectionId": .string(id("connection", job.connection)), "jobType": .string(job.kind.rawValue),
      "status": .string(job.status.rawValue), "startTime": .string(TimeText.text(start)),
      "lastUpdatedAt": .string(TimeText.text(job.updated)),
      "duration": .string(Self.duration(job.updated - start)), "rowsSynced": .integer(job.records), "bytesSynced": .integer(job.bytes),
    ]
  }

  /// A job as the configuration API has it.
  func jobInfo(_ job: Job) -> JSONObject {
    let (created, updated) = (JSONValue.integer(Int(job.created)), JSONValue.integer(Int(job.updated)))
    let status = JSONValue.string(job.status.rawValue)
    let attempt: JSONObject = [
      "id": 0, "status": status, "createdAt": created, "updatedAt": updated, "recordsSynced": .integer(job.records),
      "bytesSynced": .integer(job.bytes),
    ]
    return [
      "job": [
        "id": .integer(job.id), "configType": "sync", "configId": .string(id("connection", job.connection)), "createdAt": created,
        "updatedAt": updated, "status": status,
      ], "attempts": [["attempt": .object(attempt), "logs": ["logLines": .array((job.error.map { [.string($0)] }) ?? [])]]],
    ]
  }

  /// Seconds as an ISO 8601 duration.
  private static func duration(_ seconds: Double) -> String {
    let whole = max(0, Int(seconds))
    let (hours, minutes, rest) = (whole / 3600, whole % 3600 / 60, whole % 60)
    let text = (hours > 0 ? "\(hours)H" : "") + (minutes > 0 ? "\(minutes)M" : "") + (rest > 0 ? "\(rest)S" : "")
    return "PT\(text.isEmpty ? "0S" : text)"
  }
}
