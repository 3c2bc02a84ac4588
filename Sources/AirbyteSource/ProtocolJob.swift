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
    case read(ConnectorSession, ConfiguredCatalog, StateInput, ReadLimits)
    /// Streams by their names, nil for all.
    case readNamed(ConnectorSession, [String]?, StateInput, ReadLimits)
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
    case .check(let config): work = .check(try Self.session(config, command, output))
    case .discover(let config): work = .discover(try Self.session(config, command, output))
    case .read(let config, let streams, let statePath, let limits):
      let input = try ConnectorInput(config.input(), command.choice)
      var catalog: ConfiguredCatalog?
      if case .catalog(let path) = streams { catalog = try ConfiguredCatalog.parse(InputFile.json(path, "catalog")) }
      var state = StateInput()
      if let statePath {
        state = try StateInput.parse(
          InputFile.json(statePath, "state"), acceptsMessagesOnly: command.choice.options.follows(.acceptsStateMessagesOnly))
      }
      let session = try input.start(output)
      if let catalog {
        work = .read(session, catalog, state, limits)
      } else {
        var names: [String]?
        if case .names(let chosen) = streams { names = chosen }
        work = .readNamed(session, names, state, limits)
      }
    }
  }

  private static func session(
    _ config: ProtocolCommand.ConfigSource, _ command: ProtocolCommand, _ output: ProtocolOutput
  ) throws -> ConnectorSession {
    try ConnectorInput(config.input(), command.choice).start(output)
  }

  /// - Returns: the exit code of the process.
  func run() async throws -> Int32 {
    switch work {
    case .spec(let specification):
      try output.write(.spec(specification))
      return 0
    case .check(let run): return try await check(run)
    case .discover(let run): return try await discover(run)
    case .read(let run, let catalog, let state, let limits): return try await read(run, catalog, state, limits)
    case .readNamed(let run, let names, let state, let limits): return try await read(run, names, state, limits)
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

  private func read(
    _ run: ConnectorSession, _ catalog: ConfiguredCatalog, _ state: StateInput, _ limits: ReadLimits
  ) async throws -> Int32 {
    try requireValidConfig(run)
    return try await read(run, catalog.streams.map { StreamSelection($0, state: state.state(of: $0.stream.descriptor)) }, limits)
  }

  /// Reads streams without a catalog: those with a cursor from their state on, all others whole.
  private func read(
    _ run: ConnectorSession, _ names: [String]?, _ state: StateInput, _ limits: ReadLimits
  ) async throws -> Int32 {
    try requireValidConfig(run)
    let streams = try await run.streams()
    let known = Set(streams.map(\.name))
    if let unknown = names?.first(where: { !known.contains($0) }) {
      throw SyncError(
        .config, "The connector has no stream `\(unknown)`. Its streams are: \(streams.map(\.name).sorted().joined(separator: ", ")).")
    }
    let selections = streams.filter { names?.contains($0.name) ?? true }.map { stream in
      var selection = StreamSelection(
        StreamID(stream.name), state: state.state(of: StreamDescriptor(name: stream.name)),
        readMode: stream.cursor == nil ? .fullRefresh : .incremental)
      selection.schema = stream.schema
      return selection
    }
    return try await read(run, selections, limits)
  }

  private func read(_ run: ConnectorSession, _ selections: [StreamSelection], _ limits: ReadLimits) async throws -> Int32 {
    output.select(selections.map(\.id.name))
    let result = try await run.read(selections, into: output, limits: limits)
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
