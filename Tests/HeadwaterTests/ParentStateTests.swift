import HeadwaterTesting
import JSON
import Quirks
import Testing

private typealias Make = DifferenceManifest

/// What the state of a stream says of its parents when these could not all be read.
@Suite struct ParentStateTests {
  /// A way to find partitions, and the states of parents it leaves in compat mode.
  struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    let router: JSONValue
    /// What the parent answers, window after window, before it fails.
    let windows: [LoopbackAnswer]
    let expected: JSONValue?
    var saved: JSONObject = [:]
    var testDescription: String { name }
  }

  static let cases = [
    Case(name: "a failure at once", router: substream, windows: [], expected: ["items": ["at": "2026-01-01"]]),
    Case(
      name: "a failure at once after an earlier sync", router: substream, windows: [], expected: ["items": ["at": "2026-01-03"]],
      saved: ["items": ["at": "2026-01-03"]]),
    Case(name: "after two windows", router: substream, windows: [first, second], expected: ["items": ["at": "2026-01-02"]]),
    Case(
      name: "after a record that makes no partition", router: substream, windows: [first, DifferenceCase.page(["at": "2026-01-02"])],
      expected: ["items": ["at": "2026-01-02"]]),
    Case(name: "a parent that is read whole", router: Make.router(for: "kids", of: days()), windows: [first], expected: [:]),
    Case(name: "no group yet", router: grouping(3), windows: [first, second], expected: [:]),
    Case(name: "after a group", router: grouping(1), windows: [first, second], expected: ["items": ["at": "2026-01-02"]]),
    Case(
      name: "the second of two routers", router: union(days("others", "/others"), days()), windows: [first],
      expected: ["others": ["at": "2026-01-05"], "items": ["at": "2026-01-01"]]),
    Case(
      name: "the first of two routers", router: union(days(), days("others", "/others")), windows: [first],
      expected: ["items": ["at": "2026-01-01"], "others": ["at": "2026-01-01"]]),
    Case(
      name: "combinations have no states", router: [substream, ["type": "ListPartitionRouter", "values": ["a"], "cursor_field": "p"]],
      windows: [first], expected: nil, saved: ["items": ["at": "2026-01-01"]]),
    Case(
      name: "partitions that were begun, and those without records",
      router: Make.router(for: "kids", of: divided, isIncremental: true), windows: [DifferenceCase.page(), first],
      expected: [
        "items": [
          "use_global_cursor": false,
          "states": [
            ["partition": ["q": "a"], "cursor": ["at": "2026-01-01"]], ["partition": ["q": "b"], "cursor": ["at": "2026-01-01"]],
            ["partition": ["q": "c"], "cursor": ["at": "2026-01-01"]],
          ], "lookback_window": 0,
        ]
      ]),
  ]

  @Test(arguments: cases) func isAsFarAsTheyWereReadInCompatMode(_ test: Case) async throws {
    var kids = Make.child("kids", of: [:], more: ["incremental_sync": Make.days()])
    var retriever = kids["retriever"]?.objectValue ?? [:]
    retriever["partition_router"] = test.router
    kids["retriever"] = .object(retriever)
    let routes = [
      LoopbackRoute("GET", "/items", answers: test.windows + [.status(400)]),
      LoopbackRoute("GET", "/others", answers: [DifferenceCase.page(["id": 9, "at": "2026-01-05"]), DifferenceCase.page()]),
      LoopbackRoute("GET", "/kids", answers: [DifferenceCase.page(["id": 1, "at": "2026-01-09"])]),
    ]
    let manifest = Make.connector(Make.stream(), kids)
    try await LoopbackServer.serving(routes) { server async throws -> Void in
      let result = try await CommandResult(
        "read", manifest: JSONText.compact(manifest), config: ["base": .string(server.baseURL)], catalog: Make.catalog(["kids"]),
        state: Make.state(["states": [], "parent_state": .object(test.saved)], of: "kids"), quirks: .reference)
      #expect(result.states(of: "kids").last?["parent_state"] == test.expected, Comment(rawValue: result.text))
    }
  }

  private static let first = DifferenceCase.page(["id": 1, "at": "2026-01-01"])
  private static let second = DifferenceCase.page(["id": 2, "at": "2026-01-02"])

  private static var substream: JSONValue { Make.router(for: "kids", of: days(), isIncremental: true) }

  /// A stream that is read day by day.
  private static func days(_ name: String = "items", _ path: String = "/items") -> JSONObject {
    var stream = Make.stream(["incremental_sync": Make.days(["step": "P1D", "cursor_granularity": "P1D"])])
    stream["name"] = .string(name)
    var retriever = stream["retriever"]?.objectValue ?? [:]
    retriever["requester"] = .object(Make.requester(path))
    stream["retriever"] = .object(retriever)
    return stream
  }

  /// A stream that is divided itself.
  private static var divided: JSONObject {
    Make.stream(
      ["incremental_sync": Make.days()],
      retriever: ["partition_router": ["type": "ListPartitionRouter", "values": ["a", "b", "c"], "cursor_field": "q"]])
  }

  private static func grouping(_ size: Int) -> JSONValue {
    ["type": "GroupingPartitionRouter", "group_size": .integer(size), "underlying_partition_router": substream]
  }

  private static func union(_ parents: JSONObject...) -> JSONValue {
    [
      "type": "UnionPartitionRouter", "partition_field": "kids_parent",
      "partition_routers": .array(parents.map { Make.router(for: "kids", of: $0, isIncremental: true) }),
    ]
  }
}
