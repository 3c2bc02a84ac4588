import Testing

@testable import Sync

@Suite struct StreamGroupsTests {
  private static func stream(_ name: String, _ ancestors: [String] = []) -> StreamGroups.Candidate {
    StreamGroups.Candidate(name: name, groupedAncestors: ancestors)
  }

  @Test func streamsOfOneGroupTakeTurnsAndOthersGoAhead() async throws {
    let groups = StreamGroups(["a": "g", "b": "g"])
    let (a, b, c) = (Self.stream("a"), Self.stream("b"), Self.stream("c"))
    #expect(try await groups.next(of: [a, b, c]) == 0)
    #expect(try await groups.next(of: [b, c]) == 1)
    async let next = groups.next(of: [b])
    groups.isRead(a)
    #expect(try await next == 0)
  }

  @Test func aStreamWaitsForParentsThatAreRead() async throws {
    let groups = StreamGroups(["parent": "g"])
    let (parent, child, other) = (Self.stream("parent"), Self.stream("child", ["parent"]), Self.stream("other", ["parent"]))
    #expect(try await groups.next(of: [parent, child]) == 0)
    async let next = groups.next(of: [child])
    groups.isRead(parent)
    #expect(try await next == 0)
    // The child reads its parent while it looks for its slices.
    async let later = groups.next(of: [other])
    groups.parentsAreRead(by: child)
    #expect(try await later == 0)
  }

  @Test func aWaitingSyncCanBeEnded() async throws {
    let groups = StreamGroups(["a": "g", "b": "g"])
    _ = try await groups.next(of: [Self.stream("a")])
    let waiting = Task { try await groups.next(of: [Self.stream("b")]) }
    waiting.cancel()
    await #expect(throws: CancellationError.self) { _ = try await waiting.value }
  }
}
