import Testing

@testable import Decoding
@testable import JSON

/// Rows written straight onto tapes are what the parser's rows are as objects, however the text is cut.
struct CSVTapeTests {
  @Test(arguments: [
    "a,b\n1,2\n3,4\n", "a,b\r\n1,2\r\n3,4\r\n", "a,b\r1,2\r3,4", "a,b\n\n\r\n1,2\n\n3,4", "a,b\n\"1\n2\",\"3\r\n4\"\n\"5\r6\",7\n",
    "a,b\n\"say \"\"yes\"\"\",\"x,y\"\nsay \"no\",\"\"\n", "a,b\n\"1\"2,3\n\"4\" ,\"5\"\"\"\n", "a,b\n\\,\\\\\n\"\\\",\"\t\u{1}\"\n",
    "a,b\nélan,ß\u{1F600}\n\"é\",\"\u{10FFFF}\"\n", "a,b\n1\n1,2,3\n,\n,,\n\"\"\n", "a,a,b\n1,2,3\n", "null,b\n1,2,3\n4,5\n",
    "a\"\\,b\n1,2\n", "\u{feff}a,b\n1,2\n", "\n1\n2\n", "a,b\n1,NA\nNA,\"NA\"\n\"say \"\"NA\"\"\",N\n", "a\n0123456\n01234567\n012345678\n",
    "a,b\n\"open,1\n2,3\n", "a,b,c\n12345678,\"1234567\"\"\",12345678901234567\n",
  ]) func cornersAtEveryCut(_ text: String) throws {
    let bytes = Array(text.utf8)
    for nulls in [[], ["NA", "", "say \"NA\""]] {
      var options = CSVReader.Options()
      options.valuesReadAsNull = nulls
      for size in 1...(bytes.count + 1) { try check(bytes.cut(size), options) }
    }
  }

  @Test(arguments: 0..<40) func randomTables(_ seed: UInt64) throws {
    var random = Random(seed: seed)
    for _ in 0..<25 {
      var options = CSVReader.Options()
      options.delimiter = [",", ";", "\t", "|", "\\", "§", " "].randomElement(using: &random) ?? ","
      options.valuesReadAsNull = [[], ["", "NULL"], ["a\"b"]].randomElement(using: &random) ?? []
      options.keepsByteOrderMark = Bool.random(using: &random)
      let bytes = Array(Self.table(options.delimiter, &random).utf8)
      for size in [1, 2, 5, 16, 61, bytes.count + 1] { try check(bytes.cut(size), options) }
    }
  }

  @Test(arguments: ["utf-8", "utf-16", "iso-8859-1", "cp1252", "ascii"]) func brokenTextIsToldAlike(_ encoding: String) throws {
    var options = CSVReader.Options()
    options.encoding = try #require(TextEncoding(name: encoding))
    let bytes = Array("a,b\n1,\"2\r\n3\"\r\n4,5\r6,7\n8,".utf8) + [0xFF, 0xC3] + Array("9\n".utf8) + [0xE2, 0x82]
    for size in 1...(bytes.count + 1) { try check(bytes.cut(size), options) }
  }

  @Test func longRowsAreRefusedAlike() throws {
    var options = CSVReader.Options()
    options.maximumRowBytes = 40
    let text = "a,b\n" + (30..<50).map { String(repeating: "x", count: $0) + ",\"y\"\"\"\n" }.joined()
    for size in [1, 7, 64, 10000] { try check(Array(text.utf8).cut(size), options) }
  }

  @Test func rowsLongerThanThoseCopiedAtOnce() throws {
    let long = String(repeating: "é\"\"\n\u{2}", count: 9000)
    let text = "a,b\n1,2\n\"\(long)\",3\n4,\"\(long.prefix(20000))\"\n5,6\n"
    for size in [4096, 32 << 10, 1 << 20] { try check(Array(text.utf8).cut(size), CSVReader.Options()) }
  }

  // MARK: Comparing

  private struct Outcome: Equatable {
    var records: [String] = []
    var problem: String?
  }

  private func check(_ pieces: [[UInt8]], _ options: CSVReader.Options) throws {
    var plain = Outcome()
    do {
      try CSVReader.read(pieces, options) { plain.records.append(JSONText.compact(.object($0.object))) }
    } catch { plain.problem = "\(error)" }
    var direct = Outcome()
    do {
      for record in try CSVReader.records(pieces, options) {
        direct.records.append(record.rawText)
        try checkTokens(record)
      }
    } catch { direct.problem = "\(error)" }
    // What was on tapes before an error is lost with them.
    if direct.problem != nil { plain.records = [] }
    #expect(direct == plain, "\(pieces.count) pieces of \(pieces.first?.count ?? 0) bytes, delimiter \(options.delimiter)")
  }

