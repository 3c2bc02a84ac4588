import Testing

@testable import JSON

@Suite struct GrammarTests {
  @Test func acceptsJSON() {
    for text in GrammarCases.accepted {
      #expect(throws: Never.self, "\(text.debugDescription)") { try JSONTape(text) }
    }
  }

  @Test func refusesWhatIsNotJSON() {
    for text in GrammarCases.rejected {
      #expect(throws: JSONError.self, "\(text.debugDescription)") { try JSONTape(text) }
    }
  }

  @Test func refusesWhatIsNotUTF8() {
    for bytes in GrammarCases.badUTF8 {
      #expect(throws: JSONError.self, "\(bytes)") { try JSONTape([0x22] + bytes + [0x22]) }
      #expect(throws: JSONError.self, "\(bytes)") { try JSONTape(Array("{\"".utf8) + bytes + Array("\":1}".utf8)) }
    }
    for bytes in GrammarCases.badBytes {
      #expect(throws: JSONError.self, "\(bytes)") { try JSONTape(bytes) }
    }
  }

  @Test func choosesWhereParsersDiffer() {
    for (text, options, isAccepted) in GrammarCases.choices {
      #expect(((try? JSONTape(text, options: options)) != nil) == isAccepted, "\(text.debugDescription)")
    }
  }

  @Test("No text is both accepted and refused") func casesAgree() {
    #expect(Set(GrammarCases.accepted).isDisjoint(with: GrammarCases.rejected))
  }

  /// Every beginning of a text is refused unless it is a whole number, and nothing behind the end is read as part of it.
  @Test func refusesCutTexts() throws {
    let text = #"{"a":[1,-2.5e+3,true,false,null,"x\u00e9\\é😀"],"b":{"c":{}}}"#
    let bytes = Array(text.utf8)
    for length in 0..<bytes.count {
      #expect(throws: JSONError.self, "\(length)") { try JSONTape(Array(bytes[..<length])) }
    }
    var buffer = JSONBuffer("[1,2]345")
    buffer.removeAll()
    buffer.append("[1,2]3")
    buffer.count -= 1
    #expect(try JSONTape(buffer).root.value == [1, 2])
  }

  @Test func nestsDeeplyWithinTheLimit() throws {
    func nested(_ depth: Int) -> String { String(repeating: "[", count: depth) + String(repeating: "]", count: depth) }
    #expect(try JSONTape(nested(512)).root.value[0]?[0] != nil)
    let error = try #require(throws: JSONError.self) { try JSONTape(nested(513)) }
    #expect(error.offset == 512)
    let deep = try JSONTape(nested(200_000), options: JSONOptions(maximumDepth: 200_000))
    #expect(deep.tokenCount == 200_000)
    #expect(throws: JSONError.self) { try JSONTape(String(repeating: "{\"a\":", count: 100_000)) }
  }
}
