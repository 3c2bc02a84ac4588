import HeadwaterTesting
import JSON
import Quirks

private typealias Make = DifferenceManifest

extension DifferenceCase {
  /// What becomes of answers that are in order.
  static let records: [DifferenceCase] = [
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
    DifferenceCase(
      id: .quirk(.dropsTextParameters), name: "parameters as text",
      manifest: Make.connector(Make.stream(requester: ["request_parameters": "state=open&kind=a"])), api: [items(page(["id": 1]))],
      usual: .failure("state=open&kind=a"), compat: .records(["id": 1])),
    DifferenceCase(
      id: .quirk(.emptyFilterDropsAll), name: "an empty condition",
      manifest: Make.connector(Make.stream(selector: ["record_filter": ["type": "RecordFilter", "condition": ""]])),
      api: [items(page(["id": 1]))], usual: .records(["id": 1]), compat: .records()),
    DifferenceCase(
      id: .quirk(.failsOnNullRecords), name: "a null among records", manifest: Make.connector(Make.stream()),
      api: [items(page(["id": 1], nil, ["id": 2]))], usual: .records(["id": 1], ["id": 2]),
      compat: .failure(records: [["id": 1]])),
    DifferenceCase(
      id: .quirk(.failsOnNullRecords), name: "a number among records is an error that names the page",
      manifest: Make.connector(Make.stream()), api: [items(page(["id": 1], 7, ["id": 2]))],
      usual: .failure("items", "holds 7", "on page 1", records: [["id": 1]])),
    DifferenceCase(
      id: .quirk(.failsOnNullRecords), name: "a number that the filter drops does not matter",
      manifest: Make.connector(
        Make.stream(selector: ["record_filter": ["type": "RecordFilter", "condition": "{{ record is mapping }}"]])),
      api: [items(page(["id": 1], 7, nil, ["id": 2]))], usual: .records(["id": 1], ["id": 2])),
    DifferenceCase(
      id: .fixed(.endsSyncAtEmptyRecord), name: "an object without members", manifest: Make.connector(Make.stream()),
      api: [items(page(["id": 1], [:], ["id": 2]))], usual: .records(["id": 1], [:], ["id": 2])),
    DifferenceCase(
      id: .fixed(.keepsArbitraryLoweredKey), name: "keys that are equal in lower case",
      manifest: Make.connector(Make.stream(["transformations": [["type": "KeysToLower"]]])),
      api: [items(page(["Name": 1, "NAME": 2, "name": 3, "NaMe": 4]))], usual: .records(["name": 4])),
    DifferenceCase(
      id: .quirk(.mergesByTextKeysOnly), name: "a key that is a number",
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
    DifferenceCase(
      id: .quirk(.countsNumbersOnly), name: "texts of digits",
      manifest: Make.connector(
        Make.stream(["incremental_sync": ["type": "IncrementingCountCursor", "cursor_field": "n", "start_value": 0]])),
      api: [items(page(["n": "5"], ["n": "12"]))],
      usual: Outcome(records: [["n": "5"], ["n": "12"]], states: [["n": "12"], ["n": "12"]], status: "COMPLETE"),
      compat: Outcome(
        succeeds: false, records: [["n": "5"], ["n": "12"]], states: [], status: "RUNNING", says: ["must be a number"])),
  ]

  /// Reads that would not end, or end too early.
  static let pages: [DifferenceCase] = [
    DifferenceCase(
      id: .quirk(.followsRepeatedPages), name: "a token that comes back",
      manifest: Make.connector(
        Make.stream(retriever: ["paginator": Make.paginator(["type": "CursorPagination", "cursor_value": "{{ response.next }}"])])),
      api: [
        items(
          page(["id": 1], more: ["next": "a"]), page(["id": 2], more: ["next": "b"]), page(["id": 3], more: ["next": "a"]), page(["id": 4]))
      ],
      usual: .failure("items", "page 3", #""a""#, records: [["id": 1], ["id": 2], ["id": 3]]),
      compat: .records(["id": 1], ["id": 2], ["id": 3], ["id": 4])),
    DifferenceCase(
      id: .quirk(.followsRepeatedPages), name: "a page that repeats itself, in a slice",
      manifest: Make.connector(
        Make.stream(retriever: [
          "partition_router": ["type": "ListPartitionRouter", "values": ["north"], "cursor_field": "region"],
          "paginator": Make.paginator(["type": "PageIncrement", "start_from_page": 1]),
        ])),
      api: [items(page(["id": 1]), page(["id": 1]), page(["id": 1]), page())],
      usual: .failure("items", "page 2", #"{"region":"north"}"#, records: [["id": 1], ["id": 1]]),
      compat: .records(["id": 1], ["id": 1], ["id": 1])),
    DifferenceCase(
      id: .quirk(.followsRepeatedPages), name: "a table that repeats itself while it arrives",
      manifest: Make.connector(
        Make.stream(
          retriever: ["decoder": ["type": "CsvDecoder"], "paginator": Make.paginator(["type": "PageIncrement", "start_from_page": 1])],
          selector: ["extractor": ["type": "DpathExtractor", "field_path": []]])),
      api: [items(.text("id\n1\n"), .text("id\n1\n"), .text("id\n"))],
      usual: .failure("items", "page 2"), compat: .records(["id": "1"], ["id": "1"])),
    DifferenceCase(
      id: .quirk(.coercesPageSizes), name: "a leading zero",
      manifest: sized("PageIncrement", "{{ config['size'] }}"),
      config: ["size": "02"], api: [items(page(["id": 1], ["id": 2]), page(["id": 3]))], usual: .records(["id": 1], ["id": 2], ["id": 3]),
      compat: .refusal("page_size")),
    DifferenceCase(
      id: .quirk(.coercesPageSizes), name: "no whole number", manifest: sized("OffsetIncrement", "{{ 2.5 }}"),
      api: [items(page(["id": 1], ["id": 2]), page(["id": 3]))], usual: .failure("`page_size`", "{{ 2.5 }}"),
      compat: .records(["id": 1], ["id": 2])),
    DifferenceCase(
      id: .fixed(.acceptsHugePageSizes), name: "a size",
      manifest: sized("OffsetIncrement", .bigInteger("100000000000000000000")), api: [items(page(["id": 1]))],
      usual: .failure("`page_size`", "64-bit")),
    DifferenceCase(
      id: .fixed(.acceptsHugePageSizes), name: "a number",
      manifest: Make.connector(
        Make.stream(retriever: [
          "paginator": Make.paginator(["type": "PageIncrement", "start_from_page": .bigInteger("100000000000000000000")])
        ])),
      usual: Outcome(succeeds: false, records: [], says: ["`start_from_page`", "64 bits"])),
    DifferenceCase(
      id: .quirk(.failedStopConditionStops), name: "null compared with a number",
      manifest: Make.connector(
        Make.stream(retriever: [
          "paginator": Make.paginator([
            "type": "CursorPagination", "cursor_value": "{{ response.next }}", "stop_condition": "{{ response.left < 1 }}",
          ])
        ])),
      api: [items(page(["id": 2], more: ["left": 0]), query: ["page": "b"]), items(page(["id": 1], more: ["left": nil, "next": "b"]))],
      usual: .failure("items", "on page 1", "{{ response.left < 1 }}", "stop_condition", records: [["id": 1]]),
      compat: .records(["id": 1])),
    DifferenceCase(
      id: .quirk(.failedStopConditionStops), name: "an answer that names no further page",
      manifest: Make.connector(
        Make.stream(retriever: [
          "paginator": Make.paginator([
            "type": "CursorPagination", "cursor_value": "{{ response.next }}", "stop_condition": "{{ response.left < 1 }}",
          ])
        ])),
      api: [items(page(["id": 1], more: ["left": nil, "next": nil]))], usual: .records(["id": 1])),
    DifferenceCase(
      id: .quirk(.countsAfterFilter), name: "a page of which the filter keeps little",
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
  ) -> DifferenceCase {
    let handler: JSONValue = [
      "type": "DefaultErrorHandler",
      "response_filters": [["type": "HttpResponseFilter", "http_codes": [400], "action": "SUCCESS"]],
    ]
    return DifferenceCase(
      id: .quirk(.dropsRefusedAnswers), name: name,
      manifest: Make.connector(
        Make.stream(
          retriever: ["decoder": decoder], requester: ["error_handler": handler],
          selector: ["extractor": ["type": "DpathExtractor", "field_path": path]])),
      api: [items(answer)], usual: usual, compat: .records())
  }
}
