import ConnectorKit
import Document
import JSON
import Testing
import Components

@Suite struct SelectiveAuthenticatorTests {
  private static func token(_ path: JSONValue, _ config: JSONObject) async throws -> String? {
    let choices = ["x", "1", "True", "None"].map { name -> (String, JSONValue) in
      (name, ["type": "BearerAuthenticator", "api_token": .string(name)])
    }
    let authenticator = try TestServices.authenticator(
      ["type": "SelectiveAuthenticator", "authenticator_selection_path": path, "authenticators": .object(JSONObject(choices))],
      config: config)
    let options = try await authenticator.requestOptions(RequestScope(streamName: "s", run: TestServices.run(config: config)))
    return options.headers["Authorization"]?.stringValue
  }

  @Test(
    arguments: [
      (["a"], ["a": "x"], "x"), (["a", "b"], ["a": ["b": "x"]], "x"), (["a"], ["a": 1], "1"), (["a"], ["a": true], "True"),
      (["a"], ["a": nil], "None"), (["a", "0"], ["a": ["x"]], "x"), (["a", "-1"], ["a": ["y", "x"]], "x"),
      (["a", "*"], ["a": ["x"]], "x"), (["a", "*"], ["a": ["b": "x"]], "x"), (["a*"], ["ab": "x"], "x"),
      (["**", "k"], ["a": ["b": ["k": "x"]]], "x"),
    ] as [(JSONValue, JSONObject, String)])
  func aSettingChooses(_ path: JSONValue, _ config: JSONObject, _ expected: String) async throws {
    #expect(try await Self.token(path, config) == "Bearer \(expected)")
  }

  @Test(
    arguments: [
      (["a"], [:]), (["a", "1"], ["a": ["x"]]), (["a", "0"], ["a": "x"]), (["a", "*"], ["a": ["x", "x"]]), (["a"], ["a": "other"]),
    ] as [(JSONValue, JSONObject)])
  func whatChoosesNothingIsRefused(_ path: JSONValue, _ config: JSONObject) async throws {
    await #expect(throws: Diagnostic.self) { _ = try await Self.token(path, config) }
  }
}
