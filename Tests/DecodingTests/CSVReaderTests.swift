import JSON
import Testing
import Decoding

struct CSVReaderTests {
  @Test func everyRowOfTheTable() throws {
    for row in try Table("csv").rows {
      for pieces in cuts(row.bytes("body")) {
        let outcome = Result { try read(pieces, row) }
        if let expected = row["rows"]?.arrayValue {
          let (objects, records) = try outcome.get()
          #expect(objects.map(JSONText.compact) == expected.map(JSONText.compact), "\(row) in \(pieces.count) pieces")
          #expect(records == objects.map(JSONText.compact), "\(row) in \(pieces.count) pieces")
        } else {
          #expect(throws: FormatError.self, "\(row) in \(pieces.count) pieces") { try outcome.get() }
        }
      }
    }
  }

  private func read(_ pieces: [[UInt8]], _ row: JSONValue) throws -> (objects: [JSONValue], records: [String]) {
    var options = CSVReader.Options()
    options.keepsByteOrderMark = true
    options.normalizesLineBreaks = true
    options.takesBlankHeader = true
    options.allowsOpenQuote = true
    if let delimiter = row["delimiter"]?.stringValue { options.delimiter = delimiter }
    if let name = row["encoding"]?.stringValue {
      options.encoding = try #require(
        TextEncoding(name: name) ?? (name == "nosuch" ? .ascii : nil), "\(name) is unknown")
      if name == "nosuch" { throw FormatError(.unsupported, in: "CSV", "unknown encoding") }
    }
    options.valuesReadAsNull = row["set_values_to_none"]?.arrayValue?.compactMap(\.stringValue) ?? []
    return (try CSVReader.objects(pieces, options), try CSVReader.records(pieces, options).map(\.rawText))
  }

  @Test func aByteOrderMarkIsSkippedUnlessKept() throws {
    var reader = try CSVReader()
    var objects: [JSONObject] = []
    try reader.push(Array("\u{feff}id\n1\n".utf8)) { objects.append($0.object) }
    try reader.finish { objects.append($0.object) }
    #expect(objects == [["id": "1"]])
  }

  @Test func rowsBeforeBrokenTextAreDelivered() throws {
    var reader = try CSVReader()
    var count = 0
    let problem = #expect(throws: FormatError.self) {
      try reader.push(Array("id\n1\n2\n".utf8) + [0xFF, 0x0A]) { _ in count += 1 }
    }
    #expect(count == 2)
    #expect(problem?.kind == .undecodable)
    #expect(problem?.line == 4)
    #expect(problem?.offset == 7)
  }

  @Test func anUnclosedQuoteIsNotReadForEver() throws {
    var options = CSVReader.Options()
    options.maximumRowBytes = 1000
    var reader = try CSVReader(options)
    let problem = #expect(throws: FormatError.self) {
      try reader.push(Array("a\n\"".utf8)) { _ in }
      for _ in 0..<100 { try reader.push([UInt8](repeating: 0x78, count: 100)) { _ in } }
    }
    #expect(problem?.kind == .limit)
  }

  struct Form: Sendable {
    var name: String
    var bytes: [UInt8]
    var charset: String?
    var delimiter = ","
    /// Nil where the text is refused; what was read before is not looked at.
    var rows: [JSONValue]?
  }

  static let wide = Array("id,n\n1,\u{c4}\u{1F600}\n".utf16)
  static let forms: [Form] = [
    Form(name: "UTF-8 with a mark", bytes: Array("\u{feff}id\n1\n".utf8), rows: [["id": "1"]]),
    Form(name: "a mark goes before the charset", bytes: Array("\u{feff}n\n\u{e9}\n".utf8), charset: "iso-8859-1", rows: [["n": "\u{e9}"]]),
    Form(name: "a declared charset", bytes: [0x6E, 0x0A, 0xE9, 0x0A], charset: "ISO-8859-1", rows: [["n": "\u{e9}"]]),
    Form(name: "a charset of Windows", bytes: [0x6E, 0x0A, 0x80, 0x0A], charset: "windows-1252", rows: [["n": "\u{20ac}"]]),
    Form(name: "a charset that does not fit", bytes: Array("n\n\u{e9}\n".utf8), charset: "iso-8859-1", rows: [["n": "\u{e9}"]]),
    Form(name: "ends with a byte of the charset", bytes: [0x6E, 0x0A, 0x61, 0xC3], charset: "iso-8859-1", rows: [["n": "a\u{c3}"]]),
    Form(name: "an unknown charset", bytes: Array("n\n\u{e9}\n".utf8), charset: "klingon", rows: [["n": "\u{e9}"]]),
    Form(name: "an unknown charset that is needed", bytes: [0x6E, 0x0A, 0xE9, 0x0A], charset: "klingon"),
    Form(name: "no charset", bytes: [0x6E, 0x0A, 0xE9, 0x0A]),
    Form(name: "UTF-16 LE with a mark", bytes: littleEndian([0xFEFF] + wide), rows: [["id": "1", "n": "\u{c4}\u{1F600}"]]),
    Form(name: "UTF-16 BE with a mark", bytes: bigEndian([0xFEFF] + wide), rows: [["id": "1", "n": "\u{c4}\u{1F600}"]]),
    Form(name: "UTF-16 LE without one", bytes: littleEndian(wide), rows: [["id": "1", "n": "\u{c4}\u{1F600}"]]),
    Form(name: "UTF-16 BE by the charset", bytes: bigEndian(wide), charset: "utf-16be", rows: [["id": "1", "n": "\u{c4}\u{1F600}"]]),
    Form(
      name: "UTF-32 with a mark",
      bytes: "\u{feff}n\n\u{e9}\n".unicodeScalars.flatMap { [UInt8($0.value & 255), UInt8($0.value >> 8), 0, 0] },
      rows: [["n": "\u{e9}"]]),
    Form(name: "line breaks within quotes", bytes: Array("a\r\n\"x\r\ny\rz\n\"\r\n".utf8), rows: [["a": "x\r\ny\rz\n"]]),
    Form(name: "blank lines before the header", bytes: Array("\r\n\n  \nid\r\n\r\n1\r\n".utf8), rows: [["id": "1"]]),
    Form(name: "a row without names before the header", bytes: Array(",,\nid,n,x\n1,2,3\n".utf8), rows: [["id": "1", "n": "2", "x": "3"]]),
    Form(name: "tabs", bytes: Array("\n\t\nid\tn\n1\t\"a\r\nb\"\n".utf8), delimiter: "\\t", rows: [["id": "1", "n": "a\r\nb"]]),
    Form(name: "a name that is empty on purpose", bytes: Array("\"\"\n1\n".utf8), rows: [["": "1"]]),
    Form(name: "a quote that is never closed", bytes: Array("id\n1\n\"2\n3\n".utf8)),
    Form(name: "a header that is cut", bytes: Array("\"id".utf8)),
    Form(name: "nothing", bytes: [], rows: []),
  ]

  @Test("Charsets, marks, line breaks and blank lines are taken as they come, however the text is cut", arguments: forms)
  func textsComeAsTheyAre(_ form: Form) throws {
    var options = CSVReader.Options()
    options.detectsEncoding = true
    options.declaredCharset = form.charset
    options.delimiter = form.delimiter
    let halves = form.bytes.indices.map { [Array(form.bytes[..<$0]), Array(form.bytes[$0...])] }
    for pieces in [[form.bytes], form.bytes.map { [$0] }] + halves {
      if let rows = form.rows {
        #expect(try CSVReader.objects(pieces, options) == rows, "\(form.name) in \(pieces.count) pieces")
        #expect(try CSVReader.records(pieces, options).map(\.value) == rows, "\(form.name) in \(pieces.count) pieces")
      } else {
        #expect(throws: FormatError.self, "\(form.name) in \(pieces.count) pieces") { try CSVReader.objects(pieces, options) }
        #expect(throws: FormatError.self, "\(form.name) in \(pieces.count) pieces") { try CSVReader.records(pieces, options) }
      }
    }
  }

  private static func littleEndian(_ units: [UInt16]) -> [UInt8] { units.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] } }
  private static func bigEndian(_ units: [UInt16]) -> [UInt8] { units.flatMap { [UInt8($0 >> 8), UInt8($0 & 255)] } }

  @Test("An unclosed quote is named by the line on which it starts") func openQuotesHaveTheirLine() throws {
    let problem = #expect(throws: FormatError.self) { try CSVReader.objects([Array("id\n1\n2\n\"3\n4\n".utf8)], .init()) }
    #expect(problem?.kind == .truncated)
    #expect(problem?.line == 4)
  }

  @Test(arguments: ["ab", "\n", "\"", "\\x", "\\xzz", "\\"]) func delimitersThatAreNotOneCharacterAreRefused(_ delimiter: String) {
    var options = CSVReader.Options()
    options.delimiter = delimiter
    #expect(throws: FormatError.self) { _ = try CSVReader(options) }
  }
}
