import ConnectorKit
import Connections
import Foundation
import HeadwaterTesting
import JSON
import Server
import TestSupport
import Testing

/// Airbyte's API in front of connections.
@Suite struct AirbyteAPITests {
  private static let secret = "the key of the API"
  private static let credentials = ServerCredentials(id: "orchestrator", secret: "sesame")

  private static func manifest(_ base: String) -> String {
    """
    version: 6.60.0
    type: DeclarativeSource
    check: {type: CheckStream, stream_names: [items]}
    streams:
      - type: DeclarativeStream
        name: items
        primary_key: id
        retriever:
          type: SimpleRetriever
          requester:
            type: HttpRequester
            url_base: \(base)
            path: /items
            authenticator: {type: BearerAuthenticator, api_token: "{{ config['api_key'] }}"}
          record_selector: {type: RecordSelector, extractor: {type: DpathExtractor, field_path: []}}
        schema_loader:
          type: InlineSchemaLoader
          schema: {type: object, properties: {id: {type: integer}}}
    spec:
      type: Spec
      connection_specification:
        type: object
        properties: {api_key: {type: string, airbyte_secret: true}}
    """
  }

  /// A server with connections `c0` to `c19`.
  private func serving(
    _ answer: @escaping @Sendable (Int) -> LoopbackAnswer = { _ in .json("[{\"id\": 1}, {\"id\": 2}, {\"id\": 3}]") },
    credentials: ServerCredentials? = nil, jobs: Int = 4, _ body: @Sendable (RunningServer) async throws -> Void
  ) async throws {
    try await LoopbackServer.serving([LoopbackRoute("GET", "/items") { _, turn in answer(turn) }]) { api in
      let connections = (0..<20).map { "  c\($0): {source: shop, destination: all, prefix: c\($0)_, tags: [t\($0 % 2)]}\n" }.joined()
      let folder = try TemporaryDirectory([
        "shop/manifest.yaml": Self.manifest(api.baseURL), "key": Self.secret,
        "connections.yaml": """
        sources:
          shop: {manifest: shop, config: {api_key: "${file:key}"}}
        destinations:
          all: {sqlite: all.sqlite}
        connections:
        \(connections)
        """,
      ])
      defer { folder.remove() }
      try await RunningServer.serving(folder, credentials: credentials, jobs: jobs, body)
    }
  }

  @Test("A sync is triggered, watched until it has succeeded, and stored")
  func sync() async throws {
    try await serving { server in
      let id = try await server.connectionID("c3")
      let started = try await server.send("POST", "jobs", ["connectionId": .string(id), "jobType": "sync"])
      #expect(started.status == 200 && started.json["jobId"] == 1 && ["pending", "running"].contains(started.json["status"]?.stringValue))
      let job = try await server.finished(1)
      #expect(job["status"] == "succeeded" && job["rowsSynced"] == 3 && (job["bytesSynced"]?.integerValue ?? 0) > 0)
      #expect(job["duration"]?.stringValue?.hasPrefix("PT") == true && job["connectionId"]?.stringValue == id)
      #expect(try SQLiteRows(server.folder.path("all.sqlite")).rows("SELECT count(*) AS n FROM c3_items") == [["n": 3]])
      let list = try await server.send("GET", "jobs?connectionId=\(id)&status=succeeded").json
      #expect(list["data"]?.arrayValue?.count == 1)
      #expect(try await server.send("GET", "jobs?status=failed").json["data"]?.arrayValue?.isEmpty == true)
    }
  }

