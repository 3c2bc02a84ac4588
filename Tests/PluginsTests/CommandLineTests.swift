import TestSupport
import Foundation
import HeadwaterTesting
import Testing

/// How the command takes its arguments: those of the protocol's commands are read without a look at other commands, unless something is
/// wrong with them.
@Suite(.enabled(if: BuiltCommand.path != nil, "needs the built command"))
struct CommandLineTests {
  private func run(_ arguments: [String]) async throws -> BuiltCommand.Result {
    let command = try BuiltCommand()
    defer { command.remove() }
    try command.write(PluginCommandTests.plainManifest, to: "manifest.yaml")
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
    (["read", "--manifest-path", "manifest.yaml"], "Missing expected argument '--config"),
    (["check", "--manifest-path", "manifest.yaml", "--config", "config.json", "more"], "not both"),
    (["check", "manifest.yaml", "--config", "config.json", "more"], "'more'"),
    (["read", "manifest.yaml", "--catalog", "catalog.json", "--stream", "a"], "--catalog and --stream cannot be combined"),
    (["sync", "manifest.yaml", "--mode", "sometimes"], "Unknown mode 'sometimes'"),
    (["sync", "manifest.yaml", "--from", "soon"], "must be a date"),
    (["sync", "manifest.yaml", "--from", "2024-02-01", "--until", "2024-01-01"], "--until is before --from"),
    (["sync", "manifest.yaml", "--from", "-7d", "--full-refresh"], "cannot be combined"),
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

  @Test(
    "options may stand before the command",
    arguments: [
      ["--debug", "spec", "--manifest-path", "manifest.yaml"], ["--manifest-path", "manifest.yaml", "spec"],
      ["--manifest-path=manifest.yaml", "--component-timeout", "5", "--debug", "spec"],
      ["--no-components", "spec", "--debug", "--manifest-path", "manifest.yaml"],
      ["--config", "spec", "--debug", "check", "--manifest-path", "manifest.yaml"],
    ])
  func optionsBeforeTheCommand(_ arguments: [String]) async throws {
    let result = try await run(arguments)
    let isCheck = arguments.contains("check")
    #expect(result.code == (isCheck ? 1 : 0) && result.complaints.isEmpty, "\(result)")
    #expect(result.output.contains(isCheck ? "no such file: spec" : #""type":"SPEC""#), "\(result)")
  }

  @Test(
    "a manifest may stand before the command, as when it is executed",
    arguments: [
      (["./manifest.yaml", "spec"], 0, #""type":"SPEC""#), (["manifest.yaml", "--debug", "spec"], 0, #""type":"SPEC""#),
      (["--debug", "manifest.yaml", "spec"], 0, #""type":"SPEC""#), (["manifest.yaml", "validate"], 0, "1 manifest"),
      (["manifest.yaml", "fix", "--dry-run"], 0, ""), (["manifest.yaml", "--help"], 0, "USAGE"),
      (["manifest.yaml", "help", "read"], 0, "USAGE"),
      (["manifest.yaml", "discover"], 64, ""), (["manifest.yaml", "raed"], 64, ""), (["manifest.yaml", "new", "connector", "x"], 64, ""),
      (["manifest.yaml"], 64, ""), (["manifest.yaml", "--debug"], 64, ""),
    ] as [([String], Int32, String)])
  func manifestsBeforeTheCommand(_ arguments: [String], _ code: Int32, _ says: String) async throws {
    let result = try await run(arguments)
    #expect(result.code == code && (says.isEmpty || result.output.contains(says)), "\(result)")
    #expect(result.complaints.isEmpty == (code == 0))
  }

  @Test("a manifest with the command in its first line can be executed")
  func manifestsAreExecuted() async throws {
    let command = try BuiltCommand()
    defer { command.remove() }
    let file = command.folder.appendingPathComponent("read").path
    try command.write("#!\(BuiltCommand.path ?? "")\n\(PluginCommandTests.plainManifest)\n", to: "read")
    #expect(chmod(file, 0o755) == 0)
    for arguments in [["spec"], ["--debug", "spec"], ["spec", "--compat", "--debug"]] {
      let result = try await command.run(arguments, program: file)
      let isCompat = arguments.contains("--compat")
      #expect(result.code == (isCompat ? 1 : 0) && result.output.contains(isCompat ? "no `spec`" : #""type":"SPEC""#), "\(result)")
    }
    #expect(try await command.run([], program: file).code == 64)
  }

  @Test("no command at all is a mistake that shows the usage")
  func noCommand() async throws {
    let result = try await run([])
    #expect(result.code == 64 && result.output.isEmpty)
    #expect(result.complaints.contains("Missing command") && result.complaints.contains("USAGE: headwater"))
  }

  @Test("`spec` without a manifest describes configs that hold one, and HEADWATER_MANIFEST names one")
  func manifestsOfTheEnvironment() async throws {
    let command = try BuiltCommand()
    defer { command.remove() }
    let general = try await command.run("spec")
    #expect(general.code == 0 && general.output.contains(#""required":["__injected_declarative_manifest"]"#))
    try command.write(PluginCommandTests.plainManifest, to: "m.yaml")
    let found = try await command.run("spec", environment: ["HEADWATER_MANIFEST": "m.yaml"])
    #expect(found.code == 0 && found.output.contains("SPEC") && !found.output.contains("injected"))
    let missing = try await command.run("spec", environment: ["HEADWATER_MANIFEST": "none.yaml"])
    #expect(missing.code == 1 && missing.output.contains("none.yaml"))
  }
}
