import ConnectorKit
import JSON
import Testing

@testable import Components

/// What a run does at a time, and how far ahead.
@Suite("Rules of a run") struct RunRuleTests {
  @Test("`max_concurrency` bounds a plain number, but not in the reference", arguments: [(false, 4), (true, 9)])
  func maximumBoundsPlainLevels(compat: Bool, expected: Int) throws {
    let context = TestServices.context(compat: compat)
    let level = try context.build(
      Node(json: ["type": "ConcurrencyLevel", "default_concurrency": 9, "max_concurrency": 4]), as: ConcurrencyLevel.self)
    #expect(level.value == expected)
  }

  @Test("Pages are requested ahead, but not in the reference or where one record is enough")
  func prefetchesPages() {
    var options = RunOptions()
    #expect(options.prefetches)
    options.mayPrefetch = false
    #expect(!options.prefetches)
    #expect(!RunOptions(quirks: QuirkSet([.neverPrefetches])).prefetches)
  }
}
