import ConnectorKit
import Connections
import Destinations
import Document
import Foundation
import HeadwaterTesting
import JSON
import Sync
import TestSupport
import Testing

/// Applying plans that are interrupted, made stale or made twice.
@Suite struct ApplyTests {
  enum Store: String, CaseIterable, CustomTestStringConvertible {
    case sqlite, postgres

    static var available: [Store] { allCases.filter { $0 != .postgres || PostgresServer.shared != nil } }

    var testDescription: String { rawValue }
  }

  /// Everything at once: names of connections, streams and tables, a new stream, one that is deleted, another key, other directories.
  private static let edits: [(file: String, old: String, new: String)] = [
    ("connections.yaml", "  crm:\n    source: crm\n", "  sales:\n    source: crm\n    prefix: s_\n"),
    ("connections.yaml", "      - contacts\n", "      - people\n      - notes\n"),
    ("connections.yaml", "mode: incremental_append_dedup\n", "mode: incremental_append_dedup\n        key: name\n"),
    ("connections.yaml", "    prefix: shop_\n", "    prefix: store_\n    streams: [items]\n"),
    ("connections.yaml", "destination: files\n", "destination: files\n    prefix: f_\n"),
    ("crm.yaml", "name: contacts", "name: people"), ("crm.yaml", "path: /contacts", "path: /people"),
    ("crm.yaml", "[contacts]", "[people]"),
    (
      "connections.yaml", "",
      "moved:\n  - {from: connections.crm, to: connections.sales}\n"
        + "  - {from: connections.sales.streams.contacts, to: connections.sales.streams.people}\n"
    ),
  ]

  @Test(
    "An apply that is killed at any moment is brought to its end by the next one, and nothing is lost",
    .enabled(if: BuiltProgram.headwater != nil), arguments: Store.available)
  func killed(_ store: Store) async throws {
    let command = try #require(BuiltProgram.headwater)
    try await LoopbackServer.serving(Workspace.routes()) { server in
      var kills = 0
      var longest = 0.3
      while kills < 50 {
        let workspace = try Workspace(server)
        defer { workspace.remove() }
        let address = store == .postgres ? try PostgresServer.shared?.makeDatabase() ?? "" : ""
        if store == .postgres { try workspace.edit("connections.yaml", "sqlite: warehouse.sqlite", "postgres: \(address)") }
        _ = await workspace.apply(try await workspace.plan())
        for name in ["crm", "shop", "backup"] { _ = try await workspace.sync(name) }
        for edit in Self.edits { try workspace.edit(edit.file, edit.old, edit.new) }
        let words = [command, "apply", "--yes", "--delete-unmentioned"]
        // A plan of what is left is a smaller one, so few kills hit the same apply.
        for attempt in 0..<4 {
          let (code, seconds) = try await KillableProgram.run(words, in: workspace.folder.path, killedAfter: .random(in: 0...longest))
          if code >= 0, attempt == 0 { longest = max(0.02, min(longest, seconds)) }
          kills += code < 0 ? 1 : 0
        }
        #expect(try await KillableProgram.run(words, in: workspace.folder.path, killedAfter: nil).code == 0)
        let plan = try await workspace.plan(deletesUnmentioned: true)
        #expect(plan.isEmpty && !plan.hasErrors, "after \(kills) kills: \(workspace.text(plan))")
        try check(workspace, store, address)
      }
    }
  }

  private func check(_ workspace: Workspace, _ store: Store, _ address: String) throws {
    let expected = ["s_people": 3, "s_deals": 3, "s_events": 3, "s_notes": 0, "store_items": 3]
    for (table, count) in expected {
      let found =
        store == .sqlite
        ? try workspace.rows(table)
        : try PostgresServer.shared.flatMap {
          Int(try $0.query("SELECT count(*) FROM \(table)", address).trimmingCharacters(in: .whitespacesAndNewlines))
        }
      #expect(found == count, "\(table)")
    }
    let directories = try FileManager.default.contentsOfDirectory(atPath: workspace.folder.path("out")).filter { !$0.hasPrefix("_") }
    #expect(directories.sorted() == ["f_items", "f_prices"])
    for name in directories {
      let files = try FileManager.default.contentsOfDirectory(atPath: workspace.folder.path("out/\(name)")).filter {
        $0.hasSuffix(".jsonl")
      }
      let lines = files.compactMap { workspace.folder.text("out/\(name)/\($0)") }.joined().split(separator: "\n")
      #expect(lines.count == 3, "\(name)")
    }
  }

