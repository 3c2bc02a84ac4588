import Connections
import Document
import Foundation
import HeadwaterTesting
import JSON
import TestSupport
import Testing
import YAML

/// Edits of a connections file whose connections were applied and synced, each with the plan that it makes.
///
/// A case is a file in `Edits`: YAML with the edits, `---`, and the plan. `HEADWATER_RECORD_EDITS=DIRECTORY` writes the plans that come out
/// to that directory, to be read and taken over.
@Suite struct EditTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    let title: String
    let deletesUnmentioned: Bool
    let isSyncedBefore: Bool
    let head: String
    /// Edits that are applied and synced before the others.
    let first: [(file: String, old: String, new: String)]
    let edits: [(file: String, old: String, new: String)]
    /// What somebody does to the database meanwhile.
    let sql: String?
    /// The rows that tables have after the plan was applied; nil for no table.
    let rows: [(table: String, count: Int?)]
    /// The rows that tables have after the next syncs.
    let rowsAfterSync: [(table: String, count: Int?)]
    /// Whether the plan has errors, so that nothing is applied.
    let isRefused: Bool
    let plan: String

    var testDescription: String { "\(title) (\(name))" }

    init(_ name: String, _ text: String) throws {
      self.name = name
      let parts = text.components(separatedBy: "\n---\n")
      head = parts[0]
      plan = parts.count > 1 ? parts[1] : ""
      let document = try YAMLReader.read(parts[0], file: name).root
      title = document["name"]?.string ?? name
      deletesUnmentioned = document["delete-unmentioned"]?.bool ?? false
      isSyncedBefore = document["synced"]?.bool ?? true
      isRefused = document["refused"]?.bool ?? false
      func edits(_ key: String) -> [(file: String, old: String, new: String)] {
        (document[key]?.sequence ?? []).map {
          ($0["file"]?.string ?? "connections.yaml", $0["replace"]?.string ?? "", $0["with"]?.string ?? "")
        }
      }
      first = edits("first")
      self.edits = edits("edits")
      sql = document["sql"]?.string
      func rows(_ key: String) -> [(table: String, count: Int?)] {
        (document[key]?.mapping?.entries ?? []).map { ($0.key.keyText, $0.value.integer) }
      }
      self.rows = rows("rows")
      rowsAfterSync = rows("rows-after-sync")
    }

    static let all: [Case] = {
      let folder = Bundle.module.path(forResource: "Edits", ofType: nil) ?? ""
      let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
      return names.sorted().compactMap { name in
        (try? String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8)).flatMap { try? Case(name, $0) }
      }
    }()
  }

  @Test("There are at least sixty edits, and all can be read")
  func enough() throws {
    let folder = try #require(Bundle.module.path(forResource: "Edits", ofType: nil))
    let names = try FileManager.default.contentsOfDirectory(atPath: folder)
    #expect(Case.all.count == names.count && Case.all.count >= 60)
  }

  @Test("An edit makes the expected plan, and after it was applied there is nothing to do", arguments: Case.all)
  func edit(_ test: Case) async throws {
    try await LoopbackServer.serving(Workspace.routes()) { server in
      let workspace = try Workspace(server)
      defer { workspace.remove() }
      for edit in test.first { try workspace.edit(edit.file, edit.old, edit.new) }
      #expect(await workspace.apply(try await workspace.plan()) == [])
      if test.isSyncedBefore {
        for name in ["crm", "shop", "backup"] { #expect(try await workspace.sync(name).outcome == .all) }
        #expect(workspace.text(try await workspace.plan()) == "Nothing to do.\n")
      }
      for edit in test.edits {
        try workspace.edit(
          edit.file, edit.old.replacingOccurrences(of: "@BASE@", with: server.baseURL),
          edit.new.replacingOccurrences(of: "@BASE@", with: server.baseURL))
      }
      if let sql = test.sql { _ = try Shell.output(["sqlite3", workspace.folder.path("warehouse.sqlite"), sql]) }
      try await check(test, workspace, server.baseURL)
    }
  }

  /// The same edits with PostgreSQL: the plans differ in the address alone, so what counts is that they come to rest and what is stored.
  @Test(
    "An edit comes to rest with PostgreSQL, too", .enabled(if: PostgresServer.shared != nil),
    arguments: Case.all.filter { $0.sql == nil && !$0.isRefused && !$0.edits.contains { $0.old.contains("sqlite") } })
  func postgres(_ test: Case) async throws {
    let server = try #require(PostgresServer.shared)
    let address = try server.makeDatabase()
    try await LoopbackServer.serving(Workspace.routes()) { api in
      let workspace = try Workspace(api)
      defer { workspace.remove() }
      func edit(_ edits: [(file: String, old: String, new: String)]) throws {
        for edit in edits {
          try workspace.edit(
            edit.file, edit.old.replacingOccurrences(of: "@BASE@", with: api.baseURL),
            edit.new.replacingOccurrences(of: "@BASE@", with: api.baseURL))
        }
      }
      func check(_ rows: [(table: String, count: Int?)], _ when: String) throws {
        for (table, count) in rows {
          let exists = try server.query("SELECT to_regclass('\(table)') IS NOT NULL", address) == "t\n"
          #expect(exists == (count != nil), "\(table) \(when)")
          if exists, let count { #expect(try server.query("SELECT count(*) FROM \(table)", address) == "\(count)\n", "\(table) \(when)") }
        }
      }
      try workspace.edit("connections.yaml", "sqlite: warehouse.sqlite", "postgres: \(address)")
      try edit(test.first)
      #expect(await workspace.apply(try await workspace.plan()) == [])
      if test.isSyncedBefore { for name in ["crm", "shop", "backup"] { #expect(try await workspace.sync(name).outcome == .all) } }
      try edit(test.edits)
      #expect(await workspace.apply(try await workspace.plan(deletesUnmentioned: test.deletesUnmentioned)) == [])
      let after = try await workspace.plan(deletesUnmentioned: test.deletesUnmentioned)
      #expect(after.isEmpty && !after.hasErrors, "\(workspace.text(after))")
      try check(test.rows, "after apply")
      for connection in try workspace.file().connections { #expect(try await workspace.sync(connection.name).outcome == .all) }
      try check(test.rowsAfterSync, "after the next sync")
      #expect(try await workspace.plan(deletesUnmentioned: test.deletesUnmentioned).isEmpty)
    }
  }

  private func check(_ test: Case, _ workspace: Workspace, _ base: String) async throws {
    let plan = try await workspace.plan(deletesUnmentioned: test.deletesUnmentioned)
    let text = workspace.text(plan).replacingOccurrences(of: base, with: "@BASE@")
    if let directory = ProcessInfo.processInfo.environment["HEADWATER_RECORD_EDITS"] {
      try "\(test.head)\n---\n\(text)".write(toFile: "\(directory)/\(test.name)", atomically: true, encoding: .utf8)
    }
    #expect(text == test.plan)
    #expect(plan.hasErrors == test.isRefused)
    guard !test.isRefused else { return }
    #expect(await workspace.apply(plan) == [])
    let after = try await workspace.plan(deletesUnmentioned: test.deletesUnmentioned)
    #expect(after.isEmpty && !after.hasErrors, "\(workspace.text(after))")
    for (table, count) in test.rows { #expect(try workspace.rows(table) == count, "rows of \(table) after apply") }
    for connection in try workspace.file().connections {
      let report = try await workspace.sync(connection.name)
      #expect(report.outcome == .all, "\(connection.name): \(report.failures)")
    }
    for (table, count) in test.rowsAfterSync { #expect(try workspace.rows(table) == count, "rows of \(table) after the next sync") }
    let last = try await workspace.plan(deletesUnmentioned: test.deletesUnmentioned)
    #expect(last.isEmpty, "after the next sync: \(workspace.text(last))")
  }
}
