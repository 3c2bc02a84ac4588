import ConnectorKit
import Document
import JSON
import Testing
import Components

@Suite struct IncrementingCountCursorTests {
  private func sync(_ fields: JSONObject = [:]) throws -> any IncrementalSync {
    var declaration: JSONObject = ["type": "IncrementingCountCursor", "cursor_field": "id", "start_value": "{{ config.first }}"]
    for (key, value) in fields { declaration[key] = value }
    return try TestServices.context(config: ["first": 5]).build(Node(json: .object(declaration)), as: (any IncrementalSync).self)
  }

  private func cursor(_ state: JSONObject = [:]) throws -> any Cursor {
    try sync().makeCursor(CursorSetup(streamName: "s", state: state, run: TestServices.run(config: ["first": 5])))
  }

  @Test func readsFromTheLargestNumber() throws {
    var cursor = try cursor(["id": 7, "other": true])
    #expect(Array(try cursor.slices()).map { $0["start"] } == [7])
    var observation = cursor.observation()
    observation.observe([9, 12.5, 3].map { JSONRecord(object: ["id": $0]) })
    #expect(try cursor.close([:], observation))
    #expect(cursor.state == ["id": 12.5, "other": true])
  }

  @Test func startsWhereDeclared() throws {
    #expect(try cursor().state == ["id": 5])
    #expect(try cursor(["id": 2]).state == ["id": 5])
    #expect(try cursor(["id": nil]).state == ["id": 5])
    #expect(try cursor(["id": ""]).state == ["id": 5])
    #expect(try cursor(["state_type": "integer", "slices": [["start": 5, "end": 9, "most_recent_cursor_value": 8]]]).state == ["id": 8])
  }

  @Test func takesTextsOfNumbers() throws {
    var cursor = try cursor(["id": "10"])
    var observation = cursor.observation()
    observation.observe(["9", "11", "x"].map { JSONRecord(object: ["id": .string($0)]) })
    #expect(observation.mostRecent == "11")
    _ = try cursor.close([:], observation)
    #expect(cursor.state == ["id": "11"])
    #expect(try !cursor.shouldBeSynced(JSONRecord(object: ["id": "9"])))
    #expect(try cursor.shouldBeSynced(JSONRecord(object: ["id": "10"])))
  }

  /// Numbers below a start that nothing was read from are told as they are, but never take a saved state back.
  @Test(
    arguments: [
      ([:], [3], 3), ([:], [-3, -1], -1), ([:], [4], 5), ([:], [4.5], 5), ([:], [0], 5), ([:], [5, 9], 9), (["id": 8], [2], 8),
    ] as [(JSONObject, [JSONValue], JSONValue)])
  func tellsOfNumbersBelowTheStart(_ state: JSONObject, _ values: [JSONValue], _ expected: JSONValue) throws {
    var cursor = try cursor(state)
    var observation = cursor.observation()
    observation.observe(values.map { JSONRecord(object: ["id": $0]) })
    _ = try cursor.close([:], observation)
    #expect(cursor.state == ["id": expected])
  }

  @Test(
    arguments: [
      (["5", "7"], true), ([[1], [2]], true), ([["a": 1]], true), ([""], false), ([nil], false), ([true, 7], false),
    ] as [([JSONValue], Bool)])
  func whatIsNoNumberLosesTheStateInCompatMode(_ values: [JSONValue], _ isLost: Bool) throws {
    var cursor = try sync().makeCursor(CursorSetup(streamName: "s", run: TestServices.run(config: ["first": 5], compat: true)))
    var observation = cursor.observation()
    observation.observe(values.map { JSONRecord(object: ["id": $0]) })
    do {
      _ = try cursor.close([:], observation)
      #expect(!isLost)
    } catch {
      #expect(isLost)
    }
    #expect((cursor.stateError != nil) == isLost)
  }

  @Test(
    arguments: [
      ([[1, 2, 3]], nil), ([[1, "x", 3]], 1), ([[1, nil, true, 2.5, [1]]], 4), ([["1", "2", 3]], 2), ([[["a": 1], ["a": 1]]], 1),
      ([[1], [2, "3", 4]], 1), ([[nil, "1"], [2]], 0),
    ] as [([[JSONValue]], Int?)])
  func valuesMustBeComparableInCompatMode(_ pages: [[JSONValue]], _ place: Int?) throws {
    for compat in [true, false] {
      let run = TestServices.run(config: ["first": 5], compat: compat)
      var observation = try sync().makeCursor(CursorSetup(streamName: "s", run: run)).observation()
      let pages = pages.map { $0.map { JSONRecord(object: ["id": $0]) } }
      for page in pages.dropLast() {
        #expect(observation.firstInvalid(in: page) == nil)
        observation.observe(page)
      }
      #expect(observation.firstInvalid(in: pages.last ?? [])?.place == (compat ? place : nil))
    }
  }

  @Test func sayNothingNewWithoutRecords() throws {
    var cursor = try cursor()
    #expect(try !cursor.close([:], cursor.observation()))
  }

  @Test func refusesWhatIsNoNumber() throws {
    #expect(throws: SyncError.self) { try cursor(["id": "abc"]) }
    let broken = try sync(["start_value": "x"])
    #expect(throws: SyncError.self) { try broken.makeCursor(CursorSetup(streamName: "s", run: TestServices.run())) }
  }
}
