import HeadwaterTesting
import JSON
import Quirks
import Testing

private typealias Make = DifferenceManifest

/// A check builds the streams it needs, but knows whether conditions of others are sound.
@Suite struct ConditionalCheckTests {
  @Test(
    arguments: [
      ("{{ true }}", ["type": "ApiKeyAuthenticator"], "SUCCEEDED"), ("{{ false }}", ["type": "ApiKeyAuthenticator"], "SUCCEEDED"),
      ("{{ 1 / 0 }}", ["type": "NoAuth"], "FAILED"), ("{{ 1 + }}", ["type": "NoAuth"], "FAILED"),
    ] as [(String, JSONValue, String)], [false, true])
  func itsConditionCounts(_ other: (condition: String, authenticator: JSONValue, status: String), compat: Bool) async throws {
    let things = Make.stream(["name": "things"], requester: ["authenticator": other.authenticator])
    let manifest = Make.connector(
      Make.stream(), ["type": "ConditionalStreams", "condition": .string(other.condition), "streams": [.object(things)]])
    try await LoopbackServer.serving([DifferenceCase.items(DifferenceCase.page(["id": 1]))]) { server async throws -> Void in
      let result = try await CommandResult(
        "check", manifest: JSONText.compact(manifest), config: ["base": .string(server.baseURL)], quirks: compat ? .reference : .none)
      #expect(result.text.contains(#""status":"\#(other.status)""#), Comment(rawValue: result.text))
    }
  }
}
