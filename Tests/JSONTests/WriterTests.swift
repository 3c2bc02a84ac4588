import Testing
import JSON

@Suite struct WriterTests {
  @Test(arguments: [
    ("", #""""#), ("plain", #""plain""#), ("a\"b\\c/d", #""a\"b\\c/d""#), ("\u{8}\t\n\u{c}\r", #""\b\t\n\f\r""#),
    ("\0\u{1}\u{b}\u{1f}\u{7f}", "\"\\u0000\\u0001\\u000b\\u001f\u{7f}\""), ("é€😀\u{2028}", "\"é€😀\u{2028}\""),
    ("12345678\n", #""12345678\n""#), ("1234567\n12345678\"", #""1234567\n12345678\"""#), ("\u{80}\u{a0}é\"", "\"\u{80}\u{a0}é\\\"\""),
    (String(repeating: "x", count: 1000) + "\"", "\"" + String(repeating: "x", count: 1000) + "\\\"\""),
  ])
  func escapesAsLittleAsNeeded(text: String, expected: String) {
    #expect(JSONText.compact(.string(text)) == expected)
  }

  @Test func writesWithoutSpace() throws {
    let source = " { \"a b\" : [ 1 , -2.50e+3 , { } , [ ] , \" , : \" ] ,\n\t\"c\" : { \"d\" : null } } "
    let tape = try JSONTape(source)
    var writer = JSONWriter()
    writer.write(tape.root)
    #expect(writer.text == #"{"a b":[1,-2.50e+3,{},[]," , : "],"c":{"d":null}}"#)
    writer.removeAll()
    writer.write(try #require(tape.root["a b"]))
    writer.writeRaw(UInt8(ascii: ","))
    writer.write(try #require(tape.root["c"]?["d"]))
    #expect(writer.text == #"[1,-2.50e+3,{},[]," , : "],null"#)
  }

  @Test func writesPieces() {
    var writer = JSONWriter(minimumCapacity: 1)
    writer.writeRaw("{" as StaticString)
    writer.write(key: "a\n")
    writer.write(Int.min)
    writer.writeRaw(",")
    writer.write(key: "b")
    writer.write([true, nil, .double(0.5), .bigInteger("-99999999999999999999"), ["x": []]])
    writer.writeRaw([UInt8(ascii: "}")])
    #expect(writer.text == #"{"a\n":-9223372036854775808,"b":[true,null,0.5,-99999999999999999999,{"x":[]}]}"#)
    let count = writer.count
    writer.writeRaw("rest" as StaticString)
    writer.truncate(to: count)
    #expect(writer.bytes.last == UInt8(ascii: "}"))
    writer.removeAll(keepingCapacity: false)
    #expect(writer.count == 0 && writer.bytes.isEmpty)
  }

  @Test func keepsGrowing() throws {
    var writer = JSONWriter()
    writer.writeRaw("[0" as StaticString)
    for number in 1..<20_000 {
      writer.writeRaw(UInt8(ascii: ","))
      writer.write(number)
    }
    writer.writeRaw("]" as StaticString)
    #expect(try JSONTape(writer.finish()).root[-1]?.integer == 19_999)
  }

  @Test func dumpsAsPythonDoes() {
    let value: JSONValue = ["b": [1, .double(2), nil, true], "a": ["é\u{7f}": "😀\n\"/"], "e": [[:], []]]
    #expect(JSONText.python(value) == #"{"b": [1, 2.0, null, true], "a": {"\u00e9\u007f": "\ud83d\ude00\n\"/"}, "e": [{}, []]}"#)
    #expect(
      JSONText.python(value, sortKeys: true, ensureASCII: false, separators: .compact)
        == "{\"a\":{\"é\u{7f}\":\"😀\\n\\\"/\"},\"b\":[1,2.0,null,true],\"e\":[{},[]]}")
    #expect(
      JSONText.python(["a": [1, ["b": 2]], "c": []], indent: 2)
        == "{\n  \"a\": [\n    1,\n    {\n      \"b\": 2\n    }\n  ],\n  \"c\": []\n}")
    #expect(
      JSONText.python(["\u{ffff}": 1, "\u{10000}": 2, "Z": 3, "a": 4], sortKeys: true, ensureASCII: false, separators: .compact)
        == "{\"Z\":3,\"a\":4,\"\u{ffff}\":1,\"\u{10000}\":2}")
    #expect(JSONText.python("\u{7f}") == #""\u007f""#)
  }
}
