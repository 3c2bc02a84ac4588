import ConnectorKit
import Connections
import Document
import Foundation
import Glibc
import HTTPTransport
import HeadwaterTesting
import JSON
import TestSupport
import Testing

/// An Airbyte server as the place where connections run.
@Suite struct ServerTargetTests {
  private static let file = """
    target: {type: airbyte, url: "@URL@", client_id: terraformer, client_secret: "${file:secret}"}
    sources:
      crm:
        manifest: crm.yaml
        config: {base_url: "http://crm", api_key: "${file:key}", start_date: "2024-01-01"}
      fake:
        definition: faker
        config: {count: 10}
    destinations:
      warehouse:
        definition: destination-postgres
        config: {host: db, port: 5432, database: main, username: me, password: "${file:key}"}
    connections:
      crm:
        source: crm
        destination: warehouse
        streams:
          - contacts
          - {name: deals, fields: [name]}
        prefix: crm_
        schedule: 0 6 * * *
        tags: [daily]
      fake:
        source: fake
        destination: warehouse
        schema: fake

    """

  /// An Airbyte server and the folder of a file for it.
  private func serving(_ body: @Sendable (Workspace, AirbyteServer) async throws -> Void) async throws {
    let server = try await AirbyteServer.start()
    defer { server.stop() }
    try await LoopbackServer.serving([]) { loopback in
      let workspace = try Workspace(loopback)
      defer { workspace.remove() }
      try workspace.folder.write(Self.file.replacingOccurrences(of: "@URL@", with: server.url), to: "connections.yaml")
      try workspace.folder.write("earth\n", to: "secret")
      try await body(workspace, server)
    }
  }

