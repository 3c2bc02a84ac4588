import Testing

@testable import Decoding

struct TextTests {
  @Test(arguments: [
    ("UTF-8", "utf-8"), ("utf_8", "utf-8"), ("U8", "utf-8"), ("utf-8-sig", "utf-8-sig"), ("Latin-1", "iso-8859-1"),
    ("ISO_8859-1", "iso-8859-1"), ("iso8859-1", "iso-8859-1"), ("L1", "iso-8859-1"), ("Windows-1252", "cp1252"), ("us-ascii", "ascii"),
    ("UTF-16LE", "utf-16-le"), ("utf_16_be", "utf-16-be"), ("UTF16", "utf-16"),
  ]) func namesOfEncodings(_ name: String, _ expected: String) {
    #expect(TextEncoding(name: name)?.name == expected)
  }

  @Test(arguments: ["", "nosuch", "utf-9", "-", "//TRANSLIT", "utf-8//ignore"]) func unknownNames(_ name: String) {
    #expect(TextEncoding(name: name) == nil)
  }

  @Test(
    arguments: [
      ([0x61, 0xFF, 0x62], "a\u{fffd}b"), ([0xE2, 0x82, 0x41], "\u{fffd}A"), ([0xF0, 0x9F, 0x98], "\u{fffd}"),
      ([0xED, 0xA0, 0x80], "\u{fffd}\u{fffd}\u{fffd}"), ([0xC0, 0x80], "\u{fffd}\u{fffd}"),
    ] as [([UInt8], String)]) func invalidBytesAreReplacedAsPythonDoes(_ bytes: [UInt8], _ expected: String) throws
  {
    for pieces in cuts(bytes) {
      var decoder = TextDecoder(.utf8, invalidBytes: .replace)
      var output: [UInt8] = []
      for piece in pieces { try piece.withUnsafeBytes { try decoder.decode($0, into: &output) } }
      try decoder.finish(into: &output)
      #expect(String(decoding: output, as: UTF8.self) == expected)
    }
  }

  @Test(
    arguments: [
      ("application/json; charset=utf-8", "utf-8"), ("text/csv;Charset=\"ISO-8859-1\"; header=present", "ISO-8859-1"),
      ("application/json", nil), ("text/plain; charset=", nil), (nil, nil), ("text/plain; x=y; charset = latin1 ", "latin1"),
    ] as [(String?, String?)]) func declaredCharsets(_ contentType: String?, _ expected: String?)
  {
    #expect(BodyText.declaredCharset(contentType) == expected)
  }

  @Test(
    arguments: [
      ("{}", nil, "{}"), ("\u{feff}{}", nil, "{}"), ("{\"\u{e9}\":1}", "application/json; charset=iso-8859-1", "{\"\u{e9}\":1}"),
      ("{}", "x/y; charset=klingon", "{}"),
    ] as [(String, String?, String)]) func jsonThatIsUTF8StaysAsItIs(_ text: String, _ contentType: String?, _ expected: String) throws
  {
    let bytes = Array(text.utf8)
    guard
      case .unchanged(let from) = try bytes.withBytes({ (all) throws(FormatError) in
        try BodyText.prepareJSON(all, contentType: contentType)
      })
    else { return #expect(Bool(false), "it was decoded") }
    #expect(String(decoding: bytes[from...], as: UTF8.self) == expected)
  }

  @Test(
    arguments: [
      ([0x22, 0xE9, 0x22], "application/json; charset=latin1"), ([0xFF, 0xFE, 0x22, 0, 0xE9, 0, 0x22, 0], nil),
      ([0x22, 0, 0xE9, 0, 0x22, 0], nil), ([0, 0x22, 0, 0xE9, 0, 0x22], "application/json; charset=utf-8"),
      ([0x22, 0, 0, 0, 0xE9, 0, 0, 0, 0x22, 0, 0, 0], nil), ([0, 0, 0xFE, 0xFF, 0, 0, 0, 0x22, 0, 0, 0, 0xE9, 0, 0, 0, 0x22], nil),
    ] as [([UInt8], String?)]) func jsonInOtherEncodingsIsDecoded(_ bytes: [UInt8], _ contentType: String?) throws
  {
    let prepared = try bytes.withBytes { (all) throws(FormatError) in try BodyText.prepareJSON(all, contentType: contentType) }
    #expect(prepared == .decoded(Array("\"\u{e9}\"".utf8)))
  }

  @Test func anUnknownCharsetOfBrokenTextIsNamed() {
    let bytes: [UInt8] = [0x22, 0xE9, 0x22]
    let problem = #expect(throws: FormatError.self) {
      try bytes.withUnsafeBytes { try BodyText.prepareJSON($0, contentType: "application/json; charset=klingon") }
    }
    #expect(problem?.description.contains("klingon") == true)
  }
}
