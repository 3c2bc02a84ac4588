import ConnectorKit
import JSON
import Testing
import Components

@Suite struct SimpleRetrieverTests {
  @Test func aRefusedPageIsAskedForAgainInASmallerSize() async throws {
    let api = ScriptedAPI { request, _ in
      if request.parameter("limit") == "4" { return (400, [:], [:]) }
      return (200, ["data": request.parameter("offset") == nil ? [["id": 1], ["id": 2]] : [["id": 3]]], [:])
    }
    let retriever = try RetrieverFixtures.simple(
      "items", requester: ["error_handler": RetrieverFixtures.handler("REDUCE_PAGE_SIZE")],
      ["paginator": RetrieverFixtures.offsets, "page_size_reduction": ["type": "PageSizeReduction", "backoff_seconds": 2]])
    #expect(try await RetrieverFixtures.read(retriever, api.run()) == [["id": 1], ["id": 2], ["id": 3]])
    #expect(api.requests.map { $0.parameter("limit") } == ["4", "2", "2"])
    #expect(api.slept == [2])
  }

  @Test func aPageThatIsRefusedInEverySizeEndsTheSliceWithTheAdvice() async throws {
    let api = ScriptedAPI { _, _ in (400, [:], [:]) }
    let retriever = try RetrieverFixtures.simple(
      "items", requester: ["error_handler": RetrieverFixtures.handler("REDUCE_PAGE_SIZE")],
      [
        "paginator": RetrieverFixtures.offsets,
        "page_size_reduction": ["type": "PageSizeReduction", "retries_at_minimum_page_size": 1, "failure_message": "Ask for less."],
      ])
    await #expect {
      _ = try await RetrieverFixtures.read(retriever, api.run())
    } throws: { error in
      guard let error = error as? SyncError else { return false }
      return error.failureType == .transient && error.message.hasSuffix("Ask for less.")
    }
    #expect(api.requests.map { $0.parameter("limit") } == ["4", "2", "1", "1"])
  }

  @Test func paginationStartsOverOnce() async throws {
    let api = ScriptedAPI { request, before in
      if request.parameter("offset") == "4", before == 0 { return (400, [:], [:]) }
      let isFirst = request.parameter("offset") == nil
      return (200, ["data": isFirst ? [["id": 1], ["id": 2], ["id": 3], ["id": 4]] : [["id": 5]]], [:])
    }
    let retriever = try RetrieverFixtures.simple(
      "items", requester: ["error_handler": RetrieverFixtures.handler("RESET_PAGINATION")], ["paginator": RetrieverFixtures.offsets])
    #expect(try await RetrieverFixtures.read(retriever, api.run()).count == 9)
    #expect(api.requests.map { $0.parameter("offset") } == [nil, "4", nil, "4"])
  }

  @Test func aBodyThatIsNullIsAnEmptyResponseForThePaginator() async throws {
    let api = ScriptedAPI { request, _ in
      request.parameter("after") == nil ? (200, ["data": [["id": 1]], "next": "n"], [:]) : (200, nil, [:])
    }
    let strategy: JSONValue = [
      "type": "CursorPagination", "cursor_value": "{{ response.get('next') }}", "stop_condition": "{{ not response.get('next') }}",
    ]
    let option: JSONValue = ["type": "RequestOption", "inject_into": "request_parameter", "field_name": "after"]
    let retriever = try RetrieverFixtures.simple(
      "items", ["paginator": ["type": "DefaultPaginator", "pagination_strategy": strategy, "page_token_option": option]])
    #expect(try await RetrieverFixtures.read(retriever, api.run()) == [["id": 1]])
    #expect(api.requests.map { $0.parameter("after") } == [nil, "n"])
  }

  @Test func aPageSizeThatTheConfigDoesNotHaveEndsNoPageEarly() async throws {
    let api = ScriptedAPI { request, _ in
      switch request.parameter("offset") {
      case nil: (200, ["data": [["id": 1], ["id": 2]]], [:])
      case "2": (200, ["data": [["id": 3]]], [:])
      default: (200, ["data": []], [:])
      }
    }
    var paginator = RetrieverFixtures.offsets.objectValue ?? [:]
    paginator["pagination_strategy"] = ["type": "OffsetIncrement", "page_size": "{{ config['size'] }}"]
    paginator["page_size_option"] = nil
    let retriever = try RetrieverFixtures.simple("items", ["paginator": .object(paginator)])
    #expect(try await RetrieverFixtures.read(retriever, api.run()) == [["id": 1], ["id": 2], ["id": 3]])
    #expect(api.requests.map { $0.parameter("offset") } == [nil, "2", "3"])
  }

  @Test func aRefusedWindowIsReadInParts() async throws {
    let api = ScriptedAPI { request, _ in
      let isWhole = request.parameter("since") == "2026-01-01" && request.parameter("until") == "2026-01-10"
      return isWhole ? (400, [:], [:]) : (200, ["data": [["from": .string(request.parameter("since") ?? "")]]], [:])
    }
    let option: (String) -> JSONValue = { ["type": "RequestOption", "inject_into": "request_parameter", "field_name": .string($0)] }
    let cursor = try TestServices.build(
      [
        "type": "DatetimeBasedCursor", "cursor_field": "at", "start_datetime": "2026-01-01", "datetime_format": "%Y-%m-%d",
        "step": "P1Y", "cursor_granularity": "P1D", "start_time_option": option("since"), "end_time_option": option("until"),
      ], as: (any IncrementalSync).self)
    let retriever = try RetrieverFixtures.simple(
      "items", requester: ["error_handler": RetrieverFixtures.handler("SPLIT_REQUEST_WINDOW")],
      ["request_window_splitting": ["type": "RequestWindowSplitting"]])
    let slice = StreamSlice(cursorSlice: ["start_time": "2026-01-01", "end_time": "2026-01-10"])
    let records = try await RetrieverFixtures.read(retriever, api.run(), slice: slice, cursor: cursor)
    #expect(records == [["from": "2026-01-01"], ["from": "2026-01-06"]])
  }

  @Test(
    arguments: [
      ["requester": RetrieverFixtures.requester("a", ["error_handler": RetrieverFixtures.handler("REDUCE_PAGE_SIZE")])],
      ["requester": RetrieverFixtures.requester("a", ["error_handler": RetrieverFixtures.handler("SPLIT_REQUEST_WINDOW")])],
      ["page_size_reduction": ["type": "PageSizeReduction"]],
      ["page_size_reduction": ["type": "PageSizeReduction", "minimum_page_size": 4], "paginator": RetrieverFixtures.offsets],
      ["page_size_reduction": ["type": "PageSizeReduction", "reduction_factor": 1], "paginator": RetrieverFixtures.offsets],
      ["request_window_splitting": ["type": "RequestWindowSplitting", "min_split_window": "P1M"]],
    ] as [JSONObject]) func declarationsThatCannotWorkAreRefused(_ part: JSONObject)
  {
    #expect(throws: (any Error).self) { _ = try RetrieverFixtures.simple("items", part) }
  }
}
