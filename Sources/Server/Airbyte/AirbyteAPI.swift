internal import ConnectorKit
internal import Connections
internal import Headwater
internal import JSON

/// Airbyte's public API for the connections of a file, and the calls of its configuration API that orchestrators use.
struct AirbyteAPI: Sendable {
  let library: ConnectionsLibrary
  let runner: JobRunner
  private let authentication: Authentication
  private let log: @Sendable (LogLevel, String) -> Void

  init(
    _ library: ConnectionsLibrary, _ runner: JobRunner, _ authentication: Authentication,
    log: @escaping @Sendable (LogLevel, String) -> Void
  ) {
    self.library = library
    self.runner = runner
    self.authentication = authentication
    self.log = log
  }

  private var now: Double { Double(MachineClock().now()) / 1_000_000 }

  func answer(_ request: APIRequest) async -> APIResponse {
    do {
      let response = try await route(request)
      log(.debug, "\(request.method) /\(request.path.joined(separator: "/")) \(response.status)")
      return response
    } catch let error as APIError {
      log(.debug, "\(request.method) /\(request.path.joined(separator: "/")) \(error.status.rawValue): \(error.message)")
      return APIResponse(error)
    } catch {
      log(.error, "\(request.method) /\(request.path.joined(separator: "/")): \(SyncError(wrapping: error).message)")
      return APIResponse(APIError(.internalError, "The request failed. The server's log says why."))
    }
  }

  private func route(_ request: APIRequest) async throws -> APIResponse {
    let path = request.path[...]
    // Self-managed servers have the one in front, Airbyte Cloud the other.
    for prefix in [["api", "public", "v1"], ["v1"]] where path.starts(with: prefix) {
      return try await publicCall(request, Array(path.dropFirst(prefix.count)))
    }
    if path.starts(with: ["api", "v1"]) { return try await configurationCall(request, Array(path.dropFirst(2))) }
    if path.elementsEqual(["health"]) { return APIResponse(text: "Successful operation") }
    throw APIError(.notFound, "Unknown path /\(request.path.joined(separator: "/")). The API is below /api/public/v1.")
  }

  // MARK: The public API

  private func publicCall(_ request: APIRequest, _ path: [String]) async throws -> APIResponse {
    if path == ["health"] { return APIResponse(text: "Successful operation") }
    if path == ["applications", "token"] {
      try require(request, ["POST"])
      return APIResponse(try authentication.token(try request.members(), now: now))
    }
    try authentication.check(request, now: now)
    let resources = AirbyteResources(library)
    switch (path.first, path.count) {
    case ("workspaces", 1): return try list(request, [resources.workspace])
    case ("workspaces", 2):
      try require(request, ["GET"])
      try resources.requireWorkspace(path[1])
      return APIResponse(resources.workspace)
    case ("sources", 1): return try list(request, resources.sources(of: request.query["workspaceIds"]))
    case ("sources", 2): return try one(request, try resources.source(path[1]))
    case ("destinations", 1): return try list(request, resources.destinations(of: request.query["workspaceIds"]))
    case ("destinations", 2): return try one(request, try resources.destination(path[1]))
    case ("connections", 1): return try await connections(request, resources)
    case ("connections", 2):
      let connection = try resources.declared(path[1])
      return try one(request, await resources.connection(connection))
    case ("streams", 1): return try await streams(request, resources)
    case ("jobs", 1): return try await jobs(request, resources)
    case ("jobs", 2): return try await job(request, path[1], resources)
    default:
      throw APIError(
        .notFound, "Unknown path \(path.joined(separator: "/")). Use workspaces, sources, destinations, connections, streams or jobs.")
    }
  }

  /// - Throws: ``APIError`` when the method is not one of these.
  private func require(_ request: APIRequest, _ methods: [String]) throws {
    guard !methods.contains(request.method) else { return }
    throw APIError(
      .methodNotAllowed,
      "\(request.method) is not supported here. Sources, destinations and connections are declared in the connections file.")
  }

  private func one(_ request: APIRequest, _ object: JSONObject) throws -> APIResponse {
    try require(request, ["GET"])
    return APIResponse(object)
  }

  /// A page of a list.
  private func list(_ request: APIRequest, _ all: [JSONObject]) throws -> APIResponse {
    try require(request, ["GET"])
    let (limit, offset) = try page(request)
    return APIResponse(page(all.dropFirst(offset).prefix(limit).map(JSONValue.object), limit, offset, all.count, request))
  }

  private func page(_ request: APIRequest) throws -> (limit: Int, offset: Int) {
    (try request.integer("limit", default: 20, in: 1...100), try request.integer("offset", default: 0, in: 0...Int.max))
  }