  /// The tokens must be those of the text scanned.
  private func checkTokens(_ record: JSONView) throws {
    let scanned = try JSONTape(record.rawText)
    let tape = record.tape
    let origin = tape.tokens[record.index]
    #expect(origin.next - record.index == scanned.tokenCount)
    for place in 0..<scanned.tokenCount {
      let (found, expected) = (tape.tokens[record.index + place], scanned.tokens[place])
      #expect(
        found.offset - origin.offset == expected.offset && found.length == expected.length && found.kind == expected.kind
          && found.next - record.index == expected.next && found.isEscaped == expected.isEscaped, "token \(place) of \(record.rawText)")
    }
    #expect(origin.hasNulls == scanned.root.members.contains { $0.value.isNull })
    if origin.isUnique { #expect(scanned.root.hasUniqueKeys) }
  }

  // MARK: Random tables

  private static let texts = [
    "", "a", "value", "NULL", "a\"b", "12345678", "é", "naïve café au lait", "😀", "\\", "\\n", "\u{0}", "\u{1f}", "\u{7f}", "\t", " ",
    "exactly16 bytes!", "\u{2028}", "ÿÿÿÿÿÿÿÿ", ",", ";", "|", "§", "\u{c2}",
  ]

  private static func table(_ delimiter: String, _ random: inout Random) -> String {
    var text = Bool.random(using: &random) ? "\u{feff}" : ""
    let columns = Int.random(in: 1...5, using: &random)
    let ending = ["\n", "\r\n", "\r"].randomElement(using: &random) ?? "\n"
    let delimiter = delimiter == "\\" ? "\\" : delimiter
    for row in 0...Int.random(in: 0...8, using: &random) {
      let odd = row > 0 && Int.random(in: 0..<5, using: &random) == 0
      let count = odd ? Int.random(in: 0...(columns + 2), using: &random) : columns
      text += (0..<count).map { _ in field(&random) }.joined(separator: delimiter) + ending
    }
    if Bool.random(using: &random) { text += field(&random) }
    return text
  }

  private static func field(_ random: inout Random) -> String {
    var text = ""
    for _ in 0..<Int.random(in: 0...3, using: &random) { text += texts.randomElement(using: &random) ?? "" }
    guard Int.random(in: 0..<3, using: &random) == 0 else { return text }
    for _ in 0..<Int.random(in: 0...1, using: &random) { text += ["\n", "\r\n", "\r"].randomElement(using: &random) ?? "" }
    let isOdd = Int.random(in: 0..<12, using: &random) == 0
    let doubled = text.unicodeScalars.map { $0 == "\"" && !isOdd ? "\"\"" : String($0) }.joined()
    return "\"\(doubled)\"" + (isOdd ? "x" : "")
  }
}

/// The same numbers for the same seed.
private struct Random: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed &* 0x9e37_79b9_7f4a_7c15 | 1 }

  mutating func next() -> UInt64 {
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return state &* 0x2545_f491_4f6c_dd1d
  }
}

extension [UInt8] {
  fileprivate func cut(_ size: Int) -> [[UInt8]] {
    stride(from: 0, to: count, by: size).map { Array(self[$0..<Swift.min($0 + size, count)]) }
  }
}

extension CSVReader {
  static func read(_ pieces: [[UInt8]], _ options: Options, row: (CSVRow) throws -> Void) throws {
    var reader = try CSVReader(options)
    for piece in pieces { try reader.push(piece, row: row) }
    try reader.finish(row: row)
  }

  /// The rows by way of the parser alone.
  static func objects(_ pieces: [[UInt8]], _ options: Options) throws -> [JSONValue] {
    var objects: [JSONValue] = []
    try read(pieces, options) { objects.append(.object($0.object)) }
    return objects
  }

  /// The rows as a decoder has them; for each piece a tape of its own.
  static func records(_ pieces: [[UInt8]], _ options: Options) throws -> [JSONView] {
    var reader = try CSVReader(options)
    var records: [JSONView] = []
    for piece in pieces {
      var tapes = RecordTapeWriter()
      try piece.withUnsafeBytes { try reader.push($0, to: &tapes) }
      records += tapes.finish()
    }
    var tapes = RecordTapeWriter()
    try reader.finish(to: &tapes)
    return records + tapes.finish()
  }
}
