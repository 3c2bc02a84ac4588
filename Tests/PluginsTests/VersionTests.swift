import TestSupport
import Foundation
import Headwater
import HeadwaterTesting
import Testing

/// Everything that names a version names the same one.
@Suite(.enabled(if: BuiltCommand.path != nil, "needs the built command"))
struct VersionTests {
  private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  private static func withCommand<Value>(_ body: (BuiltCommand) async throws -> Value) async throws -> Value {
    let command = try BuiltCommand()
    defer { command.remove() }
    return try await body(command)
  }

  /// The value of `User-Agent` in the request that a check of a connector sends.
  private static func userAgent(_ manifest: String) async throws -> String? {
    try await withCommand { command in
      try command.write(manifest, to: "manifest.yaml")
      let items = LoopbackRoute("GET", "/items", answers: [.json(#"[{"id": 1}]"#)])
      return try await LoopbackServer.serving([items]) { server in
        try command.write(#"{"base": "\#(server.baseURL)"}"#, to: "config.json")
        let result = try await command.run("check", "--manifest-path", "manifest.yaml", "--config", "config.json")
        #expect(result.code == 0, "\(result.output)\(result.complaints)")
        return await server.requests(path: "/items").first?.header("User-Agent")
      }
    }
  }

  @Test("`headwater --version` prints the version") func commandPrintsTheVersion() async throws {
    let result = try await Self.withCommand { try await $0.run("--version") }
    #expect(result.code == 0 && result.output == "\(HeadwaterVersion.current)\n")
  }

  @Test("A SARIF report names the version of the program") func reportsNameTheVersion() async throws {
    let result = try await Self.withCommand { command in
      try command.write(PluginCommandTests.plainManifest, to: "manifest.yaml")
      return try await command.run("validate", "manifest.yaml", "--format", "sarif")
    }
    #expect(result.output.contains(#""semanticVersion": "\#(HeadwaterVersion.current)""#), "\(result.output)")
  }

  @Test("Requests name program and version, unless the manifest sets a `User-Agent`") func requestsNameTheVersion() async throws {
    #expect(try await Self.userAgent(PluginCommandTests.plainManifest) == "Headwater/\(HeadwaterVersion.current)")
    let own = PluginCommandTests.plainManifest.replacing("/items\"}", with: "/items\", request_headers: {User-Agent: mine/1}}")
    #expect(try await Self.userAgent(own) == "mine/1")
  }

  @Test("The newest release in CHANGELOG.md is the version") func changelogNamesTheVersion() throws {
    let text = try String(contentsOf: Self.root.appendingPathComponent("CHANGELOG.md"), encoding: .utf8)
    let releases = text.matches(of: /(?m)^## \[(\d+\.\d+\.\d+)\] - (\d{4}-\d{2}-\d{2}|Unreleased)$/).map { String($0.1) }
    #expect(releases.first == HeadwaterVersion.current)
    #expect(text.contains("\n## [Unreleased]\n"))
  }
}
