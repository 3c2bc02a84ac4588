import HeadwaterTesting
import JSON
import Quirks

private typealias Make = DifferenceManifest

extension DifferenceCase {
  /// What is said about a read.
  static let reports: [DifferenceCase] = [
    DifferenceCase(
      id: .quirk(.repeatsEqualFailures), name: "three slices", manifest: Make.connector(divided),
      api: [LoopbackRoute("GET", "/items", answers: [.status(404)])],
      usual: Outcome(succeeds: false, status: "INCOMPLETE", says: ["HTTP 404", "(3 times)"], requests: ["/items": 3]),
      compat: Outcome(succeeds: false, status: "INCOMPLETE", says: ["HTTP 404"], hides: ["times)"], requests: ["/items": 3])),
    DifferenceCase(
      id: .quirk(.closesWithConfigErrors), name: "a failure of the manifest", manifest: Make.connector(divided),
      api: [LoopbackRoute("GET", "/items", answers: [.status(404)])],
      usual: Outcome(succeeds: false, says: ["did not sync successfully"], hides: ["config_error"], shows: ["system_error"]),
      compat: Outcome(succeeds: false, says: ["did not sync successfully"], shows: ["config_error"])),
    DifferenceCase(
      id: .quirk(.closesWithConfigErrors), name: "a failure of the config", manifest: Make.connector(divided),
      api: [LoopbackRoute("GET", "/items", answers: [.status(403)])],
      usual: Outcome(succeeds: false, says: ["did not sync successfully"], hides: ["system_error"], shows: ["config_error"])),
    DifferenceCase(
      id: .quirk(.reportsStatusesOfOtherStreams), name: "a parent that was not selected",
      manifest: Make.connector(limited, Make.child("kids", of: limited)), streams: ["kids"],
      api: [
        items(.status(429), page(["id": 7])), LoopbackRoute("GET", "/kids", answers: [page(["kid": 1])]),
      ],
      usual: Outcome(records: [["kid": 1]], status: "COMPLETE", hides: ["RATE_LIMITED"]),
      compat: Outcome(
        records: [["kid": 1]], status: "COMPLETE", shows: [#""stream_descriptor":{"name":"items"},"status":"RUNNING""#, "RATE_LIMITED"])),
    DifferenceCase(
      id: .quirk(.reportsStatusesOfOtherStreams), name: "a selected stream says so in both modes",
      manifest: Make.connector(limited), api: [items(.status(429), page(["id": 7]))],
      usual: Outcome(records: [["id": 7]], status: "COMPLETE", shows: ["RATE_LIMITED"])),
    DifferenceCase(
      id: .quirk(.reportsStatusesOfOtherStreams), name: "a check", verb: "check",
      manifest: Make.connector(limited), api: [items(.status(429), page(["id": 7]))],
      usual: Outcome(hides: ["RATE_LIMITED"], shows: ["SUCCEEDED"]), compat: Outcome(shows: ["RATE_LIMITED", "SUCCEEDED"])),
    DifferenceCase(
      id: .quirk(.readsRepeatedStreams), name: "a full refresh", manifest: Make.connector(Make.stream()),
      streams: ["items", "items"], api: [items(page(["id": 7]))],
      usual: Outcome(records: [["id": 7]], status: "COMPLETE", shows: ["Skipped a duplicate"], requests: ["/items": 1]),
      compat: Outcome(records: [["id": 7], ["id": 7]], status: "COMPLETE", requests: ["/items": 2])),
  ]

  private static let divided = Make.stream(
    retriever: ["partition_router": ["type": "ListPartitionRouter", "cursor_field": "p", "values": ["a", "b", "c"]]])

  /// A stream whose API is limited, with a short wait.
  private static let limited = Make.stream(requester: [
    "error_handler": [
      "type": "DefaultErrorHandler", "backoff_strategies": [["type": "ConstantBackoffStrategy", "backoff_time_in_seconds": 0.01]],
    ]
  ])
}
