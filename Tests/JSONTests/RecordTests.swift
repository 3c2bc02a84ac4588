import Testing

@testable import JSON

@Suite struct RecordTests {
  static func record(_ text: String) throws -> JSONRecord {
    try #require(JSONRecord(view: JSONTape(text).root))
  }

  static func text(_ record: JSONRecord, omittingNulls: Bool = true) -> String {
    var writer = JSONWriter()
    writer.write(record, omittingNulls: omittingNulls)
    return writer.text
  }

  @Test(arguments: [
    (#"{}"#, #"{}"#), (#"{"a":null}"#, #"{}"#), (#"{"a":1,"b":null,"c":{"d":null}}"#, #"{"a":1,"c":{"d":null}}"#),
    (#"{"a":null,"b":2,"c":3}"#, #"{"b":2,"c":3}"#), (#"{ "a" : [ 1 , " x " ] , "b" : null }"#, #"{"a":[1," x "]}"#),
    (#"{"a":1,"b":2,"a":null}"#, #"{"b":2}"#), (#"{"a":null,"b":2,"a":1}"#, #"{"a":1,"b":2}"#),
    (#"{"a":1,"\u0061":2}"#, #"{"a":2}"#), (#"{"":1,"b":null,"c":null,"d":"é"}"#, #"{"":1,"d":"é"}"#),
  ])
  func omitsNullsAtTheTop(source: String, expected: String) throws {
    let record = try Self.record(source)
    #expect(Self.text(record) == expected)
    #expect(Self.text(JSONRecord(object: record.object)) == expected)
  }

  @Test func nullsStayWhenAsked() throws {
    #expect(Self.text(try Self.record(#"{"a":null}"#), omittingNulls: false) == #"{"a":null}"#)
  }

  @Test func editsKeepTheOrderOfADictionary() throws {
    var record = try Self.record(#"{"a":1,"b":{"x":[1]},"c":"s","d":null}"#)
    #expect(!record.isModified)
    record["b"] = 7
    record["e"] = "new"
    record["a"] = nil
    #expect(record.isModified)
    #expect(record.keys == ["b", "c", "d", "e"])
    record["a"] = [true]
    record["c"] = .null
    #expect(Self.text(record) == #"{"b":7,"e":"new","a":[true]}"#)
    #expect(Self.text(record, omittingNulls: false) == #"{"b":7,"c":null,"d":null,"e":"new","a":[true]}"#)
    #expect(record.object == ["b": 7, "c": nil, "d": nil, "e": "new", "a": [true]])
    #expect(record["zz"] == nil && !record.contains("zz") && record.contains("d"))
    #expect(record.view("d") != nil && record.view("e") == nil)
  }
}
