import JSON
import Testing

@testable import Decoding

struct XMLReaderTests {
  @Test func everyRowOfTheTable() throws {
    for row in try Table("xml").rows {
      let text = Array((row["xml"]?.stringValue ?? "").utf8)
      for pieces in cuts(text) {
        let outcome = Result { try read(pieces, encoding: .utf8, conventions: .reference) }
        if let expected = row["value"] {
          #expect(JSONText.compact(try outcome.get()) == JSONText.compact(expected), "\(row) in \(pieces.count) pieces")
        } else {
          let value = try? outcome.get()
          #expect(value == nil, "\(row) in \(pieces.count) pieces")
        }
      }
    }
  }

  private func read(
    _ pieces: [[UInt8]], encoding: TextEncoding? = nil, conventions: XMLReader.Conventions = .strict
  ) throws -> JSONValue {
    let reader = try XMLReader(encoding: encoding, conventions: conventions)
    for piece in pieces { try reader.push(piece) }
    return try reader.finish()
  }

  @Test func theEncodingComesFromMarkOrDeclaration() throws {
    let declared = Array("<?xml version='1.0' encoding='ISO-8859-1'?><a>".utf8) + [0xE9] + Array("</a>".utf8)
    let wide: [UInt8] = [0xFF, 0xFE] + "<a>\u{e9}</a>".utf16.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8($0 >> 8)] }
    let unmarked = Array(wide.dropFirst(2))
    let bare = Array("<a>\u{e9}</a>".utf8)
    for bytes in [declared, wide, unmarked, bare] {
      for pieces in cuts(bytes) { #expect(try read(pieces) == ["a": "\u{e9}"]) }
    }
  }

  @Test func bytesThatMeanNothingAreAnErrorOrReplaced() throws {
    let text = Array("<a>x".utf8) + [0xFF] + Array("</a>".utf8)
    #expect(try read([text], conventions: .reference) == ["a": "x\u{fffd}"])
    #expect(throws: FormatError.self) { try read([text]) }
  }

  @Test func unknownDeclaredEncodingsAreNamed() {
    let problem = #expect(throws: FormatError.self) { try read([Array("<?xml version='1.0' encoding='klingon'?><a/>".utf8)]) }
    #expect(problem?.description.contains("klingon") == true)
  }

  @Test func nestingIsLimited() {
    let deep = Array((String(repeating: "<a>", count: 5000)).utf8)
    #expect(throws: FormatError.self) { try read([deep]) }
  }

  @Test func entityBombsStaySmall() throws {
    var declarations = "<!ENTITY e0 \"0123456789\">"
    for level in 1...12 { declarations += "<!ENTITY e\(level) \"\(String(repeating: "&e\(level - 1);", count: 10))\">" }
    let inText = "<!DOCTYPE a [\(declarations)]><a>x&e12;</a>"
    let inAttribute = "<!DOCTYPE a [\(declarations)]><a b=\"&e12;\"/>"
    for text in [inText, inAttribute] {
      let problem = #expect(throws: FormatError.self) { try read([Array(text.utf8)]) }
      #expect(problem?.kind == .limit)
    }
    // The reference leaves them out of text.
    #expect(try read([Array(inText.utf8)], conventions: .reference) == ["a": "x"])
    #expect(throws: FormatError.self) { try read([Array(inAttribute.utf8)], conventions: .reference) }
  }

  @Test func problemsHaveTheirPlace() {
    let problem = #expect(throws: FormatError.self) { try read([Array("<a>\n <b>\n </c>\n</a>".utf8)]) }
    #expect(problem?.line == 3)
    #expect(problem?.kind == .malformed)
  }

  @Test func manyEqualNamesAreReadInLinearTime() throws {
    let text = "<r>" + String(repeating: "<i>1</i>", count: 100_000) + "</r>"
    #expect(try read([Array(text.utf8)])["r"]?["i"]?.arrayValue?.count == 100_000)
  }

  @Test func textOfManyMegabytesIsTaken() throws {
    let text = "<r>" + String(repeating: "0123456789abcdef", count: 800_000) + "</r>"
    #expect(try read([Array(text.utf8)])["r"]?.stringValue?.utf8.count == 12_800_000)
  }
}
