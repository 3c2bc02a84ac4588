import ConnectorKit
import Dates
import Document
import JSON
import TestSupport
import Testing
import Components

/// Drives every row of the reference's golden windows and states.
@Suite(.enabled(if: SharedFiles.exists("vectors/datetime_slices.jsonl")))
struct DatetimeSliceVectorTests {
  @Test func everyRowHolds() throws {
    for row in try SharedFiles.rows("vectors/datetime_slices.jsonl") { try check(row) }
  }

  private struct Failure: Error {}

  private func check(_ row: JSONValue) throws {
    let id = "\(row["id"]?.stringValue ?? "") \(row["state_case"]?.stringValue ?? "")"
    let config = row["config"]?.objectValue ?? [:]
    guard let declaration = row["cursor"], let state = row["state"]?.objectValue else { throw Failure() }
    let run = TestServices.run(config: config, compat: true)
    var slices: [JSONObject] = []
    var cursor: any Cursor
    let sync: any IncrementalSync
    do {
      let context = TestServices.context(config: config, compat: true)
      sync = try context.build(Node(json: declaration), as: (any IncrementalSync).self)
      cursor = try sync.makeCursor(CursorSetup(streamName: "s", state: state, run: run))
      slices = Array(try cursor.slices())
    } catch {
      #expect(row["error_class"]?.stringValue != nil, "\(id): \(error) \(declaration)")
      return
    }
    guard row["error_class"]?.stringValue == nil else {
      Issue.record("\(id): expected \(row["error_class"] ?? .null) of \(declaration)")
      return
    }
    #expect(slices.count == row["slice_count"]?.integerValue, "\(id) \(declaration)")
    let all = slices.map { JSONValue.object($0) }
    if let expected = row["slices"]?.arrayValue {
      #expect(all == expected, "\(id) \(declaration)")
    } else {
      #expect(Array(all.prefix(20)) == row["slices_head"]?.arrayValue, "\(id) \(declaration)")
      #expect(Array(all.suffix(20)) == row["slices_tail"]?.arrayValue, "\(id) \(declaration)")
    }
    if let expected = row["state_initial"] { #expect(JSONValue.object(cursor.state) == expected, "\(id) \(declaration)") }
    guard let first = slices.first, let last = slices.last else { return }
    for (text, expected) in row["should_be_synced"]?.objectValue ?? [:] {
      let record = JSONRecord(object: [sync.cursorField: .string(text)])
      #expect(try cursor.shouldBeSynced(record) == expected.boolValue, "\(id) \(text) \(declaration)")
    }
    var observation = cursor.observation()
    observation.observe((row["records"]?.arrayValue ?? []).map { JSONRecord(object: $0.objectValue ?? [:]) })
    _ = try cursor.close(first, observation)
    if let expected = row["state_after_first_slice"] { #expect(JSONValue.object(cursor.state) == expected, "\(id) \(declaration)") }
    if let expected = row["state_after_all_slices"] {
      for slice in slices.dropFirst() { _ = try cursor.close(slice, cursor.observation()) }
      #expect(JSONValue.object(cursor.state) == expected, "\(id) \(declaration)")
    }
    if let expected = row["state_after_only_last_slice"] {
      var fresh = try sync.makeCursor(CursorSetup(streamName: "s", state: state, run: run))
      var observation = fresh.observation()
      let startKey = last.keys[0]
      observation.observe([JSONRecord(object: [sync.cursorField: sync.stateValue(of: last[startKey]) ?? .null])])
      _ = try fresh.close(last, observation)
      #expect(JSONValue.object(fresh.state) == expected, "\(id) \(declaration)")
    }
  }
}
