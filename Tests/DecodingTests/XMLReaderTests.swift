import JSON
import Testing
import Decoding

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

  static let entities: [(String, JSONValue)] = [
    (#"<!DOCTYPE a [<!ENTITY co "ACME"><!ENTITY nbsp "&#160;">]><a>&co;&nbsp;&lt;x&gt;</a>"#, ["a": "ACME\u{a0}<x>"]),
    (#"<!DOCTYPE a [<!ENTITY co "ACME"><!ENTITY us "&co; Ltd">]><a by="&us;">&us;</a>"#, ["a": ["@by": "ACME Ltd", "#text": "ACME Ltd"]]),
    (#"<!DOCTYPE a [<!ENTITY e "<b>1</b>">]><a>&e;&e;</a>"#, ["a": ["b": ["1", "1"]]]),
    (
      #"<?xml version="1.0" encoding="UTF-8" standalone="no"?><!DOCTYPE a SYSTEM "d" [<!ENTITY co "ACME">]><a>&co;</a>"#, ["a": "ACME"]
    ),
    (#"<!DOCTYPE a [<!ENTITY % p SYSTEM "http://x.invalid/d"> %p; <!ENTITY co "ACME">]><a>&co;</a>"#, ["a": "ACME"]),
  ]

  @Test("Entities that the document declares stand for their text", arguments: entities)
  func declaredEntitiesAreExpanded(text: String, expected: JSONValue) throws {
    for pieces in cuts(Array(text.utf8)) { #expect(try read(pieces) == expected) }
  }

  /// The document, the entity that is named, and its column.
  static let missing: [(String, String, Int?)] = [
    ("<a>&nbsp;</a>", "nbsp", 4), ("<a b=\"&copy;\"/>", "copy", nil), (#"<?xml version="1.0"?><a>&lt;&nbsp;</a>"#, "nbsp", 29),
    (#"<!DOCTYPE a PUBLIC "-//x//y" "http://x.invalid/d"><a>&eacute;</a>"#, "eacute", 54),
    (#"<!DOCTYPE a SYSTEM "http://x.invalid/d"><a b="&amp;&eacute;">&amp;</a>"#, "eacute", nil),
    (#"<!DOCTYPE a [<!ENTITY % p SYSTEM "http://x.invalid/d"> %p;]><a b="&eacute;"/>"#, "eacute", nil),
    (#"<!DOCTYPE a SYSTEM "http://x.invalid/d" [<!ENTITY e "&eacute;">]><a>&e;</a>"#, "eacute", nil),
    (#"<?xml version='1.0' standalone='no' ?><!DOCTYPE a SYSTEM "http://x.invalid/d"><a>&eacute;</a>"#, "eacute", 82),
    (#"<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]><a>&x;</a>"#, "x", nil),
  ]

  @Test("Entities that are unknown or stand outside are an error with their name and place", arguments: missing)
  func missingEntitiesAreNamed(text: String, name: String, column: Int?) throws {
    for pieces in cuts(Array(text.utf8)) {
      let problem = #expect(throws: FormatError.self) { try read(pieces) }
      #expect(problem?.problem.contains("`\(name)`") == true, "\(problem?.description ?? "")")
      #expect(problem?.line == 1)
      if let column { #expect(problem?.column == column) }
    }
  }

  @Test("External entities in attributes are an error") func externalEntitiesInAttributes() {
    let text = #"<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]><a b="&x;"/>"#
    #expect(throws: FormatError.self) { try read([Array(text.utf8)]) }
  }

  @Test("Chains of entities are limited whatever they expand to", arguments: [XMLReader.Conventions.strict, .reference])
  func chainsOfEntitiesAreLimited(conventions: XMLReader.Conventions) {
    let chain = (1...100_000).map { "<!ENTITY e\($0) \"&e\($0 - 1);\">" }.joined()
    let text = "<!DOCTYPE a [<!ENTITY e0 \"\">\(chain)]><a b=\"&e100000;\">&e100000;</a>"
    let problem = #expect(throws: FormatError.self) { try read([Array(text.utf8)], conventions: conventions) }
    #expect(problem?.kind == .limit)
    #expect(problem?.problem.contains("256") == true)
  }

  @Test("The text of entities is limited, and the error states by how much") func expansionIsLimited() {
    let text = "<!DOCTYPE a [<!ENTITY e \"\(String(repeating: "x", count: 1_000_000))\">]><a>\(String(repeating: "&e;", count: 30))</a>"
    let problem = #expect(throws: FormatError.self) { try read([Array(text.utf8)]) }
    #expect(problem?.kind == .limit)
    #expect(problem?.problem.contains("16777216 bytes") == true)
  }

  @Test("A byte order mark tells more than the server") func aMarkGoesBeforeTheServersEncoding() throws {
    let wide: [UInt8] = [0xFF, 0xFE] + "<a>\u{e9}</a>".utf16.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8($0 >> 8)] }
    #expect(try read([wide], encoding: .utf8) == ["a": "\u{e9}"])
    #expect(try read([Array("<a>".utf8) + [0xE9] + Array("</a>".utf8)], encoding: .latin1) == ["a": "\u{e9}"])
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
