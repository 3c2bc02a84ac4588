import Testing
import JSON

@Suite struct NumberTests {
  @Test func spellsFloatsAsPythonDoes() throws {
    for (value, python, orjson) in FloatCases.spellings {
      #expect(PythonNumber.repr(value) == python)
      #expect(JSONText.python(.double(value)) == python)
      #expect(JSONText.compact(.double(value)) == orjson)
      let read = try JSONValue.parse(orjson).doubleValue
      #expect(read == value && read?.sign == value.sign)
    }
  }

  @Test func spellsWhatIsNotFinite() {
    #expect(PythonNumber.repr(.nan) == "nan" && PythonNumber.repr(.infinity) == "inf" && PythonNumber.repr(-.infinity) == "-inf")
    #expect(JSONText.python([.double(.nan), .double(.infinity), .double(-.infinity)]) == "[NaN, Infinity, -Infinity]")
    #expect(JSONText.compact([.double(.nan), .double(.infinity), .double(-.infinity)]) == "[null,null,null]")
  }

  @Test func readsWhatIsNotFiniteWhenAllowed() throws {
    let tape = try JSONTape(#"{"a":NaN,"b":[Infinity,-Infinity]}"#, options: .python)
    #expect(tape.root["a"]?.double?.isNaN == true && tape.root["a"]?.kind == .double)
    #expect(tape.root["b"]?.value == [.double(.infinity), .double(-.infinity)])
    var writer = JSONWriter()
    writer.write(tape.root)
    #expect(writer.text == #"{"a":null,"b":[null,null]}"#)
    writer.removeAll()
    writer.write(try #require(JSONRecord(view: tape.root)))
    #expect(writer.text == #"{"a":null,"b":[null,null]}"#)
    #expect(try JSONValue.parse("[1e999,-1e999]") == [.double(.infinity), .double(-.infinity)])
  }

  @Test(arguments: [
    ("0", 0), ("-0", 0), ("7", 7), ("-12", -12), ("999999999999999999", 999_999_999_999_999_999), ("9223372036854775807", Int.max),
    ("-9223372036854775808", Int.min), ("1000000000000000000", 1_000_000_000_000_000_000),
  ])
  func readsIntegers(text: String, value: Int) throws {
    let view = try JSONTape(text).root
    #expect(view.integer == value && view.value == .integer(value) && view.double == Double(value) && view.kind == .integer)
    #expect(JSONText.compact(.integer(value)) == (text == "-0" ? "0" : text))
  }

  @Test(arguments: ["9223372036854775808", "-9223372036854775809", "18446744073709551616", "123456789012345678901234567890"])
  func keepsTheDigitsOfBigIntegers(text: String) throws {
    let view = try JSONTape(text).root
    #expect(view.integer == nil && view.kind == .integer)
    #expect(view.value == .bigInteger(text) && view.double == Double(text))
    #expect(JSONText.compact(view.value) == text && JSONText.python(view.value) == text)
  }

  @Test func tellsIntegersFromDoubles() throws {
    let tape = try JSONTape("[1,1.0,1e5,1E0,-0.0]")
    #expect(tape.root.elements.map(\.kind) == [.integer, .double, .double, .double, .double])
    #expect(tape.root.value == [1, .double(1), .double(100_000), .double(1), .double(-0.0)])
    #expect(JSONText.compact(tape.root.value) == "[1,1.0,100000.0,1.0,-0.0]")
  }

  @Test func comparesAsPythonDoes() throws {
    let equal: [(JSONValue, JSONValue)] = [
      (1, .double(1)), (true, 1), (false, .double(0)), ([1, 2], [.double(1), .double(2)]), (["a": 1], ["a": true]),
      (.bigInteger("9223372036854775808"), .double(9_223_372_036_854_775_808)), (.bigInteger("100000000000000000000"), .double(1e20)),
      (.bigInteger("-18446744073709551616"), .double(-18_446_744_073_709_551_616)), (["a": 1, "b": 2], ["b": 2, "a": 1]),
      (.double(1e23), .bigInteger("99999999999999991611392")), (.double(-0.0), 0), (nil, nil), ("é", "é"),
    ]
    for (left, right) in equal { #expect(left.pythonEquals(right) && right.pythonEquals(left), "\(left) \(right)") }
    let unequal: [(JSONValue, JSONValue)] = [
      (1, 2), (1, "1"), (true, 2), (nil, false), (nil, 0), ([1], [1, 1]), (.double(.nan), .double(.nan)), ([], [:]), ("", nil),
      (.integer(9_007_199_254_740_993), .double(9_007_199_254_740_992)), (.bigInteger("100000000000000000001"), .double(1e20)),
      (.integer(.max), .double(9_223_372_036_854_775_808)), ("\u{e9}", "e\u{301}"), (["\u{e9}": 1], ["e\u{301}": 1]), (1, .double(1.5)),
    ]
    for (left, right) in unequal { #expect(!left.pythonEquals(right) && !right.pythonEquals(left), "\(left) \(right)") }
    #expect(!JSONValue.bool(true).isEqual(to: 1) && JSONValue.integer(1).isEqual(to: .double(1)))
    #expect(JSONValue.integer(1) != .double(1))
  }
}
