import HeadwaterTesting
import JSON
import Quirks

private typealias Make = DifferenceManifest

extension DifferenceCase {
  /// What the reference loses or changes without a word.
  static let silence: [DifferenceCase] = lines + tables + markup + pagesWithoutBody + cursors

  private static let lines: [DifferenceCase] = [
    text(
      .dropsBrokenLines, "a broken line among others", "JsonlDecoder", "{\"id\": 1}\n{\"id: 2}\n{\"id\": 3}\n",
      .failure("items", "on page 1", "line 2", records: [["id": 1]]), .records(["id": 1], ["id": 3])),
    text(
      .dropsBrokenLines, "a last line that is cut", "JsonlDecoder", "{\"id\": 1}\n{\"id\": ", .failure("line 2", records: [["id": 1]]),
      .records(["id": 1])),
    DifferenceCase(
      id: .quirk(.dropsBrokenLines), name: "in the download of a job", manifest: job(["type": "JsonlDecoder"]),
      api: [items(.json(#"{"job": {"status": "ready", "url": "/file"}}"#)), file("{\"id\": 1}\n{\"id\n{\"id\": 3}\n")],
      usual: .failure("line 2", records: [["id": 1]]), compat: .records(["id": 1], ["id": 3])),
    DifferenceCase(
      id: .quirk(.ignoresMissingDownloads), name: "an answer without the address", manifest: job(["type": "JsonlDecoder"]),
      api: [items(.json(#"{"job": {"status": "ready"}}"#))],
      usual: Outcome(records: [], status: "COMPLETE", shows: ["a completed job has no download address"]),
      compat: Outcome(records: [], status: "COMPLETE", hides: ["download address"])),
  ]

  private static let tables: [DifferenceCase] = [
    text(
      .ignoresDeclaredCharsets, "a declared charset", "CsvDecoder", "id\nM\u{FC}ller\n", .records(["id": "Müller"]),
      .failure("byte", records: nil), charset: "iso-8859-1"),
    text(
      .changesQuotedLineBreaks, "CR LF in quotes", "CsvDecoder", "id\n\"a\r\nb\"\n", .records(["id": "a\r\nb"]),
      .records(["id": "a\nb"])),
    text(
      .takesBlankLineForHeader, "two blank lines", "CsvDecoder", "\r\n \r\nid\n1\n", .records(["id": "1"]),
      Outcome(hides: [#""data":{"id":"#])),
    text(
      .acceptsOpenQuotes, "a quote that is never closed", "CsvDecoder", "id\n1\n\"2\n3\n",
      .failure("line 3", records: [["id": "1"]]), .records(["id": "1"], ["id": "2\n3\n"])),
  ]

  private static let markup: [DifferenceCase] = [
    text(
      .dropsXMLEntities, "a declared one", "XmlDecoder",
      #"<!DOCTYPE r [<!ENTITY co "ACME">]><r>by &co; Ltd</r>"#, .records(["r": "by ACME Ltd"]), .records(["r": "by  Ltd"])),
    text(
      .dropsXMLEntities, "one that only another document could declare", "XmlDecoder",
      #"<!DOCTYPE r SYSTEM "http://127.0.0.1:1/r.dtd"><r>Caf&eacute;</r>"#, .failure("`eacute`", "line 1", records: []),
      .records(["r": "Caf"])),
    text(
      .dropsXMLEntities, "a byte of Latin-1", "XmlDecoder", "<r>caf\u{E9}</r>", .failure("not a character of utf-8", records: []),
      .records(["r": "caf\u{FFFD}"])),
  ]

  private static let pagesWithoutBody: [DifferenceCase] = ["CsvDecoder", "XmlDecoder"].map { decoder in
    DifferenceCase(
      id: .quirk(.acceptsEmptyPackedPages), name: decoder,
      manifest: Make.connector(
        Make.stream(
          retriever: [
            "decoder": ["type": .string(decoder)], "paginator": Make.paginator(["type": "PageIncrement", "start_from_page": 1]),
          ],
          selector: ["extractor": ["type": "DpathExtractor", "field_path": []]])),
      api: [
        items(.text("", type: "text/plain"), query: ["page": "2"]),
        items(.text(decoder == "CsvDecoder" ? "id\n1\n" : "<id>1</id>", type: "text/plain")),
      ],
      usual: .failure("on page 2", "the body is empty", records: [["id": "1"]]), compat: .records(["id": "1"]))
  }

  private static let cursors: [DifferenceCase] = [
    DifferenceCase(
      id: .quirk(.ignoresUTCMarks), name: "a saved cursor", manifest: zoned(start: "2026-01-01T00:00:00+00:00"),
      api: [items(page(["at": "2026-01-09T21:59:38+05:30"]))],
      usual: Outcome(states: repeated(["at": "2026-01-09T16:29:38Z"])),
      compat: Outcome(states: repeated(["at": "2026-01-09T21:59:38Z"]))),
    DifferenceCase(
      id: .quirk(.ignoresUTCMarks), name: "a window", manifest: zoned(start: "2026-01-01T00:00:00+05:30"),
      api: [items(page(["at": "2026-01-09T21:59:38+05:30"]))],
      usual: Outcome(states: repeated(["at": "2026-01-09T16:29:38Z"]), queries: ["since=2025-12-31T18%3A30%3A00Z"]),
      compat: Outcome(queries: ["since=2026-01-01T00%3A00%3A00Z"])),
    DifferenceCase(
      id: .quirk(.ignoresUTCMarks), name: "a template",
      manifest: Make.connector(
        Make.stream([
          "transformations": [
            [
              "type": "AddFields",
              "fields": [
                [
                  "type": "AddedFieldDefinition", "path": ["utc"],
                  "value": "{{ format_datetime(record['at'], '%Y-%m-%d %H:%M UTC', '%Y-%m-%dT%H:%M:%S%z') }}",
                ]
              ],
            ]
          ]
        ])),
      api: [items(page(["at": "2026-01-09T02:00:00+05:30"]))],
      usual: .records(["at": "2026-01-09T02:00:00+05:30", "utc": "2026-01-08 20:30 UTC"]),
      compat: .records(["at": "2026-01-09T02:00:00+05:30", "utc": "2026-01-09 02:00 UTC"])),
    DifferenceCase(
      id: .quirk(.movesCursorsPastWindows), name: "a record behind it", manifest: days,
      api: [items(page(["at": "9999-12-31"], ["at": "2026-01-09"]))],
      usual: Outcome(records: [["at": "9999-12-31"], ["at": "2026-01-09"]], states: repeated(["at": "2026-01-09"])),
      compat: Outcome(states: repeated(["at": "9999-12-31"]))),
    DifferenceCase(
      id: .quirk(.movesCursorsPastWindows), name: "a record behind it, in a partition",
      manifest: Make.connector(
        Make.stream(
          ["incremental_sync": Make.days()],
          retriever: ["partition_router": ["type": "ListPartitionRouter", "values": ["a"], "cursor_field": "region"]])),
      api: [items(page(["at": "9999-12-31"], ["at": "2026-01-09"]))],
      usual: Outcome(hides: [#""state":{"at":"9999"#, #""cursor":{"at":"9999"#], shows: [#""state":{"at":"2026-01-09"}"#]),
      compat: Outcome(shows: [#""state":{"at":"9999-12-31"}"#])),
    DifferenceCase(
      id: .quirk(.movesCursorsPastWindows), name: "a state in the future", manifest: days,
      state: Make.state(["at": "9999-12-31"]), api: [items(page(["at": "2026-01-09"]))],
      usual: Outcome(
        records: [["at": "2026-01-09"]], states: repeated(["at": "2026-01-09"]), status: "COMPLETE",
        shows: ["the saved state has 9999-12-31", "Reset the state"], queries: ["since=2026-01-01"]),
      compat: Outcome(states: [["at": "9999-12-31"]], hides: ["the saved state holds"], requests: ["/items": 0])),
    DifferenceCase(
      id: .quirk(.movesCursorsPastWindows), name: "a state in the future that all partitions share",
      manifest: Make.connector(
        Make.stream(
          ["incremental_sync": Make.days(["global_substream_cursor": true])],
          retriever: ["partition_router": ["type": "ListPartitionRouter", "values": ["a"], "cursor_field": "region"]])),
      state: Make.state(["state": ["at": "9999-12-31"], "use_global_cursor": true, "lookback_window": 1]),
      api: [items(page(["at": "2026-01-09"]))],
      usual: Outcome(records: [["at": "2026-01-09"]], shows: [#""state":{"at":"2026-01-09"}"#, "Reset the state"]),
      compat: Outcome(records: [], shows: [#""state":{"at":"9999-12-31"}"#])),
    DifferenceCase(
      id: .quirk(.movesCursorsPastWindows), name: "on the first page",
      manifest: Make.connector(
        Make.stream(
          ["incremental_sync": Make.days(["is_data_feed": true])], retriever: ["paginator": Make.paginator(["type": "PageIncrement"])])),
      state: Make.state(["at": "2026-01-05"]),
      api: [items(page(["at": "9999-12-31"]), page(["at": "2026-01-09"]), page(["at": "2026-01-04"]), page())],
      usual: Outcome(records: [["at": "2026-01-09"]], shows: ["skipped a record"], requests: ["/items": 3]),
      compat: Outcome(records: [], requests: ["/items": 1])),
    DifferenceCase(
      id: .quirk(.skipsFailedFirstWindow), name: "a first window of one day that fails",
      manifest: Make.connector(
        Make.stream(["incremental_sync": Make.days(["step": "P1D", "cursor_granularity": "P1D", "end_datetime": "2026-01-04"])])),
      state: Make.state(["at": "2026-01-01"]),
      api: [
        LoopbackRoute("GET", "/items", query: ["since": "2026-01-01"], answers: [.status(400)]),
        items(page(["at": "2026-01-02"])),
      ],
      usual: Outcome(succeeds: false, hides: [#""stream_state":{"at":"2026-01-02"}"#], shows: [#""stream_state":{"at":"2026-01-01"}"#]),
      compat: Outcome(succeeds: false, shows: [#""stream_state":{"at":"2026-01-02"}"#])),
  ]

  private static let days = Make.connector(Make.stream(["incremental_sync": Make.days()]))

  /// A stream whose records and start have offsets from UTC, and whose windows and states have none.
  private static func zoned(start: JSONValue) -> JSONValue {
    let format: JSONValue = "%Y-%m-%dT%H:%M:%S%z"
    return Make.connector(
      Make.stream([
        "incremental_sync": Make.days([
          "datetime_format": "%Y-%m-%dT%H:%M:%SZ", "cursor_datetime_formats": [format],
          "start_datetime": ["type": "MinMaxDatetime", "datetime": start, "datetime_format": format],
          "end_datetime": "2026-01-31T00:00:00Z",
        ])
      ]))
  }

  /// The state after the only window and at the end.
  private static func repeated(_ state: JSONValue) -> [JSONValue] { [state, state] }

  /// One page of a text, its characters written as bytes of Latin-1.
  private static func text(
    _ quirk: Quirk, _ name: String, _ decoder: String, _ body: String, _ usual: Outcome, _ compat: Outcome, charset: String? = nil
  ) -> DifferenceCase {
    DifferenceCase(
      id: .quirk(quirk), name: name,
      manifest: Make.connector(
        Make.stream(
          retriever: ["decoder": ["type": .string(decoder)]], selector: ["extractor": ["type": "DpathExtractor", "field_path": []]])),
      api: [
        items(
          LoopbackAnswer(
            headers: ["Content-Type": "application/octet-stream" + (charset.map { "; charset=\($0)" } ?? "")],
            body: body.unicodeScalars.map { UInt8($0.value) }))
      ], usual: usual, compat: compat)
  }

  private static func file(_ text: String) -> LoopbackRoute {
    LoopbackRoute("GET", "/file", answers: [.text(text, type: "application/octet-stream")])
  }

  /// A stream whose records are downloaded from where a completed job says.
  private static func job(_ decoder: JSONValue) -> JSONValue {
    var stream = Make.stream()
    stream["retriever"] = [
      "type": "AsyncRetriever", "creation_requester": .object(Make.requester("/items")),
      "polling_requester": .object(Make.requester("/items")), "download_requester": .object(Make.requester("{{ download_target }}")),
      "status_mapping": ["type": "AsyncJobStatusMap", "running": [], "completed": ["ready"], "failed": [], "timeout": []],
      "status_extractor": ["type": "DpathExtractor", "field_path": ["job", "status"]],
      "download_target_extractor": ["type": "DpathExtractor", "field_path": ["job", "url"]], "download_decoder": decoder,
      "record_selector": .object(Make.selector(["extractor": ["type": "DpathExtractor", "field_path": []]])),
    ]
    return Make.connector(stream)
  }
}
