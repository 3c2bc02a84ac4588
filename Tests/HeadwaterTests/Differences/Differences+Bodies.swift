import HeadwaterTesting
import JSON
import Quirks

private typealias Make = DifferenceManifest

extension DifferenceCase {
  /// Bodies that are not what the decoder expects, and the values in them.
  static let bodies: [DifferenceCase] = [
    body("byte order mark", [0xEF, 0xBB, 0xBF] + Array(#"{"data": [{"id": 1}]}"#.utf8), .records(["id": 1])),
    body(
      "declared charset", Array(#"{"data": [{"n": "caf"#.utf8) + [0xE9] + Array(#""}]}"#.utf8), .records(["n": "café"]),
      type: "application/json; charset=iso-8859-1"),
    body("detected charset", utf16(#"{"data": [{"id": 1}]}"#), .records(["id": 1])),
    body("an HTML page", Array("<html>please log in</html>".utf8), .failure("items", "on page 1", "<html>please log in")),
    body("broken JSON", Array(#"{"data": [{"id": 1}"#.utf8), .failure("items", "on page 1", #"{"data": [{"id": 1}"#)),
    body("an empty body", [], .records(), compat: .records()),
    body(
      "broken XML", Array("<list><item>1".utf8), .failure("items", "on page 1", "<list><item>1"), decoder: ["type": "XmlDecoder"],
      type: "application/xml"),
    body(
      "byte order mark of a table", [0xEF, 0xBB, 0xBF] + Array("id\n1\n".utf8), .records(["id": "1"]),
      compat: .records(["\u{FEFF}id": "1"]), decoder: ["type": "CsvDecoder"], path: [], type: "text/csv", quirk: .keepsByteOrderMarks),
    body(
      "byte order mark of lines", [0xEF, 0xBB, 0xBF] + Array("{\"id\": 1}\n{\"id\": 2}\n".utf8), .records(["id": 1], ["id": 2]),
      compat: .records(["id": 2]), decoder: ["type": "JsonlDecoder"], path: [], type: "application/x-ndjson", quirk: .keepsByteOrderMarks),
    body(
      "an undeclared charset of text", Array("<e><n>café</n></e>".utf8), .records(["e": ["n": "café"]]),
      compat: .records(["e": ["n": "caf\u{C3}\u{A9}"]]), decoder: ["type": "XmlDecoder"], path: [], type: "text/xml",
      quirk: .readsTextXMLAsLatin1),
    DifferenceCase(
      id: .quirk(.ignoresUndecodableBodies), name: "the slice and the page are named",
      manifest: Make.connector(
        Make.stream(retriever: [
          "partition_router": ["type": "ListPartitionRouter", "values": ["north"], "cursor_field": "region"],
          "paginator": Make.paginator(["type": "PageIncrement", "start_from_page": 1]),
        ])),
      api: [
        items(.text("<p>maintenance</p>", type: "text/html"), query: ["page": "2"]), items(page(["id": 1])),
      ],
      usual: .failure("items", #"{"region":"north"}"#, "on page 2", "<p>maintenance", records: [["id": 1]]),
      compat: .records(["id": 1])),
    cut("JSON lines", ["type": "JsonlDecoder"], [["id": 1]], compat: .records(["id": 1])),
    cut(
      "lines of text", ["type": "IterableDecoder"], [["record": #"{"id": 1}"#]],
      compat: .records(["record": #"{"id": 1}"#], ["record": #"{"id"#])),
    DifferenceCase(
      id: .quirk(.brokenBodiesAreInternalErrors), name: "damaged",
      manifest: Make.connector(
        Make.stream(
          retriever: ["decoder": ["type": "JsonlDecoder"]],
          selector: ["extractor": ["type": "DpathExtractor", "field_path": []]])),
      api: [items(.text(#"{"id": 1}"#, headers: ["Content-Encoding": "gzip"]))],
      usual: Outcome(
        succeeds: false, records: [], status: "INCOMPLETE", says: ["does not match its Content-Encoding header"],
        shows: [#""failure_type":"transient_error""#]),
      compat: Outcome(
        succeeds: false, records: [], status: "INCOMPLETE", hides: [#""failure_type":"transient_error""#],
        shows: [#""failure_type":"system_error""#])),
    DifferenceCase(
      id: .fixed(.cannotUnpackStreamedBodies), name: "CSV",
      manifest: Make.connector(
        Make.stream(
          retriever: ["decoder": ["type": "CsvDecoder"]],
          selector: ["extractor": ["type": "DpathExtractor", "field_path": []]])),
      api: [items(LoopbackAnswer(headers: ["Content-Encoding": "gzip"], body: gzip("id\n1\n", checksum: [0x0F, 0xE9, 0x5B, 0xCD])))],
      usual: .records(["id": "1"])),
    DifferenceCase(
      id: .fixed(.roundsLargeIntegers), name: "digits are kept", manifest: Make.connector(Make.stream()),
      api: [items(.json(#"{"data": [{"id": 123456789012345678901234567890}]}"#))],
      usual: Outcome(shows: [#""id":123456789012345678901234567890"#])),
  ]

  private static func body(
    _ name: String, _ bytes: [UInt8], _ usual: Outcome, compat: Outcome = .records(), decoder: JSONValue = ["type": "JsonDecoder"],
    path: JSONValue = ["data"], type: String = "application/json", quirk: Quirk = .ignoresUndecodableBodies
  ) -> DifferenceCase {
    DifferenceCase(
      id: .quirk(quirk), name: name,
      manifest: Make.connector(
        Make.stream(retriever: ["decoder": decoder], selector: ["extractor": ["type": "DpathExtractor", "field_path": path]])),
      api: [items(LoopbackAnswer(headers: ["Content-Type": type], body: bytes))], usual: usual, compat: compat)
  }

  /// A packed body that ends within the second one of three lines.
  private static func cut(_ name: String, _ decoder: JSONValue, _ records: [JSONValue], compat: Outcome) -> DifferenceCase {
    let whole = gzip((1...3).map { #"{"id": \#($0)}"# + "\n" }.joined(), checksum: [])
    return DifferenceCase(
      id: .quirk(.acceptsTruncatedBodies), name: name,
      manifest: Make.connector(
        Make.stream(retriever: ["decoder": decoder], selector: ["extractor": ["type": "DpathExtractor", "field_path": []]])),
      api: [items(LoopbackAnswer(headers: ["Content-Encoding": "gzip"], body: Array(whole.dropLast(20))))],
      usual: .failure("items", "127.0.0.1", "cut off", records: records), compat: compat)
  }

  /// A text in gzip that is not made any shorter.
  private static func gzip(_ text: String, checksum: [UInt8]) -> [UInt8] {
    let bytes = Array(text.utf8)
    let count = UInt8(bytes.count)
    return [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 1, count, 0, ~count, 0xFF] + bytes + checksum + [count, 0, 0, 0]
  }

  private static func utf16(_ text: String) -> [UInt8] {
    [0xFF, 0xFE] + text.utf16.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8($0 >> 8)] }
  }
}
