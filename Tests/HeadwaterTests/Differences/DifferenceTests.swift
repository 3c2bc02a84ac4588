import Foundation
import HeadwaterTesting
import JSON
import Quirks
import TestSupport
import Testing

/// Headwater does what Documentation/Differences.md says, and what the reference does where it is followed.
@Suite("Differences from the reference") struct DifferenceTests {
  @Test("Headwater does as documented", arguments: DifferenceCase.all)
  func isAsDocumented(_ difference: DifferenceCase) async throws {
    try await expect(difference.usual, of: difference, .none)
  }

  @Test("`--compat` does as the reference does", arguments: DifferenceCase.all)
  func isSwitchedBack(_ difference: DifferenceCase) async throws {
    try await expect(difference.compat ?? difference.usual, of: difference, .reference)
  }

  @Test("A quirk can be followed alone", arguments: DifferenceCase.all.filter { !$0.id.isFixed && $0.compat != nil })
  func isSwitchedBackAlone(_ difference: DifferenceCase) async throws {
    guard case .quirk(let quirk) = difference.id, let outcome = difference.compat else { return }
    try await expect(outcome, of: difference, QuirkSet([quirk] + Self.companions[quirk, default: []]))
  }

  /// Quirks whose cases show other quirks as well.
  private static let companions: [Quirk: [Quirk]] = [
    .acceptsTruncatedBodies: [.dropsBrokenLines],
    .checksRetentionLate: [.endsSyncOnUnreadyStreams],
    .evaluatesPageTokens: [.evaluatesTexts],
    .evaluatesStreamNames: [.configErrorsAreInternalErrors],
    .keepsByteOrderMarks: [.dropsBrokenLines, .ignoresDeclaredCharsets],
    .refusesOddStates: [.endsSyncOnUnreadyStreams, .keepsOddPartitions, .advancesPastFailedParents],
    .refusesUnlistedDateFormats: [.endsSyncOnUnreadyStreams],
    .validatesSessionsPerRequest: [.readsTokensTwice],
  ]

  /// Differences that no whole command of this kind can show, and the suites that show them instead.
  private static let shownElsewhere: [Difference.ID: String] = [
    .quirk(.firstWindowLastsTenDays): "BudgetTests",
    .quirk(.refusesNumericHeaderNames): "BackoffStrategyTests",
    .quirk(.restartsWindowAtEachCall): "BudgetRuleTests",
    .quirk(.pollsUnknownStatuses): "AsyncRetrieverTests",
    .quirk(.readsTokensTwice): "SessionTokenTests",
    .quirk(.hidesCreationResponse): "AsyncRetrieverTests",
    .quirk(.ignoresRetryAfter): "RetryLoopTests",
    .quirk(.ignoresRetryDates): "BackoffStrategyTests",
    .quirk(.retriesRedirectLoops): "RetryLoopTests",
    .quirk(.retriesLoginsFor300Seconds): "OAuthAuthenticatorTests",
    .quirk(.prefersManifestOfImage): "ManifestSearchTests",
    .quirk(.neverPrefetches): "RunRuleTests",
    .quirk(.ignoresMaximumOfPlainLevel): "RunRuleTests",
    .quirk(.neverRenewsOn401): "SessionTokenTests",
    .quirk(.acceptsStateMessagesOnly): "StateInputTests",
    .quirk(.quotesSchemaLibrary): "BadInputTests",
    .fixed(.forwardsCredentials): "RedirectTests",
    .fixed(.takesSharedFileFolder): "FileDirectoryTests",
    .fixed(.waitsWithoutLimit): "FailureTests",
    .fixed(.reportsOneManifestProblem): "ManifestValidatorTests",
    .fixed(.ignoresUnusedMistakes): "ManifestValidationTests",
    .fixed(.wordsMessagesForItsDevelopers): "BadInputTests",
    .fixed(.refusesCustomIncrementalSync): "SlotTests",
  ]

  @Test("Every difference is shown by a test")
  func everyDifferenceIsShown() {
    let shown = Set(DifferenceCase.all.map(\.id)).union(Self.shownElsewhere.keys)
    for difference in Difference.all { #expect(shown.contains(difference.id), "no test shows \(difference.id.name)") }
    let here = Set(DifferenceCase.all.map(\.id)).intersection(Self.shownElsewhere.keys)
    #expect(here.isEmpty, "shown here, so not elsewhere")
  }

  @Test("The suites that show differences elsewhere exist", arguments: Set(shownElsewhere.values))
  func suiteExists(_ suite: String) {
    let files = FileManager.default.enumerator(at: PackageFiles.url("Tests"), includingPropertiesForKeys: nil)?.compactMap { $0 as? URL }
    let declaring = files?.filter { $0.lastPathComponent == "\(suite).swift" } ?? []
    #expect(declaring.count == 1)
  }

  @Test("Every quirk and every fixed difference is documented once")
  func everyDifferenceIsDocumented() {
    let ids = Difference.all.map(\.id)
    #expect(Set(ids).count == ids.count)
    #expect(Set(ids) == Set(Quirk.allCases.map(Difference.ID.quirk) + FixedDifference.allCases.map(Difference.ID.fixed)))
  }

  @Test("`--compat` takes names, and says which it does not know")
  func namesAreRead() throws {
    #expect(try QuirkSet(parsing: "neverPrefetches,iteratesScalars") == QuirkSet([.neverPrefetches, .iteratesScalars]))
    #expect(try QuirkSet(parsing: "all") == .reference)
    #expect(try QuirkSet(parsing: "1") == .reference)
    #expect(try QuirkSet(parsing: "0") == QuirkSet.none)
    #expect(throws: UnknownQuirk.self) { try QuirkSet(parsing: "neverPrefetches,prefetches") }
    #expect(throws: UnknownQuirk.self) { try QuirkSet(parsing: "writesFilesAnywhere") }
  }

  private func expect(_ outcome: DifferenceCase.Outcome, of difference: DifferenceCase, _ quirks: QuirkSet) async throws {
    try await LoopbackServer.serving(difference.api) { server async throws -> Void in
      var config = difference.config
      config["base"] = .string(server.baseURL)
      let result = try await CommandResult(
        difference.verb, manifest: JSONText.compact(difference.manifest), config: .object(config),
        catalog: DifferenceManifest.catalog(difference.streams), state: difference.state, quirks: quirks,
        checkpointInterval: difference.checkpointInterval, files: difference.files)
      let comment = Comment(rawValue: result.text)
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
