import JSON
import Testing

@testable import Decoding

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

  @Test(arguments: ["ab", "\n", "\"", "\\x", "\\xzz", "\\"]) func delimitersThatAreNotOneCharacterAreRefused(_ delimiter: String) {
    var options = CSVReader.Options()
    options.delimiter = delimiter
    #expect(throws: FormatError.self) { _ = try CSVReader(options) }
  }
}
