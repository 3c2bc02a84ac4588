import JSON
import Testing

@Suite struct ErrorTests {
  @Test(arguments: [
    ("[1,\n 2,\n  x]", 3, 3, "expected a value (object, array, string, number, true, false or null), found 'x'"),
    ("", 1, 1, "expected a JSON value, found an empty text"),
    ("<html>", 1, 1, "expected a JSON value, found '<': the text looks like HTML or XML"),
    ("{'a':1}", 1, 2, "expected a key in double quotes or '}', found '''"),
    ("['a']", 1, 2, "expected a value, found \"'\": JSON strings need double quotes"),
    (#"{"a":1,}"#, 1, 8, "expected a key in double quotes after ',', found '}'"),
    (#"{"é" 1}"#, 1, 6, "expected ':' after the key of a member, found '1'"),
    (#"{"a":1"#, 1, 7, "expected ',' or '}' after a member of an object, found the end of the text"),
    ("[1 2]", 1, 4, "expected ',' or ']' after an element of an array, found '2'"),
    ("{} {}", 1, 4, "expected the end of the text after the value, found '{'"),
    ("[\"abc", 1, 6, "a string is not closed: expected '\"', found the end of the text"),
    ("[\"a\nb\"]", 1, 4, "expected an escape such as \\n or \\u0000 in a string, found an unescaped byte 0x0a"),
    (#"["\q"]"#, 1, 3, "expected one of \" \\ / b f n r t u behind '\\' in a string"),
    (#"["\u12g4"]"#, 1, 3, "expected four hexadecimal digits behind '\\u' in a string"),
    ("[012]", 1, 3, "expected no digit behind the leading 0 of a number, found '1'"),
    ("[1.]", 1, 4, "expected a digit in a number, found ']'"),
    ("[\u{a0}]", 1, 2, "expected a value (object, array, string, number, true, false or null), found '\u{a0}'"),
  ])
  func tellsWhatAndWhere(text: String, line: Int, column: Int, message: String) throws {
    let error = try #require(throws: JSONError.self) { try JSONTape(text) }
    #expect(error.message == message)
    #expect(error.line == line && error.column == column)
    #expect(error.snippet == String(text.prefix(80)))
    #expect(error.description == "not JSON: \(message) (line \(line), column \(column), byte \(error.offset))")
  }

  @Test func tellsTheByteThatIsNotUTF8() throws {
    let error = try #require(throws: JSONError.self) { try JSONTape(Array("{\"a\":\"é".utf8) + [0xff] + Array("\"}".utf8)) }
    #expect(error.offset == 8)
    #expect(error.message == "expected UTF-8 in a string, found byte 0xff")
  }

  @Test func quotesTheStartOfTheTextOnly() throws {
    let error = try #require(throws: JSONError.self) { try JSONTape(String(repeating: "x", count: 1000)) }
    #expect(error.snippet.utf8.count == 80)
    #expect(error.message.utf8.count < 120)
  }
}