  @Test("Twenty jobs at once all come to their end, few at a time")
  func many() async throws {
    try await serving(jobs: 3) { server in
      let all = try await server.send("GET", "connections?limit=100").json["data"]?.arrayValue ?? []
      #expect(all.count == 20)
      let ids = try await withThrowingTaskGroup(of: Int.self) { group in
        for connection in all {
          group.addTask {
            let body: JSONObject = ["connectionId": connection["connectionId"] ?? .null, "jobType": "sync"]
            return try await server.send("POST", "jobs", body).json["jobId"]?.integerValue ?? 0
          }
        }
        return try await group.reduce(into: Set<Int>()) { $0.insert($1) }
      }
      #expect(ids == Set(1...20))
      for id in ids { #expect(try await server.finished(id)["status"] == "succeeded") }
      for number in 0..<20 {
        #expect(try SQLiteRows(server.folder.path("all.sqlite")).rows("SELECT count(*) AS n FROM c\(number)_items") == [["n": 3]])
      }
    }
  }

  @Test("A job is cancelled, and a connection has one job at a time")
  func cancel() async throws {
    try await serving({ _ in LoopbackAnswer.json("[{\"id\": 1}]").delayed(by: .seconds(30)) }) { server in
      let body: JSONObject = ["connectionId": .string(try await server.connectionID("c0")), "jobType": "sync"]
      #expect(try await server.send("POST", "jobs", body).json["jobId"] == 1)
      let second = try await server.send("POST", "jobs", body)
      #expect(second.status == 409 && second.json["detail"]?.stringValue?.contains("job 1") == true)
      let cancelled = try await server.send("DELETE", "jobs/1")
      #expect(cancelled.status == 200 && cancelled.json["status"] == "cancelled")
      #expect(try await server.send("DELETE", "jobs/1").json["status"] == "cancelled")
      #expect(try await server.send("POST", "jobs", body).json["jobId"] == 2)
    }
  }

  @Test("A job that waits is cancelled before it begins")
  func cancelWaiting() async throws {
    try await serving({ _ in LoopbackAnswer.json("[]").delayed(by: .seconds(30)) }, jobs: 1) { server in
      for name in ["c0", "c1"] {
        let body: JSONObject = ["connectionId": .string(try await server.connectionID(name)), "jobType": "sync"]
        _ = try await server.send("POST", "jobs", body)
      }
      #expect(try await server.send("GET", "jobs/2").json["status"] == "pending")
      #expect(try await server.send("DELETE", "jobs/2").json["status"] == "cancelled")
      #expect(try await server.send("GET", "jobs/1").json["status"] == "running")
    }
  }

  @Test("A job that fails tells why in the log and the configuration API, without secrets")
  func failure() async throws {
    try await serving({ _ in .json("{\"error\": \"\(Self.secret)\"}", status: 401) }) { server in
      let body: JSONObject = ["connectionId": .string(try await server.connectionID("c0")), "jobType": "sync"]
      _ = try await server.send("POST", "jobs", body)
      #expect(try await server.finished(1)["status"] == "failed")
      let info = try await server.send("POST", "/api/v1/jobs/get", ["id": 1])
      #expect(info.json["job"]?["status"] == "failed" && info.text.contains("stream items"), "\(info.text)")
      #expect(!info.text.contains(Self.secret) && !server.messages.all.joined().contains(Self.secret))
      #expect(server.messages.all.contains { $0.contains("job 1, c0") })
    }
  }

  @Test("Jobs survive the server: what ran is failed, and the next job goes on")
  func restart() async throws {
    try await LoopbackServer.serving([
      LoopbackRoute("GET", "/items") { _, turn in
        LoopbackAnswer.json("[{\"id\": 1}]").delayed(by: turn == 0 ? .seconds(30) : .zero)
      }
    ]) { api in
      let folder = try TemporaryDirectory([
        "shop/manifest.yaml": Self.manifest(api.baseURL),
        "connections.yaml":
          "sources:\n  shop: {manifest: shop}\ndestinations:\n  all: {sqlite: all.sqlite}\nconnections:\n  c0: {source: shop, destination: all}\n",
      ])
      defer { folder.remove() }
      try await RunningServer.serving(folder) { server in
        _ = try await server.send("POST", "jobs", ["connectionId": .string(try await server.connectionID("c0")), "jobType": "sync"])
        #expect(try await server.send("GET", "jobs/1").json["status"] == "running")
      }
      try await RunningServer.serving(folder) { server in
        let job = try await server.send("GET", "jobs/1").json
        #expect(job["status"] == "failed")
        let info = try await server.send("POST", "/api/v1/jobs/get", ["id": 1])
        #expect(info.text.contains("start the job again to go on"), "\(info.text)")
        _ = try await server.send("POST", "jobs", ["connectionId": .string(try await server.connectionID("c0")), "jobType": "sync"])
        #expect(try await server.finished(2)["status"] == "succeeded")
      }
      // A server that was killed while a job ran, and in the middle of a line.
      let journal =
        (folder.text("state/jobs.jsonl") ?? "") + "{\"id\": 3, \"connection\": \"c0\", \"kind\": \"sync\", \"status\": \"running\", "
      try folder.write(
        journal + "\"created\": 1.5, \"updated\": 1.5, \"records\": 7, \"bytes\": 70}\n{\"id\": 4, \"conn", to: "state/jobs.jsonl")
      try await RunningServer.serving(folder) { server in
        #expect(try await server.send("GET", "jobs/2").json["status"] == "succeeded")
        let job = try await server.send("GET", "jobs/3").json
        #expect(job["status"] == "failed" && job["rowsSynced"] == 7)
        #expect(try await server.send("GET", "jobs/4").status == 404)
      }
    }
  }

  @Test("With credentials every request needs a token or a password, and a wrong secret gets none")
  func authentication() async throws {
    try await serving(credentials: Self.credentials) { server in
      #expect(try await server.send("GET", "connections").status == 401)
      #expect(try await server.send("POST", "/api/v1/connections/get", [:]).status == 401)
      #expect(try await server.send("GET", "health").status == 200)
      let wrong = try await server.send("POST", "applications/token", ["client_id": "orchestrator", "client_secret": "guess"])
      #expect(wrong.status == 401 && !wrong.text.contains("sesame"))
      // One client sends JSON, another one a form.
      let json = try await server.send("POST", "applications/token", ["client_id": "orchestrator", "client_secret": "sesame"])
      let form = try await server.send("POST", "/v1/applications/token", form: "client_id=orchestrator&client_secret=sesame&grant_type=x")
      for answer in [json, form] {
        #expect(answer.json["token_type"] == "Bearer" && answer.json["expires_in"] == 3600)
        let token = answer.json["access_token"]?.stringValue ?? ""
        #expect(try await server.send("GET", "connections", headers: [("Authorization", "Bearer \(token)")]).status == 200)
        #expect(try await server.send("GET", "connections", headers: [("Authorization", "Bearer \(token)0")]).status == 401)
        let later = "9\(token)"
        #expect(try await server.send("GET", "connections", headers: [("Authorization", "Bearer \(later)")]).status == 401)
      }
      let basic = Data("orchestrator:sesame".utf8).base64EncodedString()
      #expect(try await server.send("POST", "/api/v1/jobs/get", ["id": 9], headers: [("Authorization", "Basic \(basic)")]).status == 404)
    }
  }

  @Test("Without credentials only this machine is answered, and a server for others needs them")
  func local() async throws {
    try await serving { server in
      #expect(try await server.send("GET", "connections", headers: [("Host", "evil.example.com")]).status == 403)
      #expect(try await server.send("GET", "connections", headers: [("Host", "localhost:8006")]).status == 200)
      let log: @Sendable (LogLevel, String) -> Void = { _, _ in }
      let library = try ConnectionsLibrary(
        path: server.folder.path("connections.yaml"), environment: nil, maker: SourceMaker(), log: log)
      var settings = ConnectionsServer.Settings(stateDirectory: server.folder.path("other"))
      settings.host = "0.0.0.0"
      #expect(throws: SyncError.self) { try ConnectionsServer(settings, library, log: log) }
    }
  }

  @Test(
    "What cannot be answered says why",
    arguments: [
      ("GET", "nothing", 404), ("GET", "/nothing", 404), ("GET", "connections/0", 404), ("GET", "jobs/x", 400), ("GET", "jobs/7", 404),
      ("DELETE", "jobs/7", 404), ("POST", "sources", 405), ("PATCH", "connections/0", 404), ("GET", "connections?limit=0", 400),
      ("GET", "connections?limit=x", 400), ("GET", "jobs?createdAtStart=now", 400), ("GET", "streams", 400),
      ("GET", "/api/v1/jobs/get", 405),
    ])
  func errors(_ method: String, _ path: String, _ status: Int) async throws {
    try await serving { server in
      let answer = try await server.send(method, path)
      #expect(answer.status == status && answer.json["detail"]?.stringValue?.hasSuffix(".") == true, "\(answer.text)")
    }
  }

  @Test("Bodies that are no JSON object, lack a member or are too large are refused")
  func bodies() async throws {
    try await serving { server in
      #expect(try await server.send("POST", "jobs").status == 400)
      #expect(try await server.send("POST", "jobs", [:]).json["detail"] == "`connectionId` is missing.")
      let id = JSONValue.string(try await server.connectionID("c0"))
      #expect(try await server.send("POST", "jobs", ["connectionId": id, "jobType": "dance"]).status == 400)
      #expect(try await server.send("POST", "jobs", ["x": .string(String(repeating: "x", count: 2 << 20))]).status == 413)
    }
  }

  @Test("Lists come in pages with links to the next")
  func pages() async throws {
    try await serving { server in
      var names: [String] = []
      var path = "connections?limit=7"
      while !path.isEmpty {
        let page = try await server.send("GET", path).json
        names += page["data"]?.arrayValue?.compactMap { $0["name"]?.stringValue } ?? []
        let next = page["next"]?.stringValue ?? ""
        path = next.isEmpty ? "" : String(next.drop { $0 != "c" })
        if let start = next.firstRange(of: "/api/") { path = String(next[start.lowerBound...]) }
      }
      #expect(names == (0..<20).map { "c\($0)" })
      #expect(try await server.send("GET", "connections?workspaceIds=other").json["data"]?.arrayValue?.isEmpty == true)
    }
  }

  @Test("The configuration API describes a connection with its streams, and no answer has a secret")
  func configuration() async throws {
    try await serving { server in
      let id = try await server.connectionID("c0")
      let answer = try await server.send("POST", "/api/v1/connections/get", ["connectionId": .string(id)])
      let stream = answer.json["syncCatalog"]?["streams"]?[0]
      #expect(stream?["stream"]?["name"] == "items" && stream?["config"]?["selected"] == true)
      #expect(stream?["stream"]?["jsonSchema"]?["properties"]?["id"]?["type"] == "integer")
      let started = try await server.send("POST", "/api/v1/connections/sync", ["connectionId": .string(id)])
      #expect(started.json["job"]?["id"] == 1)
      #expect(try await server.finished(1)["status"] == "succeeded")
      for path in ["workspaces", "sources", "destinations", "connections", "jobs"] {
        let list = try await server.send("GET", path)
        #expect(list.status == 200 && list.json["data"]?.arrayValue?.isEmpty == false && !list.text.contains(Self.secret), "\(path)")
      }
    }
  }

  @Test("The file is read again when it has changed, and one with errors is not used")
  func reload() async throws {
    try await serving { server in
      let text = server.folder.text("connections.yaml") ?? ""
      try server.folder.write(text + "  extra: {source: shop, destination: all, prefix: extra_}\n", to: "connections.yaml")
      #expect(try await server.send("GET", "connections?limit=100").json["data"]?.arrayValue?.count == 21)
      try server.folder.write("connections: [\n", to: "connections.yaml")
      #expect(try await server.send("GET", "connections?limit=100").json["data"]?.arrayValue?.count == 21)
      #expect(server.messages.all.contains { $0.contains("has errors") })
    }
  }
}
