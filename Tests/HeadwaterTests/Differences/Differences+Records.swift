import HeadwaterTesting
import JSON

private typealias Make = DifferenceManifest

extension Difference {
  /// What becomes of answers that are in order.
  static let records: [Difference] = [
    calledSuccess("a list of records", .json(#"{"data": [{"id": 1}]}"#, status: 400), usual: .records(["id": 1])),
    calledSuccess("a page that tells of an error", .text("<html>Not allowed</html>", status: 400), usual: .records()),
    calledSuccess("an object that tells of an error", .json(#"{"error": "no"}"#, status: 400), path: [], usual: .records()),
    calledSuccess("a list that is the body", .json(#"[{"id": 1}]"#, status: 400), path: [], usual: .records(["id": 1])),
    calledSuccess(
      "records that arrive bit by bit", .text("{\"data\": {\"id\": 1}}\n{\"data\": {\"id\": 2}}\n", status: 400),
      decoder: ["type": "JsonlDecoder"], usual: .records(["id": 1], ["id": 2])),
    calledSuccess(
      "a page that tells of an error bit by bit", .text("<html>Not\nallowed</html>", status: 400),
      decoder: ["type": "JsonItemsDecoder", "items_path": "data.item"], usual: .records()),
    Difference(
      row: "leaves out parameters and headers of a request", name: "parameters as text",
      manifest: Make.connector(Make.stream(requester: ["request_parameters": "state=open&kind=a"])), api: [items(page(["id": 1]))],
      usual: .failure("state=open&kind=a"), compat: .records(["id": 1])),
    Difference(
      row: "drops every record when a filter's condition is empty", name: "an empty condition",
      manifest: Make.connector(Make.stream(selector: ["record_filter": ["type": "RecordFilter", "condition": ""]])),
      api: [items(page(["id": 1]))], usual: .records(["id": 1]), compat: .records()),
    Difference(
      row: "fails the stream on a null", name: "a null among records", manifest: Make.connector(Make.stream()),
      api: [items(page(["id": 1], nil, ["id": 2]))], usual: .records(["id": 1], ["id": 2]),
      compat: .failure(records: [["id": 1]])),
    Difference(
      row: "fails the stream on a null", name: "a number among records is an error that names the page",
      manifest: Make.connector(Make.stream()), api: [items(page(["id": 1], 7, ["id": 2]))],
      usual: .failure("items", "holds 7", "on page 1", records: [["id": 1]])),
    Difference(
      row: "fails the stream on a null", name: "a number that the filter drops does not matter",
      manifest: Make.connector(
        Make.stream(selector: ["record_filter": ["type": "RecordFilter", "condition": "{{ record is mapping }}"]])),
      api: [items(page(["id": 1], 7, nil, ["id": 2]))], usual: .records(["id": 1], ["id": 2])),
    Difference(
      row: "ends the whole sync without an error", name: "an object without members", manifest: Make.connector(Make.stream()),
      api: [items(page(["id": 1], [:], ["id": 2]))], usual: .records(["id": 1], [:], ["id": 2])),
    Difference(
      row: "keeps an arbitrary one of several keys", name: "keys that are equal in lower case",
      manifest: Make.connector(Make.stream(["transformations": [["type": "KeysToLower"]]])),
      api: [items(page(["Name": 1, "NAME": 2, "name": 3, "NaMe": 4]))], usual: .records(["name": 4])),
    Difference(
      row: "merges records by keys that are texts only", name: "a key that is a number",
      manifest: Make.connector(
        Make.stream(requester: [
          "request_parameters": [
            "fields": [
              "type": "QueryProperties", "property_list": ["a", "b"],
              "property_chunking": [
                "type": "PropertyChunking", "property_limit_type": "property_count", "property_limit": 1,
                "record_merge_strategy": ["type": "GroupByKeyMergeStrategy", "key": ["id"]],
              ],
            ]
          ]
        ])),
      api: [items(page(["id": 1, "a": 10]), query: ["fields": "a"]), items(page(["id": 1, "b": 20]), query: ["fields": "b"])],
      usual: .records(["id": 1, "a": 10, "b": 20]), compat: .failure()),
    Difference(
      row: "cannot count by numbers that the API gives as texts", name: "texts of digits",
      manifest: Make.connector(
        Make.stream(["incremental_sync": ["type": "IncrementingCountCursor", "cursor_field": "n", "start_value": 0]])),
      api: [items(page(["n": "5"], ["n": "12"]))],
      usual: Outcome(records: [["n": "5"], ["n": "12"]], states: [["n": "12"], ["n": "12"]], status: "COMPLETE"),
      compat: Outcome(
        succeeds: false, records: [["n": "5"], ["n": "12"]], states: [], status: "RUNNING", says: ["must be a number"])),
  ]

  /// Reads that would not end, or end too early.
  static let pages: [Difference] = [
    Difference(
      row: "follows page tokens in a circle", name: "a token that comes back",
      manifest: Make.connector(
        Make.stream(retriever: ["paginator": Make.paginator(["type": "CursorPagination", "cursor_value": "{{ response.next }}"])])),
      api: [
        items(
          page(["id": 1], more: ["next": "a"]), page(["id": 2], more: ["next": "b"]), page(["id": 3], more: ["next": "a"]), page(["id": 4]))
      ],
      usual: .failure("items", "page 3", #""a""#, records: [["id": 1], ["id": 2], ["id": 3]]),
      compat: .records(["id": 1], ["id": 2], ["id": 3], ["id": 4])),
    Difference(
      row: "follows page tokens in a circle", name: "a page that repeats itself, in a slice",
      manifest: Make.connector(
        Make.stream(retriever: [
          "partition_router": ["type": "ListPartitionRouter", "values": ["north"], "cursor_field": "region"],
          "paginator": Make.paginator(["type": "PageIncrement", "start_from_page": 1]),
        ])),
      api: [items(page(["id": 1]), page(["id": 1]), page(["id": 1]), page())],
      usual: .failure("items", "page 2", #"{"region":"north"}"#, records: [["id": 1], ["id": 1]]),
      compat: .records(["id": 1], ["id": 1], ["id": 1])),
    Difference(
      row: "follows page tokens in a circle", name: "a table that repeats itself while it arrives",
      manifest: Make.connector(
        Make.stream(
          retriever: ["decoder": ["type": "CsvDecoder"], "paginator": Make.paginator(["type": "PageIncrement", "start_from_page": 1])],
          selector: ["extractor": ["type": "DpathExtractor", "field_path": []]])),
      api: [items(.text("id\n1\n"), .text("id\n1\n"), .text("id\n"))],
      usual: .failure("items", "page 2"), compat: .records(["id": "1"], ["id": "1"])),
    Difference(
      row: "cannot use page sizes that a template gives as", name: "a leading zero",
      manifest: sized("PageIncrement", "{{ config['size'] }}"),
      config: ["size": "02"], api: [items(page(["id": 1], ["id": 2]), page(["id": 3]))], usual: .records(["id": 1], ["id": 2], ["id": 3]),
      compat: .refusal("page_size")),
    Difference(
      row: "cannot use page sizes that a template gives as", name: "no whole number", manifest: sized("OffsetIncrement", "{{ 2.5 }}"),
      api: [items(page(["id": 1], ["id": 2]), page(["id": 3]))], usual: .failure("`page_size`", "{{ 2.5 }}"),
      compat: .records(["id": 1], ["id": 2])),
    Difference(
      row: "takes page sizes and numbers of first pages of more", name: "a size",
      manifest: sized("OffsetIncrement", .bigInteger("100000000000000000000")), api: [items(page(["id": 1]))],
      usual: .failure("`page_size`", "64 bits")),
    Difference(
      row: "takes page sizes and numbers of first pages of more", name: "a number",
      manifest: Make.connector(
        Make.stream(retriever: [
          "paginator": Make.paginator(["type": "PageIncrement", "start_from_page": .bigInteger("100000000000000000000")])
        ])),
      usual: Outcome(succeeds: false, records: [], says: ["`start_from_page`", "64 bits"])),
    Difference(
      row: "takes a stop condition that cannot be evaluated for one that holds", name: "null compared with a number",
      manifest: Make.connector(
        Make.stream(retriever: [
          "paginator": Make.paginator([
            "type": "CursorPagination", "cursor_value": "{{ response.next }}", "stop_condition": "{{ response.left < 1 }}",
          ])
        ])),
      api: [items(page(["id": 2], more: ["left": 0]), query: ["page": "b"]), items(page(["id": 1], more: ["left": nil, "next": "b"]))],
      usual: .failure("items", "on page 1", "{{ response.left < 1 }}", "stop_condition", records: [["id": 1]]),
      compat: .records(["id": 1])),
    Difference(
      row: "takes a stop condition that cannot be evaluated for one that holds", name: "an answer that names no further page",
      manifest: Make.connector(
        Make.stream(retriever: [
          "paginator": Make.paginator([
            "type": "CursorPagination", "cursor_value": "{{ response.next }}", "stop_condition": "{{ response.left < 1 }}",
          ])
        ])),
      api: [items(page(["id": 1], more: ["left": nil, "next": nil]))], usual: .records(["id": 1])),
    Difference(
      row: "stops cursor pagination early", name: "a page of which the filter keeps little",
      manifest: Make.connector(
        Make.stream(
          retriever: [
            "paginator": Make.paginator([
              "type": "CursorPagination", "cursor_value": "{{ response.next }}", "stop_condition": "{{ last_page_size < 2 }}",
            ])
          ],
          selector: ["record_filter": ["type": "RecordFilter", "condition": "{{ record.id != 2 }}"]])),
      api: [items(page(["id": 3]), query: ["page": "b"]), items(page(["id": 1], ["id": 2], more: ["next": "b"]))],
      usual: .records(["id": 1], ["id": 3]), compat: .records(["id": 1])),
  ]

  private static func sized(_ type: String, _ size: JSONValue) -> JSONValue {
    Make.connector(Make.stream(retriever: ["paginator": Make.paginator(["type": .string(type), "page_size": size])]))
  }

  private static func calledSuccess(
    _ name: String, _ answer: LoopbackAnswer, path: JSONValue = ["data"], decoder: JSONValue = ["type": "JsonDecoder"], usual: Outcome
  ) -> Difference {
    let handler: JSONValue = [
      "type": "DefaultErrorHandler",
      "response_filters": [["type": "HttpResponseFilter", "http_codes": [400], "action": "SUCCESS"]],
    ]
    return Difference(
      row: "drops the records of an answer with status 400", name: name,
      manifest: Make.connector(
        Make.stream(
          retriever: ["decoder": decoder], requester: ["error_handler": handler],
          selector: ["extractor": ["type": "DpathExtractor", "field_path": path]])),
      api: [items(answer)], usual: usual, compat: .records())
  }
}
