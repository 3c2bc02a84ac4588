import Testing
import JSON

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

/// Values without parts are set and read as they are, whatever the record consists of.
@Suite struct RecordScalarTests {
  @Test(arguments: [JSONValue.null, true, false, 7, -3, .integer(.min), 1.5, "", "x\"\n", "é", .double(-0.0)])
  func areReadAsTheyWereSet(_ value: JSONValue) throws {
    var sources = [try RecordTests.record(#"{"a":1,"b":"old","c":[1]}"#), try RecordTests.record(#"{"a":1,"a":2,"b":3}"#), JSONRecord()]
    sources.append(sources[0])
    for number in 0..<40 { sources[3]["f\(number)"] = .integer(number) }
    for var record in sources {
      let before = record.object
      let copy = record
      for key in ["b", "new", "b\u{0}", ""] {
        Self.set(value, in: &record, key)
        #expect(record[key] == value)
        var object = before
        object[key] = value
        #expect(RecordTests.text(record, omittingNulls: false) == RecordTests.text(JSONRecord(object: object), omittingNulls: false))
        #expect(copy.object == before)
        record.remove(key)
        #expect(record[key] == nil)
        record = copy
      }
    }
  }

  private static func set(_ value: JSONValue, in record: inout JSONRecord, _ key: String) {
    let key = MemberKeys([key])
    defer { withExtendedLifetime(key) {} }
    switch value {
    case .bool(let flag): record.set(.bool(flag), for: key[0])
    case .integer(let number): record.set(.integer(number), for: key[0])
    case .double(let number): record.set(.double(number), for: key[0])
    case .string(var text): text.withUTF8 { record.set(.text($0), for: key[0]) }
    default: record.set(.null, for: key[0])
    }
  }

  @Test(
    arguments: [
      (["a"], 1), (["b"], "x"), (["c", "d"], true), (["c", "e"], .null), (["f"], nil), (["c"], nil), (["g"], nil), (["missing"], nil),
      (["b", "x"], nil), (["h"], 1.5), (["i"], nil),
    ] as [([String], JSONValue?)])
  func areFoundAtPaths(_ path: [String], _ value: JSONValue?) throws {
    let record = try RecordTests.record(
      #"{"a":1,"b":"x","c":{"d":true,"e":null},"f":"\u0041","g":12345678901234567890,"h":1.5,"i":[1]}"#)
    let keys = MemberKeys(path)
    defer { withExtendedLifetime(keys) {} }
    #expect(record.scalar(at: keys.all)?.value == value)
    var edited = record
    edited["z"] = 1
    #expect(edited.scalar(at: keys.all)?.value == value)
    edited[path[0]] = 5
    #expect(edited.scalar(at: keys.all) == nil)
  }
}

/// Random edits give what the same edits give on an object in memory.
@Suite struct RecordModelTests {
  @Test(arguments: [21, 22, 23] as [UInt64])
  func agreesWithAnObject(seed: UInt64) throws {
    var source = RandomJSON(seed: seed)
    let texts = [
      #"{}"#, #"{"a":1,"b":null,"c":"x","d":[1,2],"e":{"f":null}}"#, #"{ "a" : 1, "b" : null , "c":[ ] }"#, #"{"a":1,"b":2,"a":3}"#,
      #"{"\u0061":1,"b\n":2,"c":null,"d":NaN}"#,
    ]
    let keys = ["a", "b", "c", "d", "e", "f", "b\n", "é", ""]
    for _ in 0..<400 {
      let text = texts[source.below(texts.count)]
      var record = try #require(JSONRecord(view: JSONTape(text, options: .python).root))
      var model = record.object
      var copies: [(JSONRecord, JSONObject)] = []
      for _ in 0..<source.below(source.below(8) == 0 ? 60 : 12) {
        let key = source.below(12) == 0 ? "k\(source.below(50))" : keys[source.below(keys.count)]
        let value: JSONValue? = source.below(3) == 0 ? nil : [.null, .integer(source.below(9)), "s", [.null]][source.below(4)]
        record[key] = value
        model[key] = value
        if source.below(4) == 0 { copies.append((record, model)) }
      }
      for (record, model) in copies + [(record, model)] { try Self.check(record, model) }
    }
  }

  private static func check(_ record: JSONRecord, _ model: JSONObject) throws {
    #expect(record.keys == model.keys)
    #expect(JSONText.compact(.object(record.object)) == JSONText.compact(.object(model)))
    #expect(record.count == model.count && record.isEmpty == model.isEmpty)
    for key in model.keys { #expect(JSONText.compact(record[key] ?? "missing") == JSONText.compact(model[key] ?? "missing")) }
    #expect(record.fields.map(\.field.kind) == model.values.map(\.kind))
    for omits in [true, false] {
      var writer = JSONWriter()
      writer.write(record, omittingNulls: omits)
      var expected = JSONWriter()
      expected.write(model, omittingNulls: omits)
      // Untouched keys stand as they did in the text, perhaps with other escapes.
      #expect(JSONText.compact(try JSONValue.parse(writer.bytes)) == expected.text)
    }
  }

  @Test func takesViewsOfOtherTapes() throws {
    var record = try #require(JSONRecord(view: JSONTape(#"{"a":1}"#).root))
    let other = try JSONTape(#"[ { "x" : 1 } , null ]"#).root
    record.set(.view(try #require(other[0])), for: "b")
    record.set(.view(try #require(other[1])), for: "a")
    #expect(RecordTests.text(record) == #"{"b":{"x":1}}"#)
    #expect(record["b"] == ["x": 1])
    record.replace(with: ["z": 1])
    #expect(record.object == ["z": 1] && record.isModified && record.untouchedView == nil)
    #expect(JSONRecord(view: other) == nil)
  }
}
