import Testing
import JSON

@Suite struct TrimmingTests {
  private static func path(_ text: String) -> MemberKeys { MemberKeys(text.split(separator: ".").map(String.init)) }

  /// Trims, and gives what reading, decoding and writing then say; all three must agree.
  private static func trimmed(_ source: String, _ path: String) throws -> (wasThere: Bool?, text: String) {
    var record = try RecordTests.record(source)
    let wasThere = record.trim(Self.path(path))
    let text = RecordTests.text(record, omittingNulls: false)
    #expect(RecordTests.text(JSONRecord(object: record.object), omittingNulls: false) == text)
    #expect(record.keys == record.object.keys)
    for (key, field) in record.fields {
      #expect(record[key] == field.value)
      #expect(record.contains(key))
    }
    return (wasThere, text)
  }

  @Test(arguments: [
    (#"{"a":{"x":1,"y":[2],"z":{"w":3}},"b":0}"#, "a.x", #"{"a":{"y":[2],"z":{"w":3}},"b":0}"#),
    (#"{"a":{"x":1,"y":[2],"z":{"w":3}},"b":0}"#, "a.y", #"{"a":{"x":1,"z":{"w":3}},"b":0}"#),
    (#"{"a":{"x":1,"y":[2],"z":{"w":3}},"b":0}"#, "a.z", #"{"a":{"x":1,"y":[2]},"b":0}"#),
    (#"{"a":{"x":1,"y":[2],"z":{"w":3}},"b":0}"#, "a.z.w", #"{"a":{"x":1,"y":[2],"z":{}},"b":0}"#),
    (#"{"a":{"x":{"x":",","y":"}"}}}"#, "a.x", #"{"a":{}}"#), (#"{"a":{"x":null,"é":"ü"}}"#, "a.é", #"{"a":{"x":null}}"#),
  ])
  func leavesMembersOut(source: String, path: String, expected: String) throws {
    let (wasThere, text) = try Self.trimmed(source, path)
    #expect(wasThere == true)
    #expect(text == expected)
  }

  @Test(arguments: [
    (#"{"a":{"x":1}}"#, "a.y", false), (#"{"a":{"x":1}}"#, "a.x.y", false), (#"{"a":null}"#, "a.x", false),
    (#"{"b":1}"#, "a.x", nil), (#"{"a":[{"x":1}]}"#, "a.x", nil), (#"{"a": {"x":1}}"#, "a.x", nil), (#"{"a":{"x":NaN}}"#, "a.x", nil),
    (#"{"a":{"x":1,"x":2}}"#, "a.x", nil), (#"{"a":{"x":1},"a":{"x":2}}"#, "a.x", nil), (#"{"a":{"x":1}}"#, "a", nil),
  ])
  func saysWhenThereIsNothingToDoOrAnotherWayIsNeeded(source: String, path: String, expected: Bool?) throws {
    let tape = try JSONTape(source, options: JSONOptions(allowsNonFinite: true))
    var record = try #require(JSONRecord(view: tape.root))
    #expect(record.trim(Self.path(path)) == expected)
    #expect(!record.isModified)
  }

  @Test func goesTogetherWithOtherEdits() throws {
    var record = try RecordTests.record(#"{"a":{"x":1,"y":2},"b":{"x":3},"c":4}"#)
    let before = record
    record["d"] = 5
    #expect(record.trim(Self.path("a.x")) == true)
    let between = record
    #expect(record.trim(Self.path("a.y")) == nil, "a field is trimmed once; then it is decoded")
    #expect(record.trim(Self.path("d.x")) == nil)
    #expect(record.trim(Self.path("b.x")) == true)
    record["b"] = nil
    #expect(!record.contains("b"))
    record["a"] = "new"
    #expect(RecordTests.text(record) == #"{"a":"new","c":4,"d":5}"#)
    #expect(RecordTests.text(between) == #"{"a":{"y":2},"b":{"x":3},"c":4,"d":5}"#)
    #expect(RecordTests.text(before) == #"{"a":{"x":1,"y":2},"b":{"x":3},"c":4}"#)
    var settled = [between]
    JSONRecord.settle(&settled)
    #expect(!settled[0].isModified)
    #expect(settled[0]["a"] == ["y": 2])
  }
}
