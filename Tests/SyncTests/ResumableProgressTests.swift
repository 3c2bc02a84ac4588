import ConnectorKit
import TestSupport
import JSON
import Testing

@testable import Sync

@Suite struct ResumableProgressTests {
  private static func partition(_ id: Int) -> Partition { Partition(StreamSlice(partition: ["id": .integer(id)])) }

  private static func windows(_ progress: inout ResumableProgress, _ id: Int) -> Int? {
    progress.begin(partition(id)).map { Array($0).count }
  }

  @Test("A read of all of a stream goes on at the partitions that are missing")
  func resumes() {
    let clock = StillClock()
    var first = ResumableProgress(state: [:], skipsEqualPartitions: true, clock: clock)
    for id in 1...3 { #expect(Self.windows(&first, id) == 1) }
    _ = first.close(StreamSlice(partition: ["id": 1]))
    _ = first.close(StreamSlice(partition: ["id": 3]))
    #expect(first.covers(StreamSlice(partition: ["id": 3])) && !first.covers(StreamSlice(partition: ["id": 2])))
    #expect(FullRefreshState.isPartial(first.state))

    var second = ResumableProgress(state: first.state, skipsEqualPartitions: true, clock: clock)
    #expect((1...3).map { Self.windows(&second, $0) } == [0, 1, 0])
    _ = second.close(StreamSlice(partition: ["id": 2]))
    let isWhole = second.finish(parentState: nil, foundAll: true)
    #expect(isWhole)
    #expect(second.state == ["__ab_no_cursor_state_message": true] && !FullRefreshState.isPartial(second.state))
  }

  @Test("A stream of which not all partitions were found is not complete")
  func foundNotAll() {
    var progress = ResumableProgress(state: [:], skipsEqualPartitions: true, clock: StillClock())
    _ = Self.windows(&progress, 1)
    _ = progress.close(StreamSlice(partition: ["id": 1]))
    _ = progress.finish(parentState: nil, foundAll: false)
    #expect(FullRefreshState.isPartial(progress.state))
  }
}
