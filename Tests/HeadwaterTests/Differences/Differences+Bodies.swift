import HeadwaterTesting
import JSON

private typealias Make = DifferenceManifest

extension Difference {
  /// Bodies that are not what the decoder expects, and the values in them.
  static let bodies: [Difference] = [
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
      compat: .records(["\u{FEFF}id": "1"]), decoder: ["type": "CsvDecoder"], path: [], type: "text/csv"),
    body(
      "byte order mark of lines", [0xEF, 0xBB, 0xBF] + Array("{\"id\": 1}\n{\"id\": 2}\n".utf8), .records(["id": 1], ["id": 2]),
      compat: .records(["id": 2]), decoder: ["type": "JsonlDecoder"], path: [], type: "application/x-ndjson"),
    Difference(
      row: "gives no records and COMPLETE", name: "the slice and the page are named",
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
    Difference(
      row: "turns integers beyond 64 bits", name: "digits are kept", manifest: Make.connector(Make.stream()),
      api: [items(.json(#"{"data": [{"id": 123456789012345678901234567890}]}"#))],
      usual: Outcome(shows: [#""id":123456789012345678901234567890"#])),
  ]

  private static func body(
    _ name: String, _ bytes: [UInt8], _ usual: Outcome, compat: Outcome = .records(), decoder: JSONValue = ["type": "JsonDecoder"],
    path: JSONValue = ["data"], type: String = "application/json"
  ) -> Difference {
    Difference(
      row: "gives no records and COMPLETE", name: name,
      manifest: Make.connector(
        Make.stream(retriever: ["decoder": decoder], selector: ["extractor": ["type": "DpathExtractor", "field_path": path]])),
      api: [items(LoopbackAnswer(headers: ["Content-Type": type], body: bytes))], usual: usual, compat: compat)
  }

  private static func utf16(_ text: String) -> [UInt8] {
    [0xFF, 0xFE] + text.utf16.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8($0 >> 8)] }
  }
}
