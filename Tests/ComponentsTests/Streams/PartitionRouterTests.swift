import ConnectorKit
import Document
import JSON
import Testing

@testable import Components

@Suite struct PartitionRouterTests {
  struct Row: Sendable, CustomTestStringConvertible {
    var name: String
    var router: JSONValue
    var partitions: [JSONValue]
    var extra: [JSONValue]?
    var testDescription: String { name }
  }

  static let rows: [Row] = [
    Row(name: "list", router: StreamFixtures.list(["a", 1]), partitions: [["p": "a"], ["p": 1]]),
    Row(name: "list of a template", router: StreamFixtures.list("{{ config['l'] }}"), partitions: [["p": 7], ["p": 8]]),
    Row(
      name: "substream", router: StreamFixtures.substream([["id": 1], ["x": 1], ["id": nil], ["id": "b"]]),
      partitions: [["p": 1, "parent_slice": [:]], ["p": "b", "parent_slice": [:]]]),
    Row(
      name: "nested key and extra fields",
      router: StreamFixtures.substream([["a": ["k": [5, 6]], "id": 1]], ["parent_key": "a/k/1", "extra_fields": [["a", "k"], ["no"]]]),
      partitions: [["p": 6, "parent_slice": [:]]], extra: [["a.k": [5, 6], "no": nil]]),
    Row(
      name: "first page in the parent",
      router: StreamFixtures.substream([["id": 1, "kids": [2]], ["id": 2]], ["lazy_read_pointer": ["kids"]]),
      partitions: [["p": 1, "parent_slice": [:]], ["p": 2, "parent_slice": [:]]],
      extra: [["child_response": [2]], ["child_response": []]]),
    Row(
      name: "groups",
      router: ["type": "GroupingPartitionRouter", "group_size": 2, "underlying_partition_router": StreamFixtures.list([1, 2, 1, 3])],
      partitions: [["p": [1, 2]], ["p": [3]]]),
    Row(
      name: "groups with repetitions",
      router: [
        "type": "GroupingPartitionRouter", "group_size": 3, "deduplicate": false,
        "underlying_partition_router": StreamFixtures.list([1, 2, 1, 3]),
      ],
      partitions: [["p": [1, 2, 1]], ["p": [3]]]),
    Row(
      name: "union",
      router: [
        "type": "UnionPartitionRouter", "partition_field": "p",
        "partition_routers": [StreamFixtures.list([1, 2]), StreamFixtures.substream([["id": 2], ["id": 3]])],
      ],
      partitions: [["p": 1], ["p": 2], ["p": 3]], extra: [[:], [:], ["parent_slice": [:]]]),
  ]

  @Test(arguments: rows) func partitions(_ row: Row) async throws {
    let config: JSONObject = ["l": [7, 8]]
    let router = try StreamFixtures.build(row.router, as: (any PartitionRouter).self, config: config)
    let slices = try await slices(of: router, config)
    #expect(slices.map { .object($0.partition) } == row.partitions)
    if let extra = row.extra { #expect(slices.map { .object($0.extraFields) } == extra) }
  }

  private func slices(of router: any PartitionRouter, _ config: JSONObject = [:]) async throws -> [StreamSlice] {
    var slices: [StreamSlice] = []
    try await router.partitions(PartitionScope(streamName: "kids", run: StreamFixtures.run(config: config))) { slices.append($0.slice) }
    return slices
  }

  @Test func productTakesTheFirstRoutersFieldsAndVariesTheLastFastest() async throws {
    let one = try StreamFixtures.build(StreamFixtures.list(["a", "b"]), as: (any PartitionRouter).self)
    let two = try StreamFixtures.build(StreamFixtures.list([1, 2], "q"), as: (any PartitionRouter).self)
    let same = try StreamFixtures.build(StreamFixtures.list(["z"]), as: (any PartitionRouter).self)
    let slices = try await slices(of: ProductPartitionRouter(routers: [one, two, same]))
    #expect(
      slices.map(\.partition) == [["p": "a", "q": 1], ["p": "a", "q": 2], ["p": "b", "q": 1], ["p": "b", "q": 2]])
    let none = try StreamFixtures.build(StreamFixtures.list([]), as: (any PartitionRouter).self)
    #expect(try await self.slices(of: ProductPartitionRouter(routers: [one, none])).isEmpty)
  }

  @Test func incrementalParentsTellTheirState() async throws {
    let router = try StreamFixtures.build(
      StreamFixtures.substream([["id": 1], ["id": 2]], ["incremental_dependency": true]), as: (any PartitionRouter).self)
    var states: [JSONObject?] = []
    let final = try await router.partitions(PartitionScope(streamName: "kids", run: StreamFixtures.run())) { states.append($0.parentState) }
    #expect(states == [["parents": ["seen": true]], ["parents": ["seen": true]]])
    #expect(final == ["parents": ["seen": "all"]])
  }

  static let refused: [JSONValue] = [
    ["type": "GroupingPartitionRouter", "group_size": 0, "underlying_partition_router": StreamFixtures.list([1])],
    [
      "type": "GroupingPartitionRouter", "group_size": 1,
      "underlying_partition_router": [
        "type": "ListPartitionRouter", "values": [1], "cursor_field": "p",
        "request_option": ["type": "RequestOption", "inject_into": "header", "field_name": "x"],
      ],
    ],
    ["type": "UnionPartitionRouter", "partition_field": "p", "partition_routers": [StreamFixtures.list([1])]],
    [
      "type": "UnionPartitionRouter", "partition_field": "p",
      "partition_routers": [StreamFixtures.list([1]), StreamFixtures.list([1], "q")],
    ],
    StreamFixtures.substream([], ["lazy_read_pointer": ["a", "*"]]),
    ["type": "SubstreamPartitionRouter", "parent_stream_configs": []],
  ]

  @Test(arguments: refused) func refusesWhatCannotWork(_ router: JSONValue) {
    #expect(throws: Diagnostic.self) { try StreamFixtures.build(router, as: (any PartitionRouter).self) }
  }
}
