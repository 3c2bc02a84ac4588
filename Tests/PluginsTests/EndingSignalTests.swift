import TestSupport
import Foundation
import Glibc
import HeadwaterTesting
import JSON
import Testing

/// What SIGTERM and SIGINT do to a command, at whatever it is busy with.
@Suite(.enabled(if: BuiltCommand.path != nil, "needs the built command"), .timeLimit(.minutes(5)))
struct EndingSignalTests {
  /// A command that runs, with its output in a pipe.
  private final class RunningCommand {
    let command: BuiltCommand
    let process = Process()
    let output = Pipe()

    init(
      _ verb: String, manifest: String = PluginCommandTests.plainManifest, base: String, more: [String] = [],
      prepare: (String) -> Void = { _ in }
    ) throws {
      command = try BuiltCommand()
      prepare(command.folder.path)
      try command.write(manifest, to: "manifest.yaml")
      try command.write(PluginCommandTests.catalog, to: "catalog.json")
      try command.write(#"{"base": "\#(base)"}"#, to: "config.json")
      process.executableURL = URL(fileURLWithPath: BuiltCommand.path ?? "")
      process.arguments =
        [verb, "--manifest-path", "manifest.yaml", "--config", "config.json"] + (verb == "read" ? ["--catalog", "catalog.json"] : []) + more
      process.currentDirectoryURL = command.folder
      process.standardOutput = output
      process.standardError = FileHandle.nullDevice
      try process.run()
    }

    deinit {
      if process.isRunning { kill(process.processIdentifier, SIGKILL) }
      command.remove()
    }

    func signal(_ number: Int32) { kill(process.processIdentifier, number) }

    /// Waits for the end; what comes in the output meanwhile stays there.
    func end() async throws {
      while process.isRunning { try await Task.sleep(for: .milliseconds(5)) }
    }

    /// The bytes that wait in the pipe.
    var waiting: Int32 {
      var count: Int32 = 0
      _ = ioctl(output.fileHandleForReading.fileDescriptor, UInt(FIONREAD), &count)
      return count
    }

    func text() -> String { String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self) }

    func expectEnd(by number: Int32) {
      #expect(process.terminationReason == .uncaughtSignal && process.terminationStatus == number)
    }
  }

  private static let stuck = LoopbackRoute("GET", "/items", answers: [.json("[]").delayed(by: .seconds(3600))])

  @Test(
    "A command that waits for an answer ends by the signal, and its output is whole", arguments: ["read", "check", "discover"],
    [SIGTERM, SIGINT])
  func waitingForAnAnswer(_ verb: String, _ number: Int32) async throws {
    try await LoopbackServer.serving([Self.stuck]) { server in
      let manifest = PluginCommandTests.plainManifest.replacing(
        "{type: InlineSchemaLoader, schema: {type: object}}",
        with: """
          {type: DynamicSchemaLoader, schema_type_identifier: {key_pointer: [a], type_pointer: [b]}, retriever: {type: SimpleRetriever, \
          requester: {type: HttpRequester, url: "{{ config['base'] }}/items"}, \
          record_selector: {type: RecordSelector, extractor: {type: DpathExtractor, field_path: []}}}}
          """)
      let command = try RunningCommand(verb, manifest: manifest, base: server.baseURL)
      while await server.requests(path: "/items").isEmpty { try await Task.sleep(for: .milliseconds(5)) }
      command.signal(number)
      try await command.end()
      command.expectEnd(by: number)
      let text = command.text()
      #expect(text.hasSuffix("\n") && text.contains("stopped before it finished"), "\(text)")
      for line in text.split(separator: "\n") { #expect((try? JSONValue.parse(String(line))) != nil) }
    }
  }

  @Test("A command that waits for its turn to come again ends by the signal") func waitingForARetry() async throws {
    let routes = [LoopbackRoute("GET", "/items", answers: [.status(429, headers: ["Retry-After": "3000"])])]
    try await LoopbackServer.serving(routes) { server in
      let command = try RunningCommand("read", base: server.baseURL)
      while await server.requests(path: "/items").isEmpty { try await Task.sleep(for: .milliseconds(5)) }
      command.signal(SIGTERM)
      command.signal(SIGTERM)
      try await command.end()
      command.expectEnd(by: SIGTERM)
    }
  }

  @Test("A command whose output nobody takes ends by one signal", arguments: [SIGTERM, SIGINT]) func nobodyReads(_ number: Int32)
    async throws
  {
    let page = "[" + repeatElement(#"{"text": "\#(String(repeating: "x", count: 1000))"}"#, count: 1000).joined(separator: ",") + "]"
    try await LoopbackServer.serving([LoopbackRoute("GET", "/items", answers: [.json(page)])]) { server in
      let command = try RunningCommand("read", base: server.baseURL)
      while command.waiting < 60_000 && command.process.isRunning { try await Task.sleep(for: .milliseconds(5)) }
      command.signal(number)
      try await command.end()
      command.expectEnd(by: number)
    }
  }

  @Test("A command that is held up by the system ends by one signal", arguments: [SIGTERM, SIGINT]) func heldUp(_ number: Int32)
    async throws
  {
    let command = try RunningCommand("read", base: "http://127.0.0.1:1", more: ["--state", "state.json"]) { folder in
      // Nobody ever writes into it, so that it cannot even be opened.
      mkfifo(folder + "/state.json", 0o600)
    }
    try await Task.sleep(for: .milliseconds(300))
    command.signal(number)
    try await command.end()
    command.expectEnd(by: number)
  }
}
