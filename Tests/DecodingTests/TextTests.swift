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

  /// Blocks are checked in another way than single characters, so that texts are longer than one.
  @Test(arguments: 0..<20) func validPartsOfRandomBytes(_ seed: UInt64) {
    var state = seed &* 0x9e37_79b9_7f4a_7c15 | 1
    func random(_ limit: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % limit
    }
    let pieces: [[UInt8]] = ["a", "plain text", "é", "ß", "\u{80}", "\u{7ff}", "€", "日本", "\u{800}", "😀", "\u{10ffff}"].map {
      Array($0.utf8)
    }
    let broken: [[UInt8]] = [
      [0x80], [0xC0, 0x80], [0xC1, 0xBF], [0xC3], [0xC3, 0x41], [0xE2, 0x82], [0xED, 0xA0, 0x80], [0xF0, 0x9F, 0x98], [0xF5], [0xFF],
      [0xE0, 0x80],
    ]
    for _ in 0..<200 {
      var bytes: [UInt8] = []
      let kinds = 1 + random(pieces.count)
      for _ in 0..<(1 + random(60)) { bytes += pieces[random(kinds)] }
      if random(2) == 0 { bytes.insert(contentsOf: broken[random(broken.count)], at: random(bytes.count + 1)) }
      if random(4) == 0 { bytes.removeLast() }
      let (count, stop) = bytes.withUnsafeBytes { UTF8Check.prefix($0) }
      #expect(String(validating: bytes[..<count], as: UTF8.self) != nil)
      switch stop {
      case .valid: #expect(count == bytes.count)
      case .incomplete:
        let rest = bytes.count - count
        #expect((1...3).contains(rest))
        let completions: [[UInt8]] = [
          [0x80], [0x80, 0x80], [0x80, 0x80, 0x80], [0xA0], [0xA0, 0x80], [0x90, 0x80, 0x80], [0x90, 0x80],
        ]
        #expect(completions.contains { String(validating: bytes + $0, as: UTF8.self) != nil })
      case .invalid:
        for end in count..<min(count + 5, bytes.count) {
          #expect(String(validating: bytes[...end], as: UTF8.self) == nil || end == count && bytes[count] < 0x80)
        }
        #expect(bytes[count] >= 0x80)
      }
    }
  }
}