  @Test("A workspace becomes what the file says, and a second apply sends nothing that writes")
  func create() async throws {
    try await serving { workspace, server in
      let plan = try await workspace.plan()
      #expect(plan.exitCode == 2)
      let text = workspace.text(plan)
      #expect(text.contains("+ source crm") && text.contains("api_key: ${file:key}") && !text.contains("key of the CRM"), "\(text)")
      #expect(text.contains("Its streams are known after the source is there.") && text.contains("Plan: 5 to add"), "\(text)")
      #expect(await workspace.apply(plan) == [])
      let writes = try await server.writes()
      #expect(
        writes.sorted() == [
          "POST connections", "POST connections", "POST declarative_sources", "POST destinations", "POST sources", "POST sources",
          "POST tags",
        ])
      let again = try await workspace.plan()
      #expect(again.isEmpty && !again.hasErrors, "\(workspace.text(again))")
      #expect(await workspace.apply(again) == [])
      #expect(try await server.writes() == writes)
      let connections = try await server.get("connections")["data"]?.arrayValue ?? []
      let crm = connections.first { $0["name"] == "crm" }
      let streams = crm?["configurations"]?["streams"]?.arrayValue
      #expect(streams?.compactMap { $0["syncMode"]?.stringValue } == ["full_refresh_overwrite", "incremental_deduped_history"])
      #expect(streams?.last?["selectedFields"] == [["fieldPath": ["at"]], ["fieldPath": ["id"]], ["fieldPath": ["name"]]])
      #expect(crm?["schedule"]?["cronExpression"] == "0 0 6 * * ? UTC" && crm?["tags"]?[0]?["name"] == "daily")
      let fake = connections.first { $0["name"] == "fake" }
      #expect(fake?["configurations"]?["streams"]?.arrayValue?.count == 3 && fake?["namespaceFormat"] == "fake")
    }
  }

  struct Edit: Sendable, CustomTestStringConvertible {
    let testDescription: String
    var file = "connections.yaml"
    let old: String
    let new: String
    /// Lines that the plan has.
    let lines: [String]
    /// The requests that apply sends.
    let writes: [String]
  }

  static let edits: [Edit] = [
    Edit(
      testDescription: "a setting", old: "2024-01-01", new: "2023-01-01", lines: ["~ start_date: 2024-01-01 → 2023-01-01"],
      writes: ["PATCH sources"]),
    Edit(
      testDescription: "a secret", file: "key", old: "key of the CRM", new: "another",
      lines: ["~ api_key: ${file:key} → ${file:key} (value changed)", "~ password: ${file:key} → ${file:key} (value changed)"],
      writes: ["PATCH sources", "PATCH destinations"]),
    Edit(
      testDescription: "a setting that is gone", old: ", start_date: \"2024-01-01\"", new: "", lines: ["- start_date: 2024-01-01"],
      writes: ["PUT sources"]),
    Edit(testDescription: "a number", old: "count: 10", new: "count: 20", lines: ["~ count: 10 → 20"], writes: ["PATCH sources"]),
    Edit(
      testDescription: "a mode", old: "- {name: deals, fields: [name]}", new: "- {name: deals, fields: [name], mode: incremental_append}",
      lines: ["~ mode: incremental_append_dedup → incremental_append"], writes: ["PATCH connections"]),
    Edit(
      testDescription: "fields", old: "fields: [name]}", new: "fields: [id]}", lines: ["~ fields: at, id, name → at, id"],
      writes: ["PATCH connections"]),
    Edit(
      testDescription: "a prefix", old: "prefix: crm_", new: "prefix: c_", lines: ["~ prefix: crm_ → c_"], writes: ["PATCH connections"]),
    Edit(
      testDescription: "a schedule", old: "schedule: 0 6 * * *", new: "schedule: 30 6 * * 1",
      lines: ["~ schedule: 0 0 6 * * ? → 0 30 6 ? * 2"],
      writes: ["PATCH connections"]),
    Edit(
      testDescription: "tags", old: "tags: [daily]", new: "tags: [daily, eu]", lines: ["~ tags: daily → daily, eu"],
      writes: ["POST tags", "PATCH connections"]),
    Edit(
      testDescription: "a stream more", old: "- contacts\n", new: "- contacts\n      - notes\n", lines: ["+ notes"],
      writes: ["PATCH connections"]),
    Edit(testDescription: "a stream less", old: "      - contacts\n", new: "", lines: ["- contacts"], writes: ["PATCH connections"]),
    Edit(
      testDescription: "a manifest", file: "crm.yaml", old: "version: 6.60.0", new: "version: 6.60.1",
      lines: ["~ manifest content: version 1 → changed"], writes: ["PUT declarative_sources"]),
    Edit(
      testDescription: "a connection with another name",
      old: "  crm:\n    source: crm\n", new: "  sales:\n    source: crm\n",
      lines: ["+ connection sales", "The connection `crm` is not in the file"],
      writes: ["POST connections"]),
    Edit(
      testDescription: "another source of a connection", old: "    source: fake\n", new: "    source: crm\n",
      lines: ["~ source: fake → crm", "! The connection `fake` is deleted and made again"],
      writes: ["DELETE connections", "POST connections"]),
    Edit(
      testDescription: "another connector of a source", old: "definition: faker", new: "definition: Hub Spot",
      lines: ["~ connector: faker → Hub Spot", "! The source `fake` is deleted and made again"],
      writes: ["DELETE connections", "POST sources", "POST connections", "DELETE sources"]),
    Edit(
      testDescription: "a connection that is gone", old: "  fake:\n    source: fake\n    destination: warehouse\n    schema: fake\n",
      new: "",
      lines: ["The connection `fake` is not in the file and is left alone"], writes: []),
  ]

  @Test("An edit changes on the server what it says and nothing else", arguments: edits)
  func edit(_ edit: Edit) async throws {
    try await serving { workspace, server in
      #expect(await workspace.apply(try await workspace.plan()) == [])
      let before = try await server.writes().count
      try workspace.edit(edit.file, edit.old, edit.new)
      let plan = try await workspace.plan()
      let text = workspace.text(plan)
      for line in edit.lines { #expect(text.contains(line), "\(text)") }
      #expect(!text.contains("another\n") && !text.contains("key of the CRM"))
      #expect(await workspace.apply(plan) == [])
      #expect(try await server.writes().dropFirst(before).sorted() == edit.writes.sorted())
      let after = try await workspace.plan()
      #expect(after.isEmpty && !after.hasErrors, "\(workspace.text(after))")
    }
  }

  @Test("What is there under the same names is adopted, and only what differs is changed")
  func adopt() async throws {
    try await serving { workspace, server in
      _ = await workspace.apply(try await workspace.plan())
      // Somebody else's checkout knows nothing of what was applied.
      try FileManager.default.removeItem(atPath: workspace.folder.path(".headwater"))
      let plan = try await workspace.plan()
      #expect(plan.isEmpty && plan.notes.contains { $0.contains("--send-secrets") }, "\(workspace.text(plan))")
      try workspace.edit("connections.yaml", "count: 10", "count: 11")
      let changed = try await workspace.plan()
      #expect(changed.elements.map(\.name) == ["fake"])
      _ = await workspace.apply(changed)
      #expect(try await server.get("sources")["data"]?.arrayValue?.count == 2)
    }
  }

  @Test("Elements that the file does not mention are left alone, and deleted on request")
  func unmentioned() async throws {
    try await serving { workspace, server in
      _ = await workspace.apply(try await workspace.plan())
      let rest = workspace.folder.text("connections.yaml") ?? ""
      let start = try #require(rest.firstRange(of: "connections:")?.lowerBound)
      try workspace.folder.write(rest[..<start] + "connections: {}\n", to: "connections.yaml")
      #expect(try await workspace.plan().isEmpty)
      let plan = try await workspace.plan(deletesUnmentioned: true)
      #expect(plan.losses.count == 2 && plan.count(.delete) == 2)
      #expect(await workspace.apply(plan) == [])
      #expect(try await server.get("connections")["data"]?.arrayValue?.isEmpty == true)
      #expect(try await server.get("sources")["data"]?.arrayValue?.count == 2)
    }
  }

  @Test("Two elements of one name on the server are refused, as one would be hidden")
  func twins() async throws {
    try await serving { workspace, server in
      _ = await workspace.apply(try await workspace.plan())
      let source = try #require(try await server.get("sources")["data"]?.arrayValue?.first { $0["name"] == "fake" })
      try await server.post(
        "sources",
        [
          "name": "fake", "workspaceId": source["workspaceId"] ?? .null, "definitionId": source["definitionId"] ?? .null,
          "configuration": [:],
        ])
      let plan = try await workspace.plan()
      #expect(
        plan.problems.contains { $0.code == .repeatedName && $0.message.contains("2 sources of the name `fake`") }, "\(plan.problems)")
    }
  }

  @Test(
    "What is wrong with a target is said",
    arguments: [
      ("client_id: terraformer", "client_id: nobody", "refuses access"),
      ("type: airbyte,", "type: airbyte, workspace: other,", "no workspace `other`"),
      ("definition: faker", "definition: fakir", "did you mean `Faker`?"), (", client_secret: \"${file:secret}\"", "", "are incomplete"),
      ("- contacts\n", "- contcts\n", "did you mean `contacts`?"), ("${file:secret}", "${file:nothing}", "cannot read the file"),
    ])
  func problems(_ old: String, _ new: String, _ message: String) async throws {
    try await serving { workspace, _ in
      _ = await workspace.apply(try await workspace.plan())
      try workspace.edit("connections.yaml", old, new)
      let plan = try await workspace.plan()
      #expect(plan.hasErrors && workspace.text(plan).contains(message), "\(workspace.text(plan))")
      #expect(!workspace.text(plan).contains("earth"))
    }
  }

  @Test("A workspace is written as a connections file that it agrees with", .enabled(if: BuiltProgram.headwater != nil))
  func imported() async throws {
    try await serving { workspace, server in
      _ = await workspace.apply(try await workspace.plan())
      let folder = try TemporaryDirectory()
      defer { folder.remove() }
      let command = try BuiltCommand(folder: folder)
      let credentials = ["AIRBYTE_CLIENT_ID": "terraformer", "AIRBYTE_CLIENT_SECRET": "earth"]
      let result = try await command.run(["import", "airbyte", "--url", server.url], environment: credentials)
      #expect(result.code == 0 && result.output.contains("CRM_API_KEY, WAREHOUSE_PASSWORD"), "\(result)")
      let text = folder.text("connections.yaml") ?? ""
      #expect(text.contains("schedule: \"0 6 * * *\"") && text.contains("definition: Faker") && !text.contains("earth"), "\(text)")
      let secrets = credentials.merging(["CRM_API_KEY": "a", "WAREHOUSE_PASSWORD": "b"]) { $1 }
      let plan = try await command.run(["plan"], environment: secrets)
      #expect(plan.code == 0 && plan.output.contains("Nothing to do."), "\(plan)\n\(text)")
      let again = try await command.run(["import", "airbyte", "--url", server.url], environment: credentials)
      #expect(again.code == 1 && again.complaints.contains("connections.yaml exists"), "\(again)")
    }
  }

  @Test("A damaged record of what was applied is named and left as it is")
  func damagedRecord() async throws {
    try await serving { workspace, _ in
      _ = await workspace.apply(try await workspace.plan())
      try workspace.folder.write("{\"a\": ", to: ".headwater/airbyte.json")
      let plan = try await workspace.plan()
      #expect(plan.hasErrors && workspace.text(plan).contains("airbyte.json is damaged"), "\(workspace.text(plan))")
      #expect(workspace.folder.text(".headwater/airbyte.json") == "{\"a\": ")
    }
  }

  @Test("A server that is not there is named")
  func unreachable() async throws {
    try await serving { workspace, server in
      server.stop()
      let plan = try await workspace.plan()
      #expect(plan.hasErrors && workspace.text(plan).contains("cannot be reached"), "\(workspace.text(plan))")
    }
  }
}

