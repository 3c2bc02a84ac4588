import Templates
import Testing

@Suite struct Base64Tests {
  @Test func encodesAndDecodes() throws {
    for count in 0..<40 {
      let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 * 37 + count * 11) }
      let text = Base64.encode(bytes)
      #expect(text.utf8.count == (count + 2) / 3 * 4)
      #expect(try Base64.decode(text) == bytes)
    }
    #expect(Base64.encode(Array("user:p\u{E2}ss".utf8)) == "dXNlcjpww6Jzcw==")
  }

  @Test func encodesForAddresses() {
    #expect(Base64.encode([0xFB, 0xFF, 0xFE]) == "+//+")
    #expect(Base64.encode([0xFB, 0xFF, 0xFE], alphabet: .urlSafe) == "-__-")
    #expect(Base64.encode([1], alphabet: .urlSafe, padded: false) == "AQ")
    #expect(Base64.encode([1, 2], padded: false) == "AQI")
  }

  @Test func skipsOtherCharacters() throws {
    #expect(try Base64.decode("YW\nJj ") == Array("abc".utf8))
    #expect(try Base64.decode("YWJjZA==trailing") == Array("abcd".utf8))
    #expect(try Base64.decode("!\u{E9}!") == [])
    #expect(try Base64.decode("=") == [])
    #expect(throws: Base64.DecodingError.truncated(characters: 5)) { try Base64.decode("YWJjZ") }
    #expect(throws: Base64.DecodingError.missingPadding) { try Base64.decode("YW") }
    #expect(throws: Base64.DecodingError.missingPadding) { try Base64.decode("YW=") }
  }
}
