import Testing

@testable import JSON

@Suite struct ViewTests {
  @Test func readsMembersAndElements() throws {
    let root = try JSONTape(#"{"a":[1,"x",null,true,{"b":2.5}],"":"empty","k\"ey":false,"é":"ü"}"#).root
    #expect(root.kind == .object && root.count == 4 && !root.isEmpty)
    let list = try #require(root["a"])
    #expect(list.kind == .array && list.count == 5)
    #expect(list[0]?.integer == 1 && list[1]?.string == "x" && list[2]?.isNull == true && list[3]?.bool == true)
    #expect(list[-1]?["b"]?.double == 2.5 && list[-5]?.integer == 1 && list[-6] == nil && list[5] == nil)
    #expect(root[""]?.string == "empty" && root["k\"ey"]?.bool == false && root["é"]?.string == "ü")
    #expect(root["b"] == nil && root[0] == nil && list["a"] == nil && list[0]?.count == 0)
    #expect(root.members.map(\.keyString) == ["a", "", "k\"ey", "é"])
    #expect(root.members.map(\.value.kind) == [.array, .string, .bool, .string])
    #expect(list.elements.map(\.rawText) == ["1", "\"x\"", "null", "true", #"{"b":2.5}"#])
    #expect(list[4]?.members.map(\.key.rawText) == ["\"b\""])
    #expect(root.elements.isEmpty && list.members.isEmpty)
    #expect(list[1]?.integer == nil && list[0]?.string == nil && list[0]?.bool == nil && list[1]?.double == nil)
    #expect(try JSONTape("[]").root.isEmpty && JSONTape("{}").root.isEmpty)
  }

  @Test(arguments: [
    (#""a\nb""#, "a\nb"), (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{c}\n\r\t"), (#""\u0041\u00e9\u20ac""#, "Aé€"), (#""\ud83d\ude00!""#, "😀!"),
    (#""\uD834\uDD1E""#, "\u{1d11e}"), (#""\ud800""#, "\u{fffd}"), (#""a\udc00b""#, "a\u{fffd}b"), (#""\ud800\ud800""#, "\u{fffd}\u{fffd}"),
    (#""\ud83d\n""#, "\u{fffd}\n"), (#""\ud83dx\ude00""#, "\u{fffd}x\u{fffd}"), (#""\ud800\u0041""#, "\u{fffd}A"), (#""\u0000""#, "\0"),
    (#""é\t€\t😀""#, "é\t€\t😀"), (#""\ud83d\ud83d\ude00""#, "\u{fffd}😀"), (#""\\u0041""#, "\\u0041"),
  ])
  func decodesEscapes(text: String, expected: String) throws {
    let view = try JSONTape(text).root
    #expect(view.string?.hasSameBytes(as: expected) == true)
    #expect(view.rawText == text)
  }

  @Test func findsEscapedKeys() throws {
    let root = try JSONTape(#"{"n\u0061me":1,"a\/b":2,"\ud83d\ude00":3,"tab\t":4}"#).root
    #expect(root["name"]?.integer == 1 && root["a/b"]?.integer == 2 && root["😀"]?.integer == 3 && root["tab\t"]?.integer == 4)
    #expect(root["n\\u0061me"] == nil)
  }

  @Test func tellsComposedFromDecomposedKeys() throws {
    let root = try JSONTape("{\"\u{e9}\":1,\"e\u{301}\":2}").root
    #expect(root["\u{e9}"]?.integer == 1 && root["e\u{301}"]?.integer == 2)
    #expect(root.object?.count == 2 && root.object?["e\u{301}"] == 2)
  }

  @Test func takesTheLastOfEqualKeysAtThePlaceOfTheFirst() throws {
    let tape = try JSONTape(#"{"a":1,"b":2,"\u0061":3,"c":{"x":1,"x":{"y":2}}}"#)
    #expect(tape.root["a"]?.integer == 3)
    #expect(tape.root.object?.keys == ["a", "b", "c"])
    #expect(tape.root.value == ["a": 3, "b": 2, "c": ["x": ["y": 2]]])
    #expect(tape.root.members.map(\.keyString) == ["a", "b", "a", "c"])
  }

  /// Equal keys are found among many, of all lengths.
  @Test(arguments: 0..<40)
  func findsEqualKeys(length: Int) throws {
    let stem = String(repeating: "k", count: length)
    let members = (0..<60).map { "\"\(stem)\($0)\":\($0)" }
    #expect(try JSONTape("{\(members.joined(separator: ","))}").root.hasUniqueKeys)
    let root = try JSONTape("{\(members.joined(separator: ",")),\"\(stem)7\":\"again\"}").root
    #expect(!root.hasUniqueKeys)
    #expect(root.object?.count == 60 && root["\(stem)7"]?.string == "again")
  }

  @Test func followsPaths() throws {
    let root = try JSONTape(#"{"a":[{"b":[1,2,3]},"x"]}"#).root
    #expect(root.view(at: ["a", 0, "b", -1])?.integer == 3)
    #expect(root.view(at: [])?.isSame(as: root) == true)
    #expect(root.view(at: ["a", 2]) == nil && root.view(at: ["a", "b"]) == nil && root.view(at: [0]) == nil)
    #expect(
      root.value.value(at: ["a", -2, "b", 0]) == 1 && root.value.value(at: ["a", -3]) == nil && root.value.value(at: []) == root.value)
    var record = try #require(JSONRecord(view: root))
    record["c"] = ["d": [true]]
    #expect(record.value(at: ["a", 0, "b", 1]) == 2 && record.value(at: ["c", "d", 0]) == true && record.value(at: ["c", "e"]) == nil)
    #expect(record.value(at: [0]) == nil && record.value(at: [])?["c"] != nil)
  }

  @Test func remembersWhiteSpace() throws {
    #expect(try JSONTape(#"{"a":[1,"b c"]}"#).isMinified)
    #expect(try !JSONTape(#"{"a": 1}"#).isMinified && !JSONTape("[1 ]").isMinified && !JSONTape("1\n").isMinified)
  }

  @Test func outlivesItsMaker() throws {
    func view() throws -> JSONView { try #require(JSONTape(#"{"a":["kept"]}"#).root["a"]?[0]) }
    #expect(try view().string == "kept")
  }

  @Test func makesATapeOfAValue() throws {
    let value: JSONValue = ["a": [1, .double(2.5), nil, "x\n", ["b": true]], "big": .bigInteger("99999999999999999999")]
    let tape = try JSONTape(value: value)
    #expect(tape.root.value == value && tape.isMinified)
  }
}