/// An Airbyte server as a program, with its workspace in memory.
final class AirbyteServer: Sendable {
  private let process: pid_t
  let url: String
  private let transport = CurlTransport()

  private init(_ process: pid_t, _ url: String) {
    self.process = process
    self.url = url
  }

  /// Starts a server on a free port.
  static func start() async throws -> AirbyteServer {
    let program = Bundle.module.path(forResource: "Programs/airbyte_server.py", ofType: nil) ?? ""
    let (process, line) = try await StartedProgram.start(["python3", program])
    let port = try #require(line.split(separator: ":").last.flatMap { Int($0) })
    return AirbyteServer(process, "http://127.0.0.1:\(port)")
  }

  func stop() {
    kill(process, SIGKILL)
    var status: Int32 = 0
    waitpid(process, &status, 0)
  }

  private func send(_ method: String, _ path: String, _ body: JSONObject? = nil) async throws -> JSONValue {
    var request = HTTPRequest(method: method, url: url + path)
    request.headers.add("Authorization", "Bearer moss")
    request.body = body.map { Array(JSONText.compact(.object($0)).utf8) }
    return try JSONValue.parse(try await transport.send(request).body)
  }

  func get(_ path: String) async throws -> JSONValue { try await send("GET", "/api/public/v1/\(path)") }

  func post(_ path: String, _ body: JSONObject) async throws { _ = try await send("POST", "/api/public/v1/\(path)", body) }

  /// The requests that have changed something.
  func writes() async throws -> [String] { try await send("GET", "/writes").arrayValue?.compactMap(\.stringValue) ?? [] }
}
