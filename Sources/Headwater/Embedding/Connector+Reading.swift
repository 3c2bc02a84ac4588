public import ConnectorKit
internal import HTTPTransport
public import JSON
internal import Manifest

/// Connectors in a program of one's own, without the command and its protocol.
///
/// ```swift
/// let connector = try Connector(manifestPath: "manifest.yaml", catalog: .standard.adding(MyExtractor.spec))
/// for try await event in try connector.read(config: ["api_key": "..."]) {
///   if case .record(let record, let streamName) = event { store(record, streamName) }
/// }
/// ```
extension Connector {
  /// Makes a connector from a manifest file.
  ///
  /// - Parameters:
  ///   - manifestPath: the path of the manifest.
  ///   - catalog: the components that the manifest may use; the built-in ones by default.
  ///   - options: choices for the whole run.
  /// - Throws: `DiagnosticList` with all that is wrong in the manifest.
  public init(manifestPath: String, catalog: Catalog = .standard, options: RunOptions = RunOptions()) throws {
    try self.init(ManifestLoader.load(path: manifestPath), catalog: catalog, options: options)
  }

  /// Makes a connector from the text of a manifest.
  ///
  /// - Parameters:
  ///   - text: the manifest, as YAML or JSON.
  ///   - name: what errors call the text.
  ///   - catalog: the components that the manifest may use; the built-in ones by default.
  ///   - options: choices for the whole run.
  public init(manifest text: String, name: String = "manifest.yaml", catalog: Catalog = .standard, options: RunOptions = RunOptions())
    throws
  {
    try self.init(ManifestLoader.load(text: text, file: name), catalog: catalog, options: options)
  }

  /// Reads streams. Nothing is requested before the first element is asked for; a consumer that pauses makes the reading wait,
  /// and dropping the iterator ends it.
  ///
  /// - Parameters:
  ///   - config: the settings that the connector takes.
  ///   - streams: the names of the streams; all of them by default.
  ///   - states: where earlier reads ended, by stream name.
  ///   - services: what replaces the network, the clock and the log.
  /// - Throws: `SyncError` when the config does not fit. The iteration throws `SyncError` when nothing can be read at all;
  ///   what goes wrong with one stream is a ``ConnectorEvent/failure(_:)``.
  public func read(
    config: JSONObject, streams: [String]? = nil, states: [String: JSONObject] = [:], services: ConnectorServices = ConnectorServices()
  ) throws -> ConnectorReading {
    ConnectorReading(try session(config: config, services: services), streams: streams, states: states)
  }

  /// The records of one stream, in order. The iteration throws what ends the stream.
  public func records(
    of stream: String, config: JSONObject, state: JSONObject? = nil, services: ConnectorServices = ConnectorServices()
  ) throws -> ConnectorRecords {
    ConnectorRecords(reading: try read(config: config, streams: [stream], states: state.map { [stream: $0] } ?? [:], services: services))
  }

  /// Whether a config works.
  ///
  /// - Returns: nil when it does, otherwise what is wrong and what to do.
  /// - Throws: `SyncError` when that cannot be found out.
  public func check(config: JSONObject, services: ConnectorServices = ConnectorServices()) async throws -> String? {
    try await session(config: config, services: services).check()
  }

  /// The names of the streams, in the order of the manifest. May send requests when streams are made from a template.
  public func streamNames(config: JSONObject, services: ConnectorServices = ConnectorServices()) async throws -> [String] {
    try await session(config: config, services: services).streamNames()
  }

  /// One use of the connector with a config, for reads into an output, with limits or an observer. Each session has its
  /// own cached responses and, unless `services` has a transport, its own connections and cookies, so that those of different users never mix.
  ///
  /// - Throws: `SyncError` when the config does not match the connector's spec.
  public func session(config: JSONObject, services: ConnectorServices = ConnectorServices()) throws -> ConnectorSession {
    let transport = services.transport ?? CurlTransport(options: transportOptions(config: config), threads: .shared)
    let run = try ConnectorSession(
      self, config: config, transport: CachingTransport(transport),
      clock: services.clock ?? MachineClock(), log: services.log ?? SilentLog())
    let problems = try run.configProblems()
    if let first = problems.first {
      throw SyncError(
        .config, "The config does not match the connector's spec: \(first).", internalMessage: problems.joined(separator: "\n"))
    }
    return run
  }
}

extension ConnectorSession {
  func streamNames() async throws -> [String] {
    let (plan, run) = try prepare()
    return try await plan.allStreams(run: run).map(\.name)
  }
}
