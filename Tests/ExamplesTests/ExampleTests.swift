import Foundation
import Headwater
import HeadwaterTesting
import TestSupport
import Testing

/// The examples in Manifests/ that have components of their own, compiled in.
@Suite struct ExampleTests {
  static let catalog = Catalog.standard.adding([
    BatchedIDs.spec.erased, EndpointSchema.spec.erased, IDSync.spec.erased, JoinedArrays.spec.erased, LogLines.spec.erased,
    LoginToken.spec.erased, PairsToObject.spec.erased, SignedRequests.spec.erased, TimeOffset.spec.erased, TwoEndpoints.spec.erased,
  ])

  static let manifests = PackageFiles.url("Manifests").path

  static let names = ((try? FileManager.default.contentsOfDirectory(atPath: manifests)) ?? []).sorted().filter {
    FileManager.default.fileExists(atPath: "\(manifests)/\($0)/components.swift")
  }

  /// Set to write what the examples give into their expected.jsonl.
  private static let records = ProcessInfo.processInfo.environment["HEADWATER_RECORD_GOLDEN"] == "1"

  @Test func allExamplesAreThere() { #expect(Self.names.count == 10) }

  @Test(arguments: names) func exampleGivesWhatIsExpected(_ name: String) async throws {
    let run = try GoldenRun(folder: "\(Self.manifests)/\(name)", catalog: Self.catalog)
    if Self.records { try await run.record() }
    try await run.check()
    #expect(!run.expected.isEmpty)
  }
}
