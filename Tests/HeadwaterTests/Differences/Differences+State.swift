import HeadwaterTesting
import JSON
import Quirks

private typealias Make = DifferenceManifest

extension DifferenceCase {
  /// How streams are divided.
  static let partitions: [DifferenceCase] = [
    DifferenceCase(
      id: .quirk(.rereadsEqualPartitions), name: "a list with a value twice", manifest: divided(["a", "b", "a"]),
      api: [items(page(["id": 1]))], usual: Outcome(succeeds: true, requests: ["/items": 2]), compat: Outcome(requests: ["/items": 3])),
    DifferenceCase(
      id: .fixed(.rereadsRepeatedParents), name: "a list with a value twice", manifest: dividedDays(["a", "b", "a"]),
      api: [items(page(["id": 1, "at": "2026-01-09"]))], usual: Outcome(status: "COMPLETE", requests: ["/items": 2])),
    DifferenceCase(
      id: .quirk(.refusesStructuredPartitions), name: "a group of lists",
      manifest: kids([
        "type": "GroupingPartitionRouter", "group_size": 2, "underlying_partition_router": Make.router(for: "kids", of: Make.stream()),
      ]), streams: ["kids"], api: listIDs, usual: .records(["kid": 1]), compat: .failure("refusesStructuredPartitions", records: [])),
    DifferenceCase(
      id: .quirk(.refusesStructuredPartitions), name: "lists of two routers",
      manifest: kids([
        "type": "UnionPartitionRouter", "partition_field": "kids_parent",
        "partition_routers": .array([Make.router(for: "kids", of: Make.stream()), Make.router(for: "kids", of: Make.stream())]),
      ]), streams: ["kids"], api: listIDs, usual: .records(["kid": 1]), compat: .failure("refusesStructuredPartitions", records: [])),
    DifferenceCase(
      id: .quirk(.refusesIndexesInExtraFields), name: "the first tag",
      manifest: kids(
        [
          "type": "SubstreamPartitionRouter",
          "parent_stream_configs": [
            [
              "type": "ParentStreamConfig", "stream": .object(Make.stream()), "parent_key": "id", "partition_field": "id",
              "extra_fields": [["tags", "0"]],
            ]
          ],
        ],
        more: [
          "transformations": [
            [
              "type": "AddFields",
              "fields": [
                ["type": "AddedFieldDefinition", "path": ["tag"], "value": "{{ stream_slice.extra_fields['tags.0'] }}"]
              ],
            ]
          ]
        ]), streams: ["kids"], api: listIDs, usual: .records(["kid": 1, "tag": "x"]), compat: .failure("tags.0", records: [])),
    DifferenceCase(
      id: .quirk(.iteratesScalars), name: "a list that the config gives as text",
      manifest: divided("{{ config['regions'] }}"), config: ["regions": "ab"], api: [items(page(["id": 1]))],
      usual: .failure("ListPartitionRouter", "\"ab\"", records: []), compat: Outcome(requests: ["/items": 2])),
    DifferenceCase(
      id: .quirk(.iteratesScalars), name: "streams are listed whatever the list is", verb: "discover",
      manifest: divided("{{ config['regions'] }}"), config: ["regions": "ab"], usual: Outcome(shows: [#""CATALOG""#])),
    DifferenceCase(
      id: .quirk(.iteratesScalars), name: "a list that the config leaves out has no values",
      manifest: divided("{{ config['regions'] }}"), api: [items(page(["id": 1]))],
      usual: Outcome(status: "COMPLETE", requests: ["/items": 0])),
  ]

  /// A stream that is read once for each record of another one.
  private static func kids(_ router: JSONValue, more: JSONObject = [:]) -> JSONValue {
    var kids = Make.child("kids", of: [:], more: more)
    var retriever = kids["retriever"]?.objectValue ?? [:]
    retriever["partition_router"] = router
    kids["retriever"] = .object(retriever)
    return Make.connector(Make.stream(), kids)
  }

  private static let listIDs = [items(page(["id": ["a"], "tags": ["x"]])), LoopbackRoute("GET", "/kids", answers: [page(["kid": 1])])]

  private static func divided(_ values: JSONValue) -> JSONValue {
    Make.connector(
      Make.stream(retriever: ["partition_router": ["type": "ListPartitionRouter", "values": values, "cursor_field": "region"]]))
  }

  private static func dividedDays(_ values: JSONValue = ["a"]) -> JSONValue {
    Make.connector(
      Make.stream(
        ["incremental_sync": Make.days()],
        retriever: ["partition_router": ["type": "ListPartitionRouter", "values": values, "cursor_field": "region"]]))
  }

  /// From where a read takes up.
  static let states: [DifferenceCase] = [
    DifferenceCase(
      id: .quirk(.checksRetentionLate), name: "a word, before there is a state", manifest: delegating("soon"),
      api: [items(page(["at": "2026-01-09"]))], usual: .refusal("api_retention_period", "soon"), compat: .records(["at": "2026-01-09"])),
    DifferenceCase(
      id: .quirk(.checksRetentionLate), name: "a word, from a state", manifest: delegating("soon"),
      state: Make.state(["at": "2026-01-20"]), usual: .refusal("api_retention_period", "soon"),
      compat: .refusal("api_retention_period", "soon")),
    DifferenceCase(
      id: .quirk(.advancesPastFailedParents), name: "a parent whose second window fails", manifest: halfParents, streams: ["parts"],
      api: halfParentsAPI,
      usual: Outcome(
        succeeds: false, records: [["at": "2026-01-25"], ["at": "2026-01-25"]], status: "INCOMPLETE", hides: [#""state":{"at":"#]),
      compat: Outcome(succeeds: false, status: "INCOMPLETE", shows: [#""state":{"at":"2026-01-25"}"#])),
    DifferenceCase(
      id: .quirk(.namesParentsInFailures), name: "a parent whose tries are used up", manifest: parentWithoutRetries, streams: ["kids"],
      api: [items(.status(500))],
      usual: Outcome(succeeds: false, records: [], status: "INCOMPLETE", hides: [#""stream_descriptor":{"name":"items"}"#]),
      compat: Outcome(succeeds: false, records: [], status: "INCOMPLETE", shows: [#""stream_descriptor":{"name":"items"}"#])),
    DifferenceCase(
      id: .quirk(.emitsStateAfterFailedFullRead), name: "a second page that is refused", manifest: delegatingPages,
      api: [items(page(["id": 1], more: ["next": 2]), .status(400))],
      usual: Outcome(succeeds: false, records: [["id": 1]], states: [], status: "INCOMPLETE"),
      compat: Outcome(
        succeeds: false, records: [["id": 1]], states: [["__ab_no_cursor_state_message": true]], status: "INCOMPLETE")),
    DifferenceCase(
      id: .quirk(.emitsStateAfterFailedFullRead), name: "what is read whole has one", manifest: delegatingPages,
      api: [items(page(["id": 1]))],
      usual: Outcome(records: [["id": 1]], states: [["__ab_no_cursor_state_message": true]], status: "COMPLETE")),
    DifferenceCase(
      id: .quirk(.countsNumbersOnly), name: "a text among numbers ends the slice behind it",
      manifest: cursor(["type": "IncrementingCountCursor", "cursor_field": "n"]), api: [items(page(["n": 1], ["n": "2"], ["n": 3]))],
      usual: Outcome(records: [["n": 1], ["n": "2"], ["n": 3]], states: [["n": 3], ["n": 3]], status: "COMPLETE"),
      compat: .failure("compare", records: [["n": 1], ["n": "2"]])),
    DifferenceCase(
      id: .quirk(.losesLegacyNumericCursors), name: "a legacy state of parents with numbers", manifest: substream,
      streams: ["parts"], state: Make.state(["7": ["at": "2026-01-20"]], of: "parts"),
      api: [
        LoopbackRoute("GET", "/parents", answers: [page(["id": 7])]), items(page(["at": "2026-01-25"])),
      ],
      usual: Outcome(status: "COMPLETE", queries: ["since=2026-01-20"]),
      compat: Outcome(status: "COMPLETE", queries: ["since=2026-01-01"])),
    DifferenceCase(
      id: .quirk(.refusesOddStates), name: "a null", manifest: cursor(Make.days()),
      state: Make.state(["at": nil]), api: [items(page(["at": "2026-01-09"]))],
      usual: Outcome(records: [["at": "2026-01-09"]], status: "COMPLETE", queries: ["since=2026-01-01"]), compat: .refusal()),
    DifferenceCase(
      id: .quirk(.refusesUnlistedDateFormats), name: "a date in ISO 8601", manifest: cursor(Make.days()),
      state: Make.state(["at": "2026-01-20T00:00:00Z"]), api: [items(page(["at": "2026-01-25"]))],
      usual: Outcome(records: [["at": "2026-01-25"]], status: "COMPLETE", queries: ["since=2026-01-20"]), compat: .refusal()),
    DifferenceCase(
      id: .quirk(.refusesUnlistedDateFormats), name: "no date at all", manifest: cursor(Make.days()),
      state: Make.state(["at": "yesterday"]), api: [items(page(["at": "2026-01-25"]))],
      usual: .failure("yesterday", "%Y-%m-%d", "ISO 8601"), compat: .refusal()),
    DifferenceCase(
      id: .quirk(.refusesUnlistedDateFormats), name: "a date in ISO 8601 for all partitions", manifest: dividedDays(),
      state: Make.state(["state": ["at": "2026-01-20T00:00:00Z"]]), api: [items(page(["at": "2026-01-25"]))],
      usual: Outcome(records: [["at": "2026-01-25"]], status: "COMPLETE", queries: ["since=2026-01-20"]), compat: .refusal()),
    DifferenceCase(
      id: .quirk(.refusesOddStates), name: "a partition without a cursor", manifest: dividedDays(),
      state: Make.state(["states": [["partition": ["region": "a"]]]]), api: [items(page(["at": "2026-01-25"]))],
      usual: Outcome(records: [["at": "2026-01-25"]], status: "COMPLETE", queries: ["since=2026-01-01"]), compat: .refusal()),
    DifferenceCase(
      id: .quirk(.refusesOddStates), name: "ranges, but none", manifest: cursor(Make.days()),
      state: Make.state(["state_type": "date-range", "slices": []]), api: [items(page(["at": "2026-01-09"]))],
      usual: Outcome(records: [["at": "2026-01-09"]], status: "COMPLETE", queries: ["since=2026-01-01"]),
      compat: Outcome(succeeds: false, records: [], states: [], status: "STARTED", says: ["ranges"])),
    DifferenceCase(
      id: .quirk(.refusesOddStates), name: "ranges that are none", manifest: cursor(Make.days()),
      state: Make.state(["state_type": "date-range", "slices": [["start": "2026-01-01"]]]), api: [items(page(["at": "2026-01-09"]))],
      usual: Outcome(status: "COMPLETE", queries: ["since=2026-01-01"]), compat: .refusal()),
    DifferenceCase(
      id: .quirk(.refusesOddStates), name: "the name of the cursor field as what holds for all partitions",
      manifest: dividedDays(), state: Make.state(["state": "at", "states": []]), api: [items(page(["at": "2026-01-25"]))],
      usual: Outcome(status: "COMPLETE", queries: ["since=2026-01-01"]), compat: .refusal()),
    DifferenceCase(
      id: .quirk(.refusesOddStates), name: "a text as the states of parents", manifest: dependent,
      streams: ["parts"], state: Make.state(["parent_state": "x", "states": []], of: "parts"), api: dependentAPI,
      usual: Outcome(status: "COMPLETE", queries: ["since=2026-01-01"]), compat: .refusal()),
    DifferenceCase(
      id: .quirk(.refusesOddStates), name: "no date at all of a parent", manifest: dependent,
      streams: ["parts"], state: Make.state(["parent_state": ["parents": ["at": "yesterday"]], "states": []], of: "parts"),
      api: dependentAPI, usual: .failure("yesterday"), compat: .refusal()),
    DifferenceCase(
      id: .quirk(.keepsOddPartitions), name: "a partition that is a text", manifest: dividedDays(),
      state: Make.state(["states": [["partition": "a", "cursor": ["at": "2026-01-20"]]]]), api: [items(page(["at": "2026-01-25"]))],
      usual: Outcome(
        status: "COMPLETE", hides: [#""partition":"a""#], shows: ["each of its partitions must be an object"], queries: ["since=2026-01-01"]
      ),
      compat: Outcome(status: "COMPLETE", shows: [#""partition":"a""#], queries: ["since=2026-01-01"])),
    DifferenceCase(
      id: .quirk(.keepsOddPartitions), name: "a text as the states of parents that there are none of", manifest: dividedDays(),
      state: Make.state(["states": [], "parent_state": "x"]), api: [items(page(["at": "2026-01-25"]))],
      usual: Outcome(status: "COMPLETE", hides: [#""parent_state":"x""#], shows: ["its `parent_state` must be an object"]),
      compat: Outcome(status: "COMPLETE", shows: [#""parent_state":"x""#])),
    DifferenceCase(
      id: .quirk(.checkpointsEvery600Seconds), name: "an interval of its own",
      manifest: cursor(
        Make.days(), ["partition_router": ["type": "ListPartitionRouter", "values": ["a", "b", "c"], "cursor_field": "region"]]),
      checkpointInterval: 0, api: [items(page(["at": "2026-01-25"]))],
      usual: Outcome(status: "COMPLETE", stateCount: 4), compat: Outcome(status: "COMPLETE", stateCount: 2)),
  ]

  private static func cursor(_ cursor: JSONValue, _ retriever: JSONObject = [:]) -> JSONValue {
    Make.connector(Make.stream(["incremental_sync": cursor], retriever: retriever))
  }

  private static var substream: JSONValue { substream(of: [:], config: [:]) }

  /// A stream whose parent is read from where it was read to.
  private static var dependent: JSONValue { substream(of: ["incremental_sync": Make.days()], config: ["incremental_dependency": true]) }

  private static var dependentAPI: [LoopbackRoute] {
    [LoopbackRoute("GET", "/parents", answers: [page(["id": 7, "at": "2026-01-05"])]), items(page(["at": "2026-01-25"]))]
  }

  private static func substream(of more: JSONObject, config: JSONObject) -> JSONValue {
    var parent: JSONObject = [
      "type": "DeclarativeStream", "name": "parents",
      "retriever": [
        "type": "SimpleRetriever", "requester": .object(Make.requester("/parents")), "record_selector": .object(Make.selector()),
      ],
      "schema_loader": ["type": "InlineSchemaLoader", "schema": ["type": "object", "properties": [:]]],
    ]
    for (name, value) in more { parent[name] = value }
    var parentConfig: JSONObject = [
      "type": "ParentStreamConfig", "parent_key": "id", "partition_field": "parent", "stream": .object(parent),
    ]
    for (name, value) in config { parentConfig[name] = value }
    let router: JSONValue = ["type": "SubstreamPartitionRouter", "parent_stream_configs": [.object(parentConfig)]]
    return Make.connector(
      Make.stream(
        [
          "name": "parts", "incremental_sync": Make.days(),
          "state_migrations": [["type": "LegacyToPerPartitionStateMigration"]],
        ], retriever: ["partition_router": router]))
  }

  /// A stream whose parent is read in windows.
  private static var halfParents: JSONValue {
    substream(of: ["incremental_sync": Make.days(["step": "P10D", "cursor_granularity": "P1D"])], config: [:])
  }

  private static var halfParentsAPI: [LoopbackRoute] {
    let windows = LoopbackRoute(
      "GET", "/parents", answers: [page(["id": 7, "at": "2026-01-05"], ["id": 8, "at": "2026-01-06"]), .status(400)])
    return [windows, items(page(["at": "2026-01-25"]))]
  }

  /// A stream whose parent gets one try for each of its requests.
  private static var parentWithoutRetries: JSONValue {
    let parent = Make.stream(requester: ["error_handler": ["type": "DefaultErrorHandler", "max_retries": 0]])
    return Make.connector(parent, Make.child("kids", of: parent))
  }

  private static var delegatingPages: JSONValue {
    let pages = Make.paginator(["type": "CursorPagination", "cursor_value": "{{ response.get('next') }}"])
    return Make.connector([
      "type": "StateDelegatingStream", "name": "items",
      "full_refresh_stream": .object(Make.stream(retriever: ["paginator": pages])),
      "incremental_stream": .object(Make.stream(["incremental_sync": Make.days()])),
    ])
  }

  private static func delegating(_ period: JSONValue) -> JSONValue {
    Make.connector([
      "type": "StateDelegatingStream", "name": "items", "api_retention_period": period,
      "full_refresh_stream": .object(Make.stream()),
      "incremental_stream": .object(Make.stream(["incremental_sync": Make.days()])),
    ])
  }
}
