import HeadwaterTesting
import JSON
import Quirks
import Testing

private typealias Make = DifferenceManifest

/// Streams that give the newest records first.
@Suite struct FeedTests {
  /// A feed whose records are also compared here is still a feed: an old record ends it, and none that is old comes out.
  @Test(arguments: [false, true], [[:], ["is_client_side_incremental": true]] as [JSONObject])
  func endsAtTheFirstOldRecord(compat: Bool, more: JSONObject) async throws {
    var cursor: JSONObject = ["is_data_feed": true]
    for (name, value) in more { cursor[name] = value }
    let manifest = Make.connector(
      Make.stream(["incremental_sync": Make.days(cursor)], retriever: ["paginator": Make.paginator(["type": "PageIncrement"])]))
    let pages = LoopbackRoute(
      "GET", "/items",
      answers: [
        DifferenceCase.page(["at": "2026-01-08"], ["at": "2026-01-06"]), DifferenceCase.page(["at": "2026-01-05"], ["at": "2026-01-04"]),
        DifferenceCase.page(["at": "2026-01-03"]),
      ])
    try await LoopbackServer.serving([pages]) { server async throws -> Void in
      let result = try await CommandResult(
        "read", manifest: JSONText.compact(manifest), config: ["base": .string(server.baseURL)], catalog: Make.catalog(["items"]),
        state: Make.state(["at": "2026-01-05"]), quirks: compat ? .reference : .none)
      #expect(result.records(of: "items") == [["at": "2026-01-08"], ["at": "2026-01-06"], ["at": "2026-01-05"]])
      #expect(await server.requests(path: "/items").count == 2)
    }
  }

  /// What arrived before a body turned out to be broken is not lost.
  @Test(
    arguments: [
      (["type": "JsonItemsDecoder", "items_path": "data"], #"{"data": [{"id": 1}, "#, [["id": 1]]),
      (["type": "IterableDecoder"], "a\n\u{0}b\n", [["record": "a"], ["record": "\u{0}b"]]),
    ] as [(JSONValue, String, [JSONValue])])
  func recordsBeforeADefectAreRead(decoder: JSONValue, body: String, expected: [JSONValue]) async throws {
    var stream = Make.stream(retriever: ["decoder": decoder])
    var retriever = stream["retriever"]?.objectValue ?? [:]
    retriever["record_selector"] = ["type": "RecordSelector", "extractor": ["type": "DpathExtractor", "field_path": []]]
    stream["retriever"] = .object(retriever)
    let manifest = Make.connector(stream)
    try await LoopbackServer.serving([LoopbackRoute("GET", "/items", answers: [.text(body, status: 200)])]) { server async throws -> Void in
      let result = try await CommandResult(
        "read", manifest: JSONText.compact(manifest), config: ["base": .string(server.baseURL)], catalog: Make.catalog(["items"]))
      #expect(result.records(of: "items") == expected, Comment(rawValue: result.text))
    }
  }
}
