import Testing
import JSON

@Suite struct LinesTests {
  @Test func readsEveryLine() throws {
    let tape = try JSONTape(lines: Array("{\"a\":1}\r\n\n[1,2]\n  \"x\"  \nnull".utf8)) { Issue.record("\($0)") }
    #expect(tape.roots.map(\.value) == [["a": 1], [1, 2], "x", nil])
    #expect(tape.root["a"]?.integer == 1)
  }

  @Test func tellsBadLinesAndGoesOn() throws {
    var errors: [JSONError] = []
    let text = "{\"a\":1}\n{\"a\":\n2}\n{\"é\": x}\n[1] [2]\n\"open\n{\"a\":[1,{\n7\n"
    let tape = try JSONTape(lines: Array(text.utf8), firstLine: 11) { errors.append($0) }
    #expect(tape.roots.map(\.value) == [["a": 1], 7])
    #expect(errors.map(\.line) == [12, 13, 14, 15, 16, 17])
    #expect(errors.map(\.column) == [6, 2, 7, 5, 6, 10])
    #expect(errors[2].snippet == "{\"é\": x}")
    #expect(errors[0].message.hasSuffix("found the end of the text"))
  }

  @Test(arguments: [[0xE9], [0xC3], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xE2, 0x82]] as [[UInt8]])
  func endsAtALineInAnotherEncoding(_ bytes: [UInt8]) throws {
    for place in ["{\"a\":\"", "[", "1 ", ""] {
      var errors: [JSONError] = []
      let text = Array("1\nx\n\(place)".utf8) + bytes + Array("\n2\n".utf8)
      let tape = try JSONTape(lines: text) { errors.append($0) }
      #expect(tape.roots.map(\.integer) == [1])
      #expect(errors.map(\.line) == [2, 3] && errors.map(\.isUTF8) == [true, false])
    }
  }

  @Test func readsNothing() throws {
    for text in ["", "\n", " \r\n\n"] {
      let tape = try JSONTape(lines: Array(text.utf8)) { Issue.record("\($0)") }
      #expect(tape.roots.isEmpty && tape.roots.map(\.kind).isEmpty)
    }
  }

  @Test func skipsAByteOrderMark() throws {
    let tape = try JSONTape(lines: Array("\u{feff}1\n2".utf8)) { Issue.record("\($0)") }
    #expect(tape.roots.map(\.integer) == [1, 2])
    #expect(throws: JSONError.self) {
      try JSONTape(lines: Array("\u{feff}1".utf8), options: JSONOptions(skipsByteOrderMark: false)) { _ in }
    }
  }

  @Test func readsManyLines() throws {
    let text = (0..<5000).map { "{\"id\":\($0),\"list\":[\($0)]}\n" }.joined()
    let tape = try JSONTape(lines: Array(text.utf8)) { Issue.record("\($0)") }
    #expect(tape.roots.map { $0["list"]?[0]?.integer } == (0..<5000).map { $0 })
    #expect(tape.isMinified)
  }
}