  private func page(_ data: [JSONValue], _ limit: Int, _ offset: Int, _ count: Int, _ request: APIRequest) -> JSONObject {
    // The links lead back here under the name that the client knows the server by.
    let base = "http://\(request.headers["host"] ?? "localhost")/\(request.path.joined(separator: "/"))"
    var object: JSONObject = ["data": .array(data), "previous": "", "next": ""]
    if offset > 0 { object["previous"] = .string("\(base)?limit=\(limit)&offset=\(max(0, offset - limit))") }
    if offset + limit < count { object["next"] = .string("\(base)?limit=\(limit)&offset=\(offset + limit)") }
    return object
  }

  private func connections(_ request: APIRequest, _ resources: AirbyteResources) async throws -> APIResponse {
    try require(request, ["GET"])
    let all = try resources.declared(of: request.query["workspaceIds"])
    let (limit, offset) = try page(request)
    var data: [JSONValue] = []
    for connection in all.dropFirst(offset).prefix(limit) { data.append(.object(await resources.connection(connection))) }
    return APIResponse(page(data, limit, offset, all.count, request))
  }

  private func streams(_ request: APIRequest, _ resources: AirbyteResources) async throws -> APIResponse {
    try require(request, ["GET"])
    guard let id = request.query["sourceId"]?.first else { throw APIError(.badRequest, "`sourceId` is missing.") }
    return APIResponse(JSONValue.array(try await resources.streams(of: id).map(JSONValue.object)))
  }

  // MARK: Jobs

  private func jobs(_ request: APIRequest, _ resources: AirbyteResources) async throws -> APIResponse {
    try require(request, ["GET", "POST"])
    if request.method == "POST" {
      let members = try request.members()
      guard let id = members["connectionId"]?.stringValue else { throw APIError(.badRequest, "`connectionId` is missing.") }
      let kind: Job.Kind
      switch members["jobType"]?.stringValue {
      case "sync": kind = .sync
      case "refresh", "reset", "clear": kind = .refresh
      case let other: throw APIError(.badRequest, "`jobType` must be `sync` or `refresh`, not `\(other ?? "")`.")
      }
      return APIResponse(resources.job(try await start(try resources.declared(id), kind)))
    }
    let chosen = try resources.jobs(await runner.jobs, request.query)
    let (limit, offset) = try page(request)
    let data = chosen.dropFirst(offset).prefix(limit).map { JSONValue.object(resources.job($0)) }
    return APIResponse(page(data, limit, offset, chosen.count, request))
  }

  private func start(_ connection: ConnectionsFile.Connection, _ kind: Job.Kind) async throws -> Job {
    do {
      return try await runner.start(connection.name, kind)
    } catch let conflict as JobRunner.Conflict {
      throw APIError(
        .conflict, "A sync of the connection `\(connection.name)` is running already: job \(conflict.job.id). Wait for it, or cancel it.")
    }
  }

  private func job(_ request: APIRequest, _ text: String, _ resources: AirbyteResources) async throws -> APIResponse {
    try require(request, ["GET", "DELETE"])
    guard let id = Int(text) else { throw APIError(.badRequest, "The ID of a job is a number, not `\(text)`.") }
    let job = request.method == "DELETE" ? await runner.cancel(id) : await runner.job(id)
    guard let job else { throw APIError(.notFound, "Unknown job \(id). GET /jobs lists the jobs.") }
    return APIResponse(resources.job(job))
  }

  // MARK: The configuration API

  private func configurationCall(_ request: APIRequest, _ path: [String]) async throws -> APIResponse {
    if path == ["health"] { return APIResponse(["available": true] as JSONObject) }
    if path == ["applications", "token"] { return try await publicCall(request, path) }
    try authentication.check(request, now: now)
    try require(request, ["POST"])
    let resources = AirbyteResources(library)
    let members = try request.members()
    func connection() throws -> ConnectionsFile.Connection {
      guard let id = members["connectionId"]?.stringValue else { throw APIError(.badRequest, "`connectionId` is missing.") }
      return try resources.declared(id)
    }
    switch path {
    case ["connections", "get"]: return APIResponse(await resources.configuration(of: try connection()))
    case ["connections", "sync"]: return APIResponse(resources.jobInfo(try await start(try connection(), .sync)))
    case ["jobs", "get"]:
      guard let id = members["id"]?.integerValue else { throw APIError(.badRequest, "`id` must be the number of a job.") }
      guard let job = await runner.job(id) else { throw APIError(.notFound, "Unknown job \(id). GET /jobs lists the jobs.") }
      return APIResponse(resources.jobInfo(job))
    case ["jobs", "cancel"]:
      guard let id = members["id"]?.integerValue else { throw APIError(.badRequest, "`id` must be the number of a job.") }
      guard let job = await runner.cancel(id) else { throw APIError(.notFound, "Unknown job \(id). GET /jobs lists the jobs.") }
      return APIResponse(resources.jobInfo(job))
    default:
      throw APIError(
        .notFound, "Unknown path \(path.joined(separator: "/")). Use connections/get, connections/sync, jobs/get or jobs/cancel.")
    }
  }
}
