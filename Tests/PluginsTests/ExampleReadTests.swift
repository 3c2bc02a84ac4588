import Foundation
import HeadwaterTesting
import JSON
import TestSupport
import Testing

/// The examples as a user runs them: by the command, from their components.swift.
@Suite(.enabled(if: BuiltCommand.canLoad, "needs the built command and swiftc")) struct ExampleReadTests {
  static let manifests = PackageFiles.url("Manifests")

  static let names = ((try? FileManager.default.contentsOfDirectory(atPath: manifests.path)) ?? []).sorted().filter {
    FileManager.default.fileExists(atPath: manifests.appendingPathComponent("\($0)/components.swift").path)
  }

  @Test(arguments: names) func exampleIsReadByTheCommand(_ name: String) async throws {
    let example = Self.manifests.appendingPathComponent(name)
    @Sendable func text(_ file: String) throws -> String { try String(contentsOf: example.appendingPathComponent(file), encoding: .utf8) }
    var pages = try JSONValue.parse(text("pages.json"))
    // Signatures hold the time, which is the machine's here.
    if name == "signed-requests" { pages = .array((pages.arrayValue ?? []).map(Self.withoutHeaders)) }
    let config = try text("config.json")
    let expected = try text("expected.jsonl").split(separator: "\n").compactMap { try JSONValue.parse(String($0))["record"] }
    let routes = try RecordedPages(pages).routes
    try await LoopbackServer.serving(routes) { server in
      let command = try BuiltCommand()
      defer { command.remove() }
      try command.write(config.replacing("$API", with: server.baseURL), to: "config.json")
      var arguments = ["read", "--manifest-path", example.path + "/manifest.yaml", "--config", "config.json"]
      arguments += ["--catalog", example.path + "/catalog.json", "--components", example.path + "/components.swift"]
      if let states = try? JSONValue.parse(text("state.json")).objectValue {
        let messages = states.map { name, state -> JSONValue in
          ["type": "STREAM", "stream": ["stream_descriptor": ["name": .string(name)], "stream_state": state]]
        }
        try command.write(JSONText.compact(.array(messages)), to: "state.json")
        arguments += ["--state", "state.json"]
      }
      let result = try await command.run(arguments)
      let messages = try result.output.split(separator: "\n").map { try JSONValue.parse(String($0)) }
      #expect(messages.compactMap { $0["record"]?["data"] } == expected)
      #expect(result.code == 0, "\(result.output)")
    }
  }

  private static func withoutHeaders(_ exchange: JSONValue) -> JSONValue {
    guard var object = exchange.objectValue, var request = object["request"]?.objectValue else { return exchange }
    request["headers"] = nil
    object["request"] = .object(request)
    return .object(object)
  }
}
