import Document
import Testing
import YAML

@Suite struct StructureTests {
  private static func read(_ text: String, _ dialect: YAMLReader.Dialect = .strict) throws -> String {
    ScalarTests.spelling(try YAMLReader.read(text, file: "f", dialect: dialect).root)
  }

  static let documents: [(String, String)] = [
    ("", "null"), ("# nothing\n", "null"), ("--- 5\n...\n", "int 5"), ("\u{FEFF}a: 1", "{text a: int 1}"), ("%FUTURE x\n--- a", "text a"),
    ("a: |\n  x\n   y\n\nb: >-\n  x\n  y\n\n  z\n", "{text a: text x\n y\n, text b: text x y\nz}"),
    ("a: |\n  \tx\n", "{text a: text \tx\n}"),
    ("a: \"x\\\n  y\"", "{text a: text xy}"), ("a: x\n  y\n\n  z", "{text a: text x y\nz}"),
    ("{\"a\": [1, {\"b\": null}], \"c\": \"\\/\"}", "{text a: [int 1, {text b: null}], text c: text /}"),
    ("b: &x {p: 1, q: 2}\na:\n  q: 3\n  <<: *x", "{text b: {text p: int 1, text q: int 2}, text a: {text p: int 1, text q: int 3}}"),
    ("a: {<<: [{p: 1}, {p: 2, r: 3}], s: 4}", "{text a: {text p: int 1, text r: int 3, text s: int 4}}"),
    ("a: {<<: {p: 1}, <<: {p: 2}}", "{text a: {text p: int 2}}"), ("a: {'<<': {p: 1}}", "{text a: {text <<: {text p: int 1}}}"),
    ("a: &x\n  <<: {p: 1}\n  q: 2\nb:\n  <<: *x", "{text a: {text p: int 1, text q: int 2}, text b: {text p: int 1, text q: int 2}}"),
    ("a: &x [1]\nb: *x", "{text a: [int 1], text b: [int 1]}"), ("1: a\n1.0: b\ntrue: c", "{int 1: text c}"), ("=: v", "{text =: text v}"),
    ("1: a\n'1': b", "{int 1: text a, text 1: text b}"), ("~: a\nnull: b", "{null: text b}"), ("on: a", "{bool true: text a}"),
  ]

  @Test("Block scalars, flow collections, merges and equal keys read as YAML 1.1 values", arguments: documents)
  func hasValue(_ text: String, _ expected: String) throws { #expect(try Self.read(text) == expected) }

  @Test("The tolerant dialect accepts separating tabs, URLs in flow lists and an empty tag") func tolerantDialectTakesTabs() throws {
    #expect(try Self.read("a:\t1\nb: [1,\t2]\nc: x\t\n", .tolerant) == "{text a: int 1, text b: [int 1, int 2], text c: text x}")
    #expect(try Self.read("a: [http://x?y=1]", .tolerant) == "{text a: [text http://x?y=1]}")
    #expect(try Self.read("a: !", .tolerant) == "{text a: text }")
    #expect(try Self.read("a: |\n  \tx\n", .tolerant) == "{text a: text \tx\n}")
    #expect(throws: Diagnostic.self) { try Self.read("a:\t1") }
  }

  @Test("A value keeps the line and column where it is written, even through an alias") func valuesKnowTheirPlaces() throws {
    let root = try YAMLReader.read("a: &x\n  - 1\n  - {b: two}\nc: *x\n", file: "m.yaml").root
    #expect(root.location == SourceLocation(file: "m.yaml", line: 1, column: 1))
    #expect(root["a"]?.sequence?[0].location == SourceLocation(file: "m.yaml", line: 2, column: 5))
    #expect(root["c"]?.sequence?[1]["b"]?.location == SourceLocation(file: "m.yaml", line: 3, column: 9))
    #expect(root.mapping?.entry("c")?.key.location == SourceLocation(file: "m.yaml", line: 4, column: 1))
  }

  @Test("The last of equal keys wins with a warning, and overriding a merged key gives none") func lastOfEqualKeysWinsWithAWarning() throws
  {
    let result = try YAMLReader.read("a: 1\nb: 2\na: 3\nc: {<<: {p: 1}, p: 2}\n", file: "f")
    #expect(ScalarTests.spelling(result.root) == "{text a: int 3, text b: int 2, text c: {text p: int 2}}")
    #expect(result.warnings.map(\.code) == [.duplicateKey])
    #expect(result.warnings.first?.location == SourceLocation(file: "f", line: 3, column: 1))
    #expect(result.warnings.first?.notes.first?.location == SourceLocation(file: "f", line: 1, column: 1))
  }

  @Test("Each duplicate key in a large mapping gives a warning and replaces the value") func manyKeysAreUnique() throws {
    let text = (0..<40).map { "k\($0 % 30): \($0)\n" }.joined()
    let result = try YAMLReader.read(text, file: "f")
    #expect(result.root.mapping?.count == 30)
    #expect(result.root["k3"]?.integer == 33)
    #expect(result.warnings.count == 10)
  }

  @Test("UTF-16 in either byte order is read, and a truncated code unit is rejected") func utf16IsRead() throws {
    let text = "a: \u{e9}\n"
    let little: [UInt8] = [0xFF, 0xFE] + text.utf16.flatMap { (unit: UInt16) -> [UInt8] in [UInt8(unit & 0xFF), UInt8(unit >> 8)] }
    let big: [UInt8] = [0xFE, 0xFF] + text.utf16.flatMap { (unit: UInt16) -> [UInt8] in [UInt8(unit >> 8), UInt8(unit & 0xFF)] }
    #expect(try YAMLReader.read(little, file: "f").root["a"]?.string == "\u{e9}")
    #expect(try YAMLReader.read(big, file: "f").root["a"]?.string == "\u{e9}")
    #expect(throws: Diagnostic.self) { try YAMLReader.read([0xFF, 0xFE, 0x41], file: "f") }
  }
}
