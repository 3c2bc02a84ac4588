internal import AirbyteProtocol
public import ConnectorKit
internal import Document
internal import HTTPTransport
internal import JSON
internal import Manifest
internal import Sync

/// A command of the Airbyte protocol, from its files to its messages on standard output.
public struct ProtocolCommand: Sendable {
  public enum Verb: Sendable {
    case spec
    case check(config: String)
    case discover(config: String)
    case read(config: String, catalog: String, state: String?)
  }

  public var verb: Verb
  /// The manifest's file; nil when the config holds it.
  public var manifestPath: String?
  public var options: RunOptions

  public init(_ verb: Verb, manifestPath: String?, options: RunOptions) {
    self.verb = verb
    self.manifestPath = manifestPath
    self.options = options
  }

  /// Runs the command. What goes wrong is written as an error trace.
  ///
  /// - Parameter descriptor: the open file that takes the messages; standard output by default.
  /// - Returns: the exit code of the process.
  public func run(writingTo descriptor: Int32 = 1) async -> Int32 {
    let clock = MachineClock()
    let output = ProtocolOutput(StandardOutput(descriptor: descriptor), clock: clock, minimumLevel: options.debug ? .debug : .info)
    do {
      return try await run(output, clock)
    } catch is CancellationError {
      output.write(.warning, "The run was ended before it was done.")
      return 130
    } catch let failure as OutputFailure {
      // Standard output is gone; the exit code is all that is left.
      return failure.message.isEmpty ? 1 : 74
    } catch {
      try? output.write(SyncError(wrapping: error))
      return 1
    }
  }

  private func run(_ output: ProtocolOutput, _ clock: MachineClock) async throws -> Int32 {
    switch verb {
    case .spec:
      let connector = try connector(config: nil)
      try output.write(.spec(connector.specification))
      return 0
    case .check(let path): return try await check(ConnectorInput(path, self), output, clock)
    case .discover(let path): return try await discover(ConnectorInput(path, self), output, clock)
    case .read(let path, let catalog, let state):
      let input = try ConnectorInput(path, self)
      let catalog = try ConfiguredCatalog.parse(InputFile.json(catalog, "catalog"))
      let state = try state.map { try StateInput.parse(InputFile.json($0, "state"), isCompatible: options.compat) } ?? StateInput()
      return try await read(input, catalog, state, output, clock)
    }
  }

  fileprivate func connector(config: JSONValue?) throws -> Connector {
    let manifest: LoadedManifest
    if let manifestPath {
      manifest = try ManifestLoader.load(path: manifestPath)
    } else if let config {
      manifest = try ManifestLoader.load(config: config)
    } else {
      throw SyncError(.config, "There is no manifest. Name its file with --manifest-path.")
    }
    let connector = try Connector(manifest, options: options)
    guard connector.settings != nil || !options.compat else {
      throw SyncError(.system, "The manifest has no `spec`, and in compat mode a connector cannot do without.")
    }
    return connector
  }

  private func start(_ input: ConnectorInput, _ output: ProtocolOutput, _ clock: MachineClock) throws -> ConnectorRun {
    if let specification = input.connector.settings?.connectionSpecification {
      output.mask.addSecrets(of: .object(input.config), by: .object(specification))
      if let overrides = input.connector.manifest.root["check"]?["config_overrides"] {
        output.mask.addSecrets(of: overrides.json, by: .object(specification))
      }
    }
    output.keep(input.platformSettings)
    let transport = CachingTransport(CurlTransport())
    return try ConnectorRun(input.connector, config: input.config, transport: transport, clock: clock, log: output) { migrated in
      do throws(OutputFile.Failure) {
        let all = input.platformSettings.reduce(into: migrated) { $0[$1.key] = $1.value }
        try OutputFile.write(Array(JSONText.compact(.object(all)).utf8), to: input.path)
      } catch {
        output.write(.warning, "The config in today's form cannot be kept in \(input.path): \(error.message)")
      }
    }
  }

  // The optimiser of Swift 6.3 crashes when it inlines these three into their caller.
  @inline(never)
  private func check(_ input: ConnectorInput, _ output: ProtocolOutput, _ clock: MachineClock) async throws -> Int32 {
    let run = try start(input, output, clock)
    var problem = try run.configProblems().first.map(unfit)
    do {
      if problem == nil { problem = try await run.check() }
    } catch let error as SyncError where error.failureType == .config {
      try output.write(error)
      problem = error.message
    }
    output.write(problem == nil ? .info : .error, problem == nil ? "Check succeeded" : "Check failed")
    let message = problem.map(output.mask.mask)
    try output.write(.connectionStatus(ConnectionStatus(status: problem == nil ? .succeeded : .failed, message: message)))
    return 0
  }

  @inline(never)
  private func discover(_ input: ConnectorInput, _ output: ProtocolOutput, _ clock: MachineClock) async throws -> Int32 {
    let run = try start(input, output, clock)
    try refuseUnfit(run)
    try output.write(.catalog(await run.discover()))
    return 0
  }

  @inline(never)
  private func read(
    _ input: ConnectorInput, _ catalog: ConfiguredCatalog, _ state: StateInput, _ output: ProtocolOutput, _ clock: MachineClock
  ) async throws -> Int32 {
    let run = try start(input, output, clock)
    try refuseUnfit(run)
    let failures = try await run.read(catalog, state: state, output: output)
    guard !failures.isEmpty else { return 0 }
    let list = failures.map { "\($0.streamName): \($0.errors.map(\.message).joined(separator: "; "))" }.joined(separator: "\n")
    try output.write(
      SyncError(.config, "During the sync, these streams did not sync successfully:\n\(list)", internalMessage: "Some streams failed."))
    return 1
  }

  private func refuseUnfit(_ run: ConnectorRun) throws {
    let problems = try run.configProblems()
    guard let first = problems.first else { return }
    throw SyncError(.config, unfit(first), internalMessage: problems.joined(separator: "\n"))
  }

  private func unfit(_ problem: String) -> String {
    options.compat ? "Config validation error: \(problem)" : "The config does not fit the connector: \(problem)."
  }
}

/// A config and the connector it is for.
private struct ConnectorInput {
  let path: String
  let connector: Connector
  let config: JSONObject
  /// What stands in the config's file beside the connector's settings: the manifest itself.
  let platformSettings: JSONObject

  init(_ path: String, _ command: ProtocolCommand) throws {
    guard var config = try InputFile.json(path, "config").objectValue else {
      throw SyncError(.config, "The config \(path) must be a JSON object.")
    }
    connector = try command.connector(config: .object(config))
    self.path = path
    platformSettings = config[ManifestLoader.configKey].map { [ManifestLoader.configKey: $0] } ?? [:]
    config[ManifestLoader.configKey] = nil
    self.config = config
  }
}

extension Connector {
  /// What `spec` puts out. A connector without a specification takes any config.
  var specification: ConnectorSpecification {
    guard let settings else { return ConnectorSpecification(connectionSpecification: ["type": "object", "additionalProperties": true]) }
    return ConnectorSpecification(
      connectionSpecification: settings.connectionSpecification, documentationURL: settings.documentationURL,
      advancedAuth: settings.advancedAuth)
  }
}
