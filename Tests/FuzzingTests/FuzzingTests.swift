import Foundation
import Fuzzing
import Testing

/// A few seconds of what `make fuzz` does for as long as one likes; the inputs are the same each time.
@Suite struct FuzzingTests {
  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Seeds").path

  /// Inputs for each subject, so that a test without optimisation takes some seconds.
  static let counts: [FuzzSubject: Int] = [.reader: 200, .layout: 100, .manifest: 30, .template: 1500, .expression: 1500]

  @Test(arguments: FuzzSubject.allCases) func changedSeeds(_ subject: FuzzSubject) throws {
    var run = FuzzRun(subject, corpus: try SeedCorpus(folder: Self.folder), seed: 20_260_115)
    try run.run(count: Self.counts[subject] ?? 0)
  }

  /// The seeds themselves, with what once ended the program or broke a promise.
  @Test(arguments: FuzzSubject.allCases) func seeds(_ subject: FuzzSubject) throws {
    let seeds = try SeedCorpus(folder: Self.folder).seeds(for: subject)
    #expect(!seeds.isEmpty)
    for seed in seeds {
      do {
        try subject.run(seed)
      } catch {
        Issue.record("\(error)\n\(seed.prefix(1000))")
      }
    }
  }

  @Test func runsAreRepeatable() throws {
    let corpus = try SeedCorpus(folder: Self.folder)
    var (first, second) = (FuzzRun(.manifest, corpus: corpus, seed: 7), FuzzRun(.manifest, corpus: corpus, seed: 7))
    for _ in 0..<50 { #expect(first.next() == second.next()) }
    var other = FuzzRun(.manifest, corpus: corpus, seed: 8)
    #expect((0..<10).contains { _ in first.next() != other.next() })
  }
}
