import ConnectorKit
import Dates
import JSON
import Testing

@testable import Sync

@Suite struct PartitionedProgressTests {
  private func cursor(_ state: JSONObject, compat: Bool = false, sharesCursor: Bool = false) throws -> PartitionedProgress {
    try PartitionedProgress(
      NumberSync(), setup: CursorSetup(streamName: "s", state: state, run: .test(compat: compat)), sharesCursor: sharesCursor)
  }

  /// Reads the only window of a partition, in which a value was seen.
  private func read(_ cursor: inout PartitionedProgress, _ partition: JSONObject, seeing value: Int?, parents: JSONObject? = nil) throws {
    let windows = try #require(try cursor.begin(Partition(StreamSlice(partition: partition), parentState: parents)))
    for window in windows {
      cursor.handOut(StreamSlice(partition: partition), isLast: true)
      var observation = try #require(try cursor.observation(for: StreamSlice(partition: partition, cursorSlice: window)))
      if let value { observation.observe([JSONRecord(object: ["n": .integer(value)])]) }
      _ = try cursor.close(StreamSlice(partition: partition, cursorSlice: window), observation)
    }
  }

  @Test func keepsACursorForEachPartitionAndTheFurthestOfAll() throws {
    var cursor = try cursor([:])
    try read(&cursor, ["p": 1], seeing: 5)
    try read(&cursor, ["p": 2], seeing: 3)
    try cursor.finish(parentState: nil, foundAll: true)
    #expect(
      cursor.state == [
        "use_global_cursor": false,
        "states": [["partition": ["p": 1], "cursor": ["n": 5]], ["partition": ["p": 2], "cursor": ["n": 3]]],
        "state": ["n": 5], "lookback_window": 0,
      ])
  }

  @Test func sharedCursorsKeepNoPartitions() throws {
    var cursor = try cursor([:], sharesCursor: true)
    try read(&cursor, ["p": [1, 2]], seeing: 5)
    try cursor.finish(parentState: [:], foundAll: true)
    #expect(cursor.state == ["use_global_cursor": true, "state": ["n": 5], "lookback_window": 0, "parent_state": [:]])
  }

  @Test(
    arguments: [
      ["states": nil], ["states": ["p": 1]], ["states": ["p"]], ["states": [["partition": ["p": 1]]]], ["state": nil],
      ["state": [:], "lookback_window": "soon"], ["state": [:], "lookback_window": nil],
    ] as [JSONObject])
  func statesOfOtherFormsAreOnlyRefusedInCompatMode(_ state: JSONObject) throws {
    #expect(throws: SyncError.self) { try cursor(state, compat: true) }
    _ = try cursor(state)
  }

  @Test func whatTheStateSaysOfTheSharedCursorIsKeptInCompatMode() throws {
    #expect(try cursor(["use_global_cursor": 1, "state": [:]], compat: true).state["use_global_cursor"] == 1)
    #expect(try cursor(["use_global_cursor": 1, "state": [:]]).state["use_global_cursor"] == true)
    #expect(try cursor(["state": [:], "lookback_window": "12.0"]).state["lookback_window"] == 0)
    #expect(try cursor(["state": [:], "lookback_window": "12"]).state["lookback_window"] == 12)
  }

  @Test(arguments: ["a", ["a"], nil, 5] as [JSONValue]) func savedPartitionsThatAreNoObjectsAreKeptInCompatMode(_ partition: JSONValue)
    throws
  {
    let saved: JSONObject = ["states": [["partition": partition, "cursor": ["n": 4]]]]
    var kept = try cursor(saved, compat: true)
    try read(&kept, ["p": 1], seeing: 5)
    #expect(
      kept.state["states"] == [["partition": partition, "cursor": ["n": 4]], ["partition": ["p": 1], "cursor": ["n": 5]]])
    var dropped = try cursor(saved)
    try read(&dropped, ["p": 1], seeing: 5)
    #expect(dropped.state["states"] == [["partition": ["p": 1], "cursor": ["n": 5]]])
  }

  @Test func statesOfParentsInOtherFormsAreKeptInCompatModeUntilTheEnd() throws {
    var kept = try cursor(["parent_state": [1], "states": []], compat: true)
    #expect(kept.state["parent_state"] == [1])
    try kept.finish(parentState: ["x": 2], foundAll: true)
    #expect(kept.state["parent_state"] == ["x": 2])
    #expect(try cursor(["parent_state": [1], "states": []]).state["parent_state"] == nil)
  }

  @Test func statesOfParentsThatAreNoMoreAreDropped() throws {
    var cursor = try PartitionedProgress(
      NumberSync(), setup: CursorSetup(streamName: "s", state: ["parent_state": ["x": ["n": 1]]], run: .test()))
    #expect(cursor.state["parent_state"] == ["x": ["n": 1]])
    try cursor.finish(parentState: nil, foundAll: true)
    #expect(cursor.state["parent_state"] == nil)
  }

  @Test(arguments: [false, true]) func parentsThatCouldNotAllBeReadLeaveTheirStatesToCompatMode(compat: Bool) throws {
    var cursor = try cursor(["states": [], "parent_state": ["x": ["n": 1]]], compat: compat)
    try cursor.finish(parentState: ["x": ["n": 2]], foundAll: false)
    #expect(cursor.state["parent_state"] == ["x": ["n": compat ? 2 : 1]])
  }

  @Test(arguments: [false, true]) func partitionsThatWereNotFoundKeepTheGlobalStateBack(compat: Bool) throws {
    var cursor = try cursor(["states": [], "state": ["n": 1]], compat: compat)
    try read(&cursor, ["p": 1], seeing: 5)
    try cursor.finish(parentState: nil, foundAll: false)
    #expect(cursor.state["state"] == ["n": compat ? 5 : 1])
    #expect(cursor.state["states"] == [["partition": ["p": 1], "cursor": ["n": 5]]])
  }

  @Test func newPartitionsStartFromTheGlobalState() throws {
    var cursor = try cursor(["states": [["partition": ["p": 1], "cursor": ["n": 4]]], "state": ["n": 7]])
    #expect(try Array(#require(try cursor.begin(Partition(StreamSlice(partition: ["p": 1]))))) == [["from": 4]])
    #expect(try Array(#require(try cursor.begin(Partition(StreamSlice(partition: ["p": 2]))))) == [["from": 7]])
    #expect(try cursor.begin(Partition(StreamSlice(partition: ["p": 2]))) == nil)
  }

  @Test(arguments: [false, true]) func whatIsReadToItsEndIsNotReadAgain(sharesCursor: Bool) throws {
    var cursor = try cursor(["states": [["partition": ["p": 1], "cursor": ["n": 4]]]], sharesCursor: sharesCursor)
    try read(&cursor, ["p": 1], seeing: 6, parents: ["a": 1])
    #expect(try cursor.begin(Partition(StreamSlice(partition: ["p": 1]), parentState: ["a": 2])) == nil)
    try read(&cursor, ["p": 2], seeing: 5, parents: ["a": 3])
    #expect(cursor.state["parent_state"] == ["a": 3])
  }

  @Test(arguments: [false, true]) func keysOfOlderStatesMatchByValue(compat: Bool) throws {
    var cursor = try cursor(["states": [["partition": ["p": "12"], "cursor": ["n": 4]]]], compat: compat)
    let partition = Partition(StreamSlice(partition: ["p": 12, "parent_slice": [:]]))
    #expect(try Array(#require(try cursor.begin(partition))) == [["from": compat ? 0 : 4]])
  }

  @Test func parentStatesWaitForAllPartitionsFoundBeforeThem() throws {
    var cursor = try cursor([:])
    let first: JSONObject = ["p": 1]
    _ = try cursor.begin(Partition(StreamSlice(partition: first), parentState: ["a": 1]))
    cursor.handOut(StreamSlice(partition: first), isLast: true)
    try read(&cursor, ["p": 2], seeing: 1, parents: ["a": 2])
    #expect(cursor.state["parent_state"] == nil)
    let observation = try #require(try cursor.observation(for: StreamSlice(partition: first)))
    _ = try cursor.close(StreamSlice(partition: first), observation)
    #expect(cursor.state["parent_state"] == ["a": 2])
  }
}
