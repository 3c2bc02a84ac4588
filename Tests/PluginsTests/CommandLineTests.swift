import Foundation
import Glibc
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

  /// With nobody at the other end of the output a read cannot end cleanly; asking for its end again ends it all the same.
  @Test(.timeLimit(.minutes(5))) func aReadThatNobodyTakesEndsWhenItIsAskedAgain() async throws {
    let command = try BuiltCommand()
    defer { command.remove() }
    try command.write(PluginCommandTests.plainManifest, to: "manifest.yaml")
    try command.write(PluginCommandTests.catalog, to: "catalog.json")
    let page = "[" + repeatElement(#"{"text": "\#(String(repeating: "x", count: 1000))"}"#, count: 1000).joined(separator: ",") + "]"
    try await LoopbackServer.serving([LoopbackRoute("GET", "/items", answers: [.json(page)])]) { server in
      try command.write(#"{"base": "\#(server.baseURL)"}"#, to: "config.json")
      let process = Process()
      process.executableURL = URL(fileURLWithPath: BuiltCommand.path ?? "")
      process.arguments = ["read", "--manifest-path", "manifest.yaml", "--config", "config.json", "--catalog", "catalog.json"]
      process.currentDirectoryURL = command.folder
      let output = Pipe()
      process.standardOutput = output
      try process.run()
      var waiting: Int32 = 0
      while waiting < 60_000 && process.isRunning {
        _ = ioctl(output.fileHandleForReading.fileDescriptor, UInt(FIONREAD), &waiting)
        try await Task.sleep(for: .milliseconds(5))
      }
      while process.isRunning {
        process.terminate()
        try await Task.sleep(for: .milliseconds(100))
      }
      #expect(process.terminationStatus == 130 && process.terminationReason == .exit)
    }
  }
}
