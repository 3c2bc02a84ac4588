import Foundation
import HeadwaterTesting
import JSON
import Testing

/// Headwater does what Documentation/Differences.md says, and what the reference does in compat mode.
@Suite struct DifferenceTests {
  @Test(arguments: Difference.all) func isAsDocumented(_ difference: Difference) async throws {
    try await expect(difference.usual, of: difference, compat: false)
  }

  @Test(arguments: Difference.all) func isSwitchedBack(_ difference: Difference) async throws {
    try await expect(difference.compat ?? difference.usual, of: difference, compat: true)
  }

  /// Rows that no whole command of this kind can show, and the tests that show them instead.
  private static let shownElsewhere = [
    "takes 10 days for the first window": "BudgetTests",
    "fails when the name of a header": "BackoffStrategyTests",
    "begins the next fixed window": "BudgetRuleTests",
    "polls a job on whose status": "AsyncRetrieverTests",
    "logs in twice per request": "SessionTokenTests",
    "does not know `creation_response`": "AsyncRetrieverTests",
    "waits for answers without limit": "FailureTests",
    "accepts a list of messages as the state": "StateInputTests",
    "says that a manifest failed its schema": "ManifestValidatorTests",
    "quotes its libraries": "BadInputTests",
    "accepts equal stream names": "the validator's tests",
    "words its messages for those": "BadInputTests",
    "refuses `CustomIncrementalSync`": "the tests of custom components",
  ]

  @Test func everyRowIsShown() throws {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("../../../Documentation/Differences.md")
    let text = try String(contentsOf: file.standardizedFileURL, encoding: .utf8)
    let table = text.split(separator: "\n## ").first ?? ""
    let rows = table.split(separator: "\n").filter { $0.hasPrefix("| ") && !$0.hasPrefix("| The reference") && !$0.hasPrefix("|--") }
    let shown = Set(Difference.all.map(\.row)).union(Self.shownElsewhere.keys)
    for row in rows { #expect(shown.contains { row.hasPrefix("| \($0)") }, "no test shows the row \(row)") }
    for start in shown { #expect(rows.contains { $0.hasPrefix("| \(start)") }, "no row begins: \(start)") }
  }

  private func expect(_ outcome: Difference.Outcome, of difference: Difference, compat: Bool) async throws {
    try await LoopbackServer.serving(difference.api) { server async throws -> Void in
      var config = difference.config
      config["base"] = .string(server.baseURL)
      let result = try await CommandResult(
        difference.verb, manifest: JSONText.compact(difference.manifest), config: .object(config),
        catalog: DifferenceManifest.catalog(difference.streams), state: difference.state, compat: compat,
        checkpointInterval: difference.checkpointInterval, files: difference.files)
      let comment = Comment(rawValue: "\(compat ? "compat: " : "")\(result.text)")
      #expect((result.exitCode == 0) == outcome.succeeds, comment)
      let stream = difference.streams[0]
      if let records = outcome.records { #expect(result.records(of: stream) == records, comment) }
      if let states = outcome.states { #expect(result.states(of: stream) == states, comment) }
      if let count = outcome.stateCount { #expect(result.states(of: stream).count == count, comment) }
      if let status = outcome.status { #expect((result.statuses(of: stream).last ?? "") == status, comment) }
      let errors = result.errors.compactMap { $0["message"]?.stringValue }.joined(separator: "\n")
      for text in outcome.says { #expect(errors.contains(text), comment) }
      for text in outcome.hides { #expect(!result.text.contains(text), comment) }
      for text in outcome.shows { #expect(result.text.contains(text), comment) }
      for (path, count) in outcome.requests { #expect(await server.requests(path: path).count == count, comment) }
      if let bodies = outcome.bodies {
        #expect(await server.requests(path: "/items").map { String(decoding: $0.body, as: UTF8.self) } == bodies, comment)
      }
      if let queries = outcome.queries { #expect(await server.requests(path: "/items").map(\.rawQuery) == queries, comment) }
    }
  }
}
