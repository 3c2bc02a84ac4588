import Document
import Testing
import YAML

/// Types of plain scalars by YAML 1.1.
@Suite struct ScalarTests {
  /// A compact spelling of a value: its kind and its text.
  static func spelling(_ node: Node) -> String {
    switch node.value {
    case .null: "null"
    case .bool(let value): "bool \(value)"
    case .integer(let value): "int \(value)"
    case .bigInteger(let digits): "big \(digits)"
    case .double(let value): "float \(value)"
    case .string(let text): "text \(text)"
    case .date(let text): "date \(text)"
    case .datetime(let text): "datetime \(text)"
    case .binary(let bytes): "bytes \(bytes)"
    case .sequence(let elements): "[\(elements.map(spelling).joined(separator: ", "))]"
    case .mapping(let mapping): "{\(mapping.entries.map { "\(spelling($0.key)): \(spelling($0.value))" }.joined(separator: ", "))}"
    }
  }

  static let table: [(String, String)] = [
    ("", "null"), ("~", "null"), ("Null", "null"), ("nUll", "text nUll"), ("nil", "text nil"),
    ("YES", "bool true"), ("off", "bool false"), ("y", "text y"), ("tRUE", "text tRUE"),
    ("0", "int 0"), ("-12", "int -12"), ("+7", "int 7"), ("1_000", "int 1000"), ("017", "int 15"), ("019", "text 019"),
    ("0b101", "int 5"), ("-0xFf", "int -255"), ("0o7", "text 0o7"), ("2:30", "int 150"), ("1:61", "text 1:61"), ("-1:0:1", "int -3601"),
    ("9223372036854775807", "int 9223372036854775807"), ("-9223372036854775808", "int -9223372036854775808"),
    ("9223372036854775808", "big 9223372036854775808"), ("0xFFFFFFFFFFFFFFFFFF", "big 4722366482869645213695"),
    ("10000000000000000000000000001", "big 10000000000000000000000000001"),
    ("1.5", "float 1.5"), (".5", "float 0.5"), ("-.5", "text -.5"), ("3.", "float 3.0"), ("1e3", "text 1e3"), ("1.0e+3", "float 1000.0"),
    ("1.0e3", "text 1.0e3"), ("1_0.2_5", "float 10.25"), ("-.INF", "float -inf"), (".nan", "float nan"), ("-.nan", "text -.nan"),
    ("1:30.5", "float 90.5"), ("1.0e+999", "float inf"), ("1.2.3", "text 1.2.3"), ("-0.0", "float -0.0"),
    ("2020-02-29", "date 2020-02-29"), ("2020-2-9", "text 2020-2-9"), ("2020-02-29T1:02:03", "datetime 2020-02-29T01:02:03"),
    ("2020-1-2 3:04:05.6789 -7:30", "datetime 2020-01-02T03:04:05.678900-07:30"),
    ("2020-02-29T01:02:03Z", "datetime 2020-02-29T01:02:03+00:00"), ("2020-02-29T01:02", "text 2020-02-29T01:02"),
    ("'12'", "text 12"), ("\"no\"", "text no"), ("#/x", "null"), ("a#b", "text a#b"), ("http://a/b?c=d", "text http://a/b?c=d"),
    ("!!str 5", "text 5"), ("!!int '5'", "int 5"), ("!!int 0o17", "int 15"), ("!!float 2", "float 2.0"), ("!!float Infinity", "float inf"),
    ("!!bool On", "bool true"), ("!!null something", "null"), ("!!binary aGVsbG8=", "bytes [104, 101, 108, 108, 111]"),
    ("!!binary 'a G V s'", "bytes [104, 101, 108]"), ("!!timestamp 2020-1-2", "date 2020-01-02"), ("! 'yes'", "bool true"),
    ("!<tag:yaml.org,2002:str> 1", "text 1"), ("!!set {a, b}", "[text a, text b]"), ("!!omap [a: 1]", "[[text a, int 1]]"),
    ("!!pairs [a: 1, a: 2]", "[[text a, int 1], [text a, int 2]]"), ("!!str {=: x, y: z}", "text x"),
    (#""\u00e9\x41\t\U0001F600""#, "text \u{e9}A\t\u{1F600}"), (#""\ud83d\ude00!""#, "text \u{1F600}!"),
    (#""\ud83d\ude00\ud83d\ude01\n""#, "text \u{1F600}\u{1F601}\n"),
  ]

  @Test("A plain, quoted or tagged scalar gets its YAML 1.1 type", arguments: table)
  func hasType(_ text: String, _ expected: String) throws {
    let result = try YAMLReader.read("k: \(text)\n", file: "f")
    #expect(Self.spelling(result.root["k"]!) == expected)
  }

  static let rejected = [
    "2020-13-01", "2020-02-30", "0000-01-01", "2020-01-01T24:00:00", "2020-01-01T00:00:00+24:00", "=", "<<", "!!int x", "!!int",
    "!!bool 1", "!!timestamp today", "!!binary aGVsbG8", "!!binary a", "!custom 1", "!!python/object:x 1", "!!seq 1", "!!map []",
    "!!str []",
    "0b_", "0x_", "!!float 0x10", #""\ud83d""#,
  ]

  @Test("A scalar that is not valid for its type or tag is rejected", arguments: rejected)
  func isRejected(_ text: String) {
    #expect(throws: Diagnostic.self) { try YAMLReader.read("k: \(text)\n", file: "f") }
  }
}
