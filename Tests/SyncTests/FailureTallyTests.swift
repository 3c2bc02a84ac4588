import ConnectorKit
import JSON
import Testing

@testable import Sync

@Suite("Failures of a stream that are alike")
struct FailureTallyTests {
  private static func slice(_ id: Int) -> StreamSlice { StreamSlice(partition: ["id": .integer(id)]) }

  @Test(
    "failures that differ in slice and address alone are one",
    arguments: [
      { @Sendable (id: Int) in "The API answered HTTP 404." }, { @Sendable (id: Int) in "Slice {\"id\":\(id)} failed." },
      { @Sendable (id: Int) in "GET https://api/items/\(id)?page=\(id) failed: HTTP status 500" },
      { @Sendable (id: Int) in "Use (http://api/\(id)) or 'https://x/\(id)', then." },
    ])
  func alike(_ message: @Sendable (Int) -> String) {
    var tally = FailureTally()
    let news = (1...500).map { tally.add(SyncError(.system, message($0)), slice: Self.slice($0)) }
    #expect(news == [true] + Array(repeating: false, count: 499))
    #expect(tally.errors.map(\.message) == [message(1)] && tally.errors[0].occurrences == 500)
  }

  @Test("failures of other kinds, statuses or texts stay apart, in their order")
  func apart() {
    var tally = FailureTally()
    for error in [
      SyncError(.system, "HTTP 404"), SyncError(.system, "HTTP 500"), SyncError(.config, "HTTP 404"), SyncError(.system, "HTTP 404"),
    ] { _ = tally.add(error, slice: nil) }
    #expect(tally.errors.map(\.message) == ["HTTP 404", "HTTP 500", "HTTP 404"] && tally.errors.map(\.occurrences) == [2, 1, 1])
  }

  @Test("each counts where the reference is followed")
  func notJoined() {
    var tally = FailureTally()
    let news = (0..<3).map { _ in tally.add(SyncError(.system, "a"), slice: nil, joinsEqual: false) }
    #expect(news == [true, true, true] && tally.errors.count == 3)
  }
}
