import ConnectorKit
import JSON
import TestSupport
import Testing
import Components

@Suite struct DpathExtractorTests {
  private func records(_ component: JSONValue, _ body: String, config: JSONObject = [:]) async throws -> [String] {
    let found = try await RecordRun(config: config).extract(component, from: Array(body.utf8))
    return found.records.map { JSONText.compact(.object($0.object)) }
  }

  @Test(
    arguments: [
      (["data"], #"{"data":[{"a":1},{"a":2}]}"#, [#"{"a":1}"#, #"{"a":2}"#]),
      (["data"], #"{"data":{"a":1}}"#, [#"{"a":1}"#]),
      (["data"], #"{"data":{}}"#, []),
      (["data"], #"{"data":null}"#, []),
      ([], #"[[{"a":1}],{"a":2}]"#, [#"{"a":1}"#, #"{"a":2}"#]),
      (["data", "*", "r"], #"{"data":[{"r":{"a":1}},{"r":{"a":2}}]}"#, [#"{"a":1}"#, #"{"a":2}"#]),
      (["data", "-1"], #"{"data":[{"a":1},{"a":2}]}"#, [#"{"a":2}"#]),
      (["{{ config['p'] }}"], #"{"data":[{"a":1}]}"#, [#"{"a":1}"#]),
      (["data"], "", []),
    ] as [(JSONValue, String, [String])])
  func findsRecords(path: JSONValue, body: String, expected: [String]) async throws {
    #expect(try await records(["type": "DpathExtractor", "field_path": path], body, config: ["p": "data"]) == expected)
  }

  @Test func tellsOddValuesFromRecords() async throws {
    let found = try await RecordRun().extract(["type": "DpathExtractor", "field_path": ["d"]], from: Array(#"{"d":[null,{},7,"x"]}"#.utf8))
    #expect(found.records.count == 1 && found.nullCount == 1 && found.firstInvalid == 7)
  }

  @Test func failuresNameTheStream() async throws {
    for path in [["d*"], ["{{ stream_slice.x }}"]] as [JSONValue] {
      let error = await #expect(throws: SyncError.self) {
        try await RecordRun().extract(["type": "DpathExtractor", "field_path": path], from: Array(#"{"d1":1,"d2":2}"#.utf8))
      }
      #expect(error?.message.contains("items") == true)
    }
  }

  private static let parents =
    #"{"d":[{"id":1,"n":{"list":[{"k":1},{"k":2,"id":9}],"more":true,"total_count":3}},{"id":2,"n":{"list":[]}},{"id":3}]}"#

  @Test(
    arguments: [
      ([:], [#"{"k":1}"#, #"{"k":2,"id":9}"#]),
      (["on_no_records": "emit_parent"], [#"{"k":1}"#, #"{"k":2,"id":9}"#, #"{"id":2,"n":{"list":[]}}"#, #"{"id":3}"#]),
      (
        ["merge_parent": true],
        [#"{"id":1,"n":{"more":true,"total_count":3},"k":1}"#, #"{"id":9,"n":{"more":true,"total_count":3},"k":2}"#]
      ),
      (
        ["parent_fields": [["type": "ParentFieldPath", "parent_path": ["n", "more"], "record_path": ["p", "0"]]]],
        [#"{"k":1,"p":[true]}"#, #"{"k":2,"id":9,"p":[true]}"#]
      ),
    ] as [(JSONObject, [String])])
  func expandsRecords(options: JSONObject, expected: [String]) async throws {
    var expander: JSONObject = ["type": "RecordExpander", "expand_records_from_field": ["n", "list"]]
    for (key, value) in options { expander[key] = value }
    let component: JSONValue = ["type": "DpathExtractor", "field_path": ["d"], "record_expander": .object(expander)]
    #expect(try await records(component, Self.parents) == expected)
  }

  @Test func embedsParentsAndWrapsScalars() async throws {
    let expander: JSONValue = ["type": "RecordExpander", "expand_records_from_field": ["l"], "remain_original_record": true]
    let component: JSONValue = ["type": "DpathExtractor", "field_path": [], "record_expander": expander]
    #expect(try await records(component, #"{"l":[5]}"#) == [#"{"value":5,"original_record":{"l":[5]}}"#])
  }

  @Test func warnsOnceOfTruncatedLists() async throws {
    let expander: JSONValue = [
      "type": "RecordExpander", "expand_records_from_field": ["n", "list"], "truncation_indicator_path": ["n", "more"],
    ]
    let run = RecordRun()
    let body = "[\(Self.parents),\(Self.parents)]"
    let component: JSONValue = ["type": "DpathExtractor", "field_path": ["d"], "record_expander": expander]
    #expect(try await run.extract(component, from: Array(body.utf8)).records.count == 4)
    #expect(run.log.messages.count == 1 && run.log.messages[0].contains("truncated") && run.log.messages[0].contains("2 of 3"))
  }

  @Test func failsWhereAParentFieldCannotGo() async throws {
    let field: JSONValue = ["type": "ParentFieldPath", "parent_path": ["id"], "record_path": ["k", "x"]]
    let expander: JSONValue = ["type": "RecordExpander", "expand_records_from_field": ["n", "list"], "parent_fields": [field]]
    let error = await #expect(throws: SyncError.self) {
      try await records(["type": "DpathExtractor", "field_path": ["d"], "record_expander": expander], Self.parents)
    }
    #expect(error?.failureType == .config)
  }
}