  @Test("A plan that somebody else has overtaken is not applied")
  func stale() async throws {
    try await LoopbackServer.serving(Workspace.routes()) { server in
      let workspace = try Workspace(server)
      defer { workspace.remove() }
      let (one, another) = (try await workspace.plan(), try await workspace.plan())
      #expect(await workspace.apply(one) == [])
      let problems = await workspace.apply(another)
      #expect(problems.count == 2 && problems.allSatisfy { $0.contains("changed by somebody else") }, "\(problems)")
      #expect(try await workspace.plan().isEmpty)
    }
  }

  @Test("Two applies at a time leave what one leaves")
  func concurrent() async throws {
    try await LoopbackServer.serving(Workspace.routes()) { server in
      let workspace = try Workspace(server)
      defer { workspace.remove() }
      let plan = try await workspace.plan()
      await withTaskGroup(of: Void.self) { group in for _ in 0..<6 { group.addTask { await workspace.apply(plan) } } }
      #expect(try await workspace.plan().isEmpty)
      #expect(try await workspace.sync("crm").outcome == .all)
    }
  }

  @Test("A destination that cannot be reached is named, and the others are compared")
  func unreachable() async throws {
    try await LoopbackServer.serving(Workspace.routes()) { server in
      let workspace = try Workspace(server)
      defer { workspace.remove() }
      try workspace.edit("connections.yaml", "sqlite: warehouse.sqlite", "postgres: postgres://me:hidden@127.0.0.1:1/db")
      let plan = try await workspace.plan()
      #expect(plan.hasErrors && plan.exitCode == 1 && plan.elements.map(\.name).contains("backup"))
      #expect(plan.problems.contains { $0.message.contains("destination `warehouse` cannot be compared: PostgreSQL cannot be reached") })
      #expect(!workspace.text(plan).contains("hidden"))
    }
  }

  @Test("A record that a newer version has written is not overwritten")
  func newerRecord() async throws {
    try await LoopbackServer.serving(Workspace.routes()) { server in
      let workspace = try Workspace(server)
      defer { workspace.remove() }
      _ = await workspace.apply(try await workspace.plan())
      _ = try Shell.output([
        "sqlite3", workspace.folder.path("warehouse.sqlite"),
        "UPDATE _headwater_declarations SET declaration = json_set(declaration, '$.format', 99) WHERE connection = 'crm'",
      ])
      let plan = try await workspace.plan()
      #expect(plan.hasErrors && plan.problems.contains { $0.code == .notCompared && $0.message.contains("connection `crm`") })
      #expect(!plan.elements.contains { $0.kind == .connection })
    }
  }

  @Test("A database that another program has locked is named")
  func locked() async throws {
    try await LoopbackServer.serving(Workspace.routes()) { server in
      let workspace = try Workspace(server)
      defer { workspace.remove() }
      _ = await workspace.apply(try await workspace.plan())
      try workspace.edit("connections.yaml", "tags: [daily]", "tags: [hourly]")
      let plan = try await workspace.plan()
      let shell = Process()
      shell.executableURL = URL(fileURLWithPath: "/usr/bin/env")
      shell.arguments = ["sqlite3", workspace.folder.path("warehouse.sqlite")]
      let (input, output) = (Pipe(), Pipe())
      shell.standardInput = input
      shell.standardOutput = output
      try shell.run()
      input.fileHandleForWriting.write(Data("BEGIN IMMEDIATE;\nSELECT 'locked';\n".utf8))
      _ = output.fileHandleForReading.availableData
      let problems = await Applier.apply(plan, log: workspace.log, lockTimeout: 0.05).problems
      #expect(problems.first?.message.contains("is locked by another program") == true, "\(problems)")
      try input.fileHandleForWriting.close()
      shell.waitUntilExit()
      #expect(await workspace.apply(plan) == [])
    }
  }

  @Test("A stream whose reset was applied is read from the start, and its old records stay until that is complete")
  func reset() async throws {
    try await LoopbackServer.serving(Workspace.routes()) { server in
      let workspace = try Workspace(server)
      defer { workspace.remove() }
      _ = await workspace.apply(try await workspace.plan())
      _ = try await workspace.sync("crm")
      try workspace.edit("connections.yaml", "mode: incremental_append_dedup\n", "mode: incremental_append_dedup\n        key: name\n")
      let failure = await #expect(throws: SyncError.self) { try await workspace.sync("crm") }
      #expect(failure?.message.contains("was changed since it was applied: its stream `deals`") == true)
      _ = await workspace.apply(try await workspace.plan())
      #expect(try workspace.rows("deals") == 3)
      let report = try await workspace.sync("crm")
      #expect(report.outcome == .all && report.runs.first { $0.stream.name == "deals" }?.records == 3)
      #expect(try workspace.rows("deals") == 3)
      // From now on only what is new is read.
      #expect(try await workspace.sync("crm").runs.first { $0.stream.name == "deals" }?.records == 1)
    }
  }
}
