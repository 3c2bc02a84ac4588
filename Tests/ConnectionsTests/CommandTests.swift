import Foundation
import HeadwaterTesting
import JSON
import TestSupport
import Testing

/// The commands for connections, as people call them.
@Suite(.enabled(if: BuiltProgram.headwater != nil)) struct ConnectionsCommandTests {
  /// A workspace in the folder of a command.
  private func serving(
    _ routes: [LoopbackRoute] = Workspace.routes(), _ body: @Sendable (Workspace, BuiltCommand) async throws -> Void
  ) async throws {
    try await LoopbackServer.serving(routes) { server in
      let workspace = try Workspace(server)
      defer { workspace.remove() }
      try await body(workspace, try BuiltCommand(folder: workspace.folder))
    }
  }

  @Test("Plan, apply and sync say by their exit codes what came of them")
  func story() async throws {
    try await serving { workspace, command in
      let plan = try await command.run("plan")
      #expect(plan.code == 2 && plan.output.contains("Plan: 7 to add, 0 to change, 0 to delete."), "\(plan)")
      #expect(!plan.output.contains("key of"))
      let apply = try await command.run("apply")
      #expect(apply.code == 0 && apply.output.hasSuffix("Applied.\n"), "\(apply)")
      #expect(try await command.run("plan").code == 0)
      let sync = try await command.run("sync", "--all")
      #expect(sync.code == 0 && sync.output.contains("crm         deals     append_dedup        3"), "\(sync)")
      #expect(sync.complaints.contains("[shop] "))
      try workspace.edit("connections.yaml", "mode: incremental_append_dedup\n", "mode: full_refresh_overwrite\n")
      let refused = try await command.run("apply")
      #expect(refused.code == 1 && refused.complaints.contains("Use --yes"), "\(refused)")
      #expect(try await command.run("plan").code == 2)
      #expect(try await command.run("apply", "--yes").code == 0)
      try workspace.edit("connections.yaml", "source: crm", "source: crn")
      let broken = try await command.run("plan")
      #expect(broken.code == 1 && broken.complaints.contains("did you mean `crm`?"), "\(broken)")
    }
  }

  @Test("A plan as JSON has all differences and no secret")
  func json() async throws {
    try await serving { workspace, command in
      _ = try await command.run("apply")
      try workspace.edit("key", "key of the CRM", "another key")
      try workspace.edit("connections.yaml", "tags: [daily]", "tags: [hourly]")
      let result = try await command.run("plan", "--json")
      let plan = try JSONValue.parse(result.output)
      #expect(plan["elements"]?.arrayValue?.compactMap { $0["name"]?.stringValue } == ["crm", "crm"])
      #expect(plan["summary"] == ["add": 0, "change": 2, "delete": 0])
      #expect(!result.output.contains("another key"))
    }
  }

  @Test("A secret that is written out is warned of, and its line is not shown")
  func plainSecret() async throws {
    try await serving { workspace, command in
      try workspace.edit("crm.yaml", "api_key: {type: string, airbyte_secret: true}", "pin: {type: string, airbyte_secret: true}")
      try workspace.edit("connections.yaml", "api_key: ${file:key}", "pin: hunter22")
      let plan = try await command.run("plan")
      #expect(
        plan.code == 2 && plan.complaints.contains("warning[plain-secret]: the secret `pin` of source `crm` is written out"), "\(plan)")
      #expect(!plan.complaints.contains("hunter22") && !plan.output.contains("hunter22"))
    }
  }

  @Test("Connections are chosen by names and tags, and one that fails does not stop the others")
  func chosen() async throws {
    var routes = Workspace.routes()
    routes.insert(LoopbackRoute("GET", "/prices") { _, _ in .status(403) }, at: 0)
    try await serving(routes) { workspace, command in
      let tagged = try await command.run("sync", "--tag", "daily", "--json")
      #expect(tagged.code == 0 && !tagged.output.contains("\"shop\""), "\(tagged)")
      let named = try await command.run("sync", "shop", "crm", "--log-directory", "logs")
      #expect(named.code == 3, "\(named)")
      #expect(named.output.contains("incomplete") && workspace.folder.text("logs/shop.log")?.contains("error") == true)
      #expect(workspace.folder.text("logs/crm.log")?.contains("complete") == true)
      let unknown = try await command.run("sync", "shop", "cmr")
      #expect(unknown.code == 1 && unknown.complaints.contains("Did you mean `crm`?"), "\(unknown)")
      #expect(try await command.run("sync", "--tag", "nightly").complaints.contains("No connection has the tag nightly."))
      #expect(try await command.run("sync", "--all", "--to", "x.sqlite").code == 64)
    }
  }

  @Test("Connections are listed with what is known of them")
  func lists() async throws {
    try await serving { workspace, command in
      #expect(try await command.run("connections", "ls").output.contains("not applied"))
      _ = try await command.run("apply")
      #expect(try await command.run("connections", "ls").output.contains("applied, never synced"))
      _ = try await command.run("sync", "crm")
      let list = try await command.run("connections", "ls", "--json").output.split(separator: "\n").map { try JSONValue.parse(String($0)) }
      #expect(list.map { $0["status"] } == ["complete", "applied, never synced", "applied, never synced"])
      let show = try await command.run("connections", "show", "crm")
      #expect(
        show.output.contains("deals") && show.output.contains("incremental_append_dedup") && show.output.contains("from {"), "\(show)")
      let history = try await command.run("connections", "history", "crm", "--limit", "2")
      #expect(history.output.split(separator: "\n").count == 3, "\(history)")
    }
  }

  @Test("Ten connections side by side store what they store alone", arguments: ApplyTests.Store.available.map(\.rawValue))
  func sideBySide(_ kind: String) async throws {
    try await serving { workspace, command in
      let address = kind == "postgres" ? try PostgresServer.shared?.makeDatabase() ?? "" : "all.sqlite"
      let names = (0..<10).map { "c\($0)" }
      let connections = names.map { "  \($0): {source: crm, destination: all, prefix: \($0)_}\n" }.joined()
      let head = (workspace.folder.text("connections.yaml") ?? "").components(separatedBy: "destinations:")[0]
      try workspace.folder.write(
        "\(head)destinations:\n  all:\n    \(kind): \(address)\nconnections:\n\(connections)", to: "connections.yaml")
      #expect(try await command.run("apply").code == 0)
      for _ in 0..<2 {
        let result = try await command.run("sync", "--all", "--jobs", "10")
        #expect(result.code == 0, "\(result)")
      }
      for name in names {
        for stream in ["contacts", "deals", "events", "notes"] {
          let table = "\(name)_\(stream)"
          let count =
            kind == "sqlite"
            ? try workspace.rows(table, in: "all.sqlite")
            : Int(try PostgresServer.shared?.query("SELECT count(*) FROM \(table)", address).trimmingCharacters(in: .newlines) ?? "")
          #expect(count == 3, "\(table)")
        }
      }
      #expect(try await command.run("plan").code == 0)
    }
  }
}
