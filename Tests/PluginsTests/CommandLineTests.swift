import Testing

/// How the command takes its arguments: those of the protocol's commands are read without a look at other commands, unless something is
/// wrong with them.
@Suite(.enabled(if: BuiltCommand.path != nil, "needs the built command"))
struct CommandLineTests {
  private func run(_ arguments: [String]) async throws -> BuiltCommand.Result {
    let command = try BuiltCommand()
    defer { command.remove() }
    try command.write(PluginCommandTests.manifest, to: "manifest.yaml")
    return try await command.run(arguments)
  }

  @Test(arguments: ["spec", "check", "discover", "read"]) func protocolCommandsExplainThemselves(_ verb: String) async throws {
    for arguments in [[verb, "--help"], ["help", verb]] {
      let result = try await run(arguments)
      #expect(result.code == 0 && result.complaints.isEmpty)
      #expect(result.output.contains("USAGE: headwater \(verb) ") && result.output.contains("--manifest-path"), "\(result.output)")
    }
  }

  @Test(arguments: [
    (["spec", "--manifest-path", "manifest.yaml", "--sideways"], "Unknown option '--sideways'"),
    (["spec", "--manifest-path"], "Missing value for '--manifest-path"),
    (["read", "--manifest-path", "manifest.yaml", "--config", "config.json"], "Missing expected argument '--catalog"),
    (["check", "--manifest-path", "manifest.yaml", "--config", "config.json", "more"], "'more'"),
  ])
  func mistakesAreNamed(_ arguments: [String], _ says: String) async throws {
    let result = try await run(arguments)
    #expect(result.code == 64 && result.output.isEmpty)
    #expect(result.complaints.contains(says) && result.complaints.contains("Usage: headwater \(arguments[0])"), "\(result.complaints)")
  }

  @Test func wrongCommandsAreNamed() async throws {
    let result = try await run(["raed"])
    #expect(result.code == 64 && result.complaints.contains("raed"))
  }

  @Test func commandsOfTheProtocolRun() async throws {
    let result = try await run(["spec", "--manifest-path", "manifest.yaml"])
    #expect(result.code == 0 && result.output.contains(#""type":"SPEC""#), "\(result.output)\(result.complaints)")
  }
}
