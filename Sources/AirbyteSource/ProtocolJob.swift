internal import Headwater
internal import AirbyteProtocol
internal import ConnectorKit
internal import Document
internal import HTTPTransport
internal import JSON
internal import Manifest
internal import Sync

/// A protocol command whose files are read: what is left is the work itself.
///
/// A class, and apart from the command: the optimiser of Swift 6.3 crashes on one coroutine that holds all of it.
final class ProtocolJob: Sendable {
  private enum Work: Sendable {
    case spec(ConnectorSpecification)
    case check(ConnectorSession)
    case discover(ConnectorSession)
    case read(ConnectorSession, ConfiguredCatalog, StateInput)
  }

  private let work: Work
  private let output: ProtocolOutput
  private let quirks: QuirkSet

  /// - Throws: what is wrong with a file, the manifest, or the rules that bring the config into form.
  init(_ command: ProtocolCommand, _ output: ProtocolOutput) throws {
    self.output = output
    quirks = command.choice.options.quirks
    switch command.verb {
    case .spec:
      let connector = try command.choice.connector(config: nil)
      try connector?.checkConcurrency(config: [:])
      work = .spec(connector?.specification ?? .injectedManifest)
    case .check(let path): work = .check(try Self.session(path, command, output))
    case .discover(let path): work = .discover(try Self.session(path, command, output))
    case .read(let path, let catalogPath, let statePath):
      let input = try ConnectorInput(ConfigInput(protocolFile: path), command.choice)
      let catalog = try ConfiguredCatalog.parse(InputFile.json(catalogPath, "catalog"))
      var state = StateInput()
      if let statePath {
        state = try StateInput.parse(
          InputFile.json(statePath, "state"), acceptsMessagesOnly: command.choice.options.follows(.acceptsStateMessagesOnly))
      }
      work = .read(try input.start(output), catalog, state)
    }
  }

  private static func session(_ path: String, _ command: ProtocolCommand, _ output: ProtocolOutput) throws -> ConnectorSession {
    try ConnectorInput(ConfigInput(protocolFile: path), command.choice).start(output)
  }

  /// - Returns: the exit code of the process.
  func run() async throws -> Int32 {
    switch work {
    case .spec(let specification):
      try output.write(.spec(specification))
      return 0
    case .check(let run): return try await check(run)
    case .discover(let run): return try await discover(run)
    case .read(let run, let catalog, let state): return try await read(run, catalog, state)
    }
  }

  private func check(_ run: ConnectorSession) async throws -> Int32 {
    var problem = try run.configProblems().first.map(invalidConfigMessage)
    do {
      if problem == nil { problem = try await run.check() }
    } catch let error as SyncError where error.failureType == .config && !Task.isCancelled {
      try output.write(error)
      problem = error.message
    }
    // What kept a check from coming to its end says nothing of the connection.
    try Task.checkCancellation()
    output.write(problem == nil ? .info : .error, problem == nil ? "Check succeeded" : "Check failed")
    let message = problem.map(output.mask.mask)
    try output.write(.connectionStatus(ConnectionStatus(status: problem == nil ? .succeeded : .failed, message: message)))
    return 0
  }

  private func discover(_ run: ConnectorSession) async throws -> Int32 {
    try requireValidConfig(run)
    let streams = try await run.streams()
    try output.write(.catalog(streams.map(AirbyteStream.init)))
    return 0
  }

  private func read(_ run: ConnectorSession, _ catalog: ConfiguredCatalog, _ state: StateInput) async throws -> Int32 {
    try requireValidConfig(run)
    output.select(catalog.streams.map(\.stream.name))
    let selections = catalog.streams.map { StreamSelection($0, state: state.state(of: $0.stream.descriptor)) }
    let result = try await run.read(selections, into: output)
    guard !result.failures.isEmpty else { return 0 }
    try output.write(ClosingError.error(result.failures.map { ($0.stream.name, $0.errors) }, quirks))
    return 1
  }

  private func requireValidConfig(_ run: ConnectorSession) throws {
    let problems = try run.configProblems()
    guard let first = problems.first else { return }
    throw SyncError(.config, invalidConfigMessage(first), internalMessage: problems.joined(separator: "\n"))
  }

  private func invalidConfigMessage(_ problem: String) -> String {
    quirks.contains(.quotesSchemaLibrary)
      ? "Config validation error: \(problem)" : "The config does not match the connector's spec: \(problem)."
  }
}
