import HeadwaterTesting
import JSON
import Quirks
import Testing

private typealias Make = DifferenceManifest

/// How many streams a CheckDynamicStream reads: a negative count leaves out as many at the end.
@Suite struct DynamicCheckTests {
  @Test(
    arguments: [
      (1, "SUCCEEDED", 1), (2, "FAILED", 1), (9, "FAILED", 1), (0, "SUCCEEDED", 0), (-1, "SUCCEEDED", 1), (-2, "SUCCEEDED", 0),
      (-9, "SUCCEEDED", 0), (.bigInteger("100000000000000000000"), "FAILED", 1),
    ] as [(JSONValue, String, Int)], [false, true])
  func itsCountSaysHowMany(_ check: (count: JSONValue, status: String, requests: Int), compat: Bool) async throws {
    let manifest = Make.connector(
      Make.stream(), Make.stream(["name": "things"], requester: ["url": "{{ config['base'] }}/things"]),
      more: ["check": ["type": "CheckDynamicStream", "stream_count": check.count]])
    let routes = [
      DifferenceCase.items(DifferenceCase.page(["id": 1])), LoopbackRoute("GET", "/things", answers: [LoopbackAnswer(status: 400)]),
    ]
    try await LoopbackServer.serving(routes) { server async throws -> Void in
      let result = try await CommandResult(
        "check", manifest: JSONText.compact(manifest), config: ["base": .string(server.baseURL)], quirks: compat ? .reference : .none)
      #expect(result.text.contains(#""status":"\#(check.status)""#), Comment(rawValue: result.text))
      #expect(await server.requests(path: "/items").count == check.requests)
    }
  }
}
