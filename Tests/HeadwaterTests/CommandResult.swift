import AirbyteSource
import TestSupport
import ConnectorKit
import Foundation
import JSON
import Quirks
import Headwater

/// What a protocol command wrote and ended with.
struct CommandResult {
  let exitCode: Int32
  let messages: [JSONValue]
  let text: String

  /// Runs a command on files made of the given texts and waits for its end.
  ///
  /// - Parameter manifest: nil when the config holds it.
  init(
    _ verb: String, manifest: String?, config: JSONValue? = nil, catalog: JSONValue? = nil, state: JSONValue? = nil,
    quirks: QuirkSet = .none,
    checkpointInterval: Double = 60, files: [String: String] = [:], components: Catalog = .standard, componentTimeout: Double = 60,
    retries: RetryMode = .declared
  ) async throws {
    let folder = try TemporaryDirectory(files)
    defer { folder.remove() }
    func json(_ name: String, _ value: JSONValue?) throws -> String {
      try folder.write(JSONText.compact(value ?? .object([:])), to: name)
    }

    let command: ProtocolCommand.Verb
    switch verb {
    case "spec": command = .spec
    case "check": command = .check(config: .platform(try json("config.json", config)))
    case "discover": command = .discover(config: .platform(try json("config.json", config)))
    default:
      command = .read(
        config: .platform(try json("config.json", config)), streams: .catalog(try json("catalog.json", catalog)),
        state: try state.map { try json("state.json", $0) }, limits: ReadLimits())
    }
    let manifestPath = try manifest.map { try folder.write($0, to: "manifest.yaml") }
    let output = folder.path("output.jsonl")
    let descriptor = open(output, O_CREAT | O_WRONLY | O_TRUNC, 0o600)
    var options = RunOptions(quirks: quirks, checkpointInterval: checkpointInterval)
    options.componentTimeout = componentTimeout
    options.retries = retries
    var run = ProtocolCommand(command, manifestPath: manifestPath, options: options)
    run.choice.catalog = components
    exitCode = await run.run(writingTo: descriptor)
    close(descriptor)
    text = try String(contentsOfFile: output, encoding: .utf8)
    messages = try text.split(separator: "\n").map { try JSONValue.parse(String($0)) }
  }

  func records(of stream: String) -> [JSONValue] {
    messages.compactMap { $0["type"] == "RECORD" && $0["record"]?["stream"] == .string(stream) ? $0["record"]?["data"] : nil }
  }

  func states(of stream: String) -> [JSONValue] {
    messages.compactMap { message in
      guard message["type"] == "STATE", message["state"]?["stream"]?["stream_descriptor"]?["name"] == .string(stream) else { return nil }
      return message["state"]?["stream"]?["stream_state"]
    }
  }

  func statuses(of stream: String) -> [String] {
    messages.compactMap { message in
      guard let status = message["trace"]?["stream_status"], status["stream_descriptor"]?["name"] == .string(stream) else { return nil }
      return status["status"]?.stringValue
    }
  }

  /// The messages of the log.
  var log: [String] { messages.compactMap { $0["log"]?["message"]?.stringValue } }

  var errors: [JSONValue] { messages.compactMap { $0["trace"]?["error"] } }
}
