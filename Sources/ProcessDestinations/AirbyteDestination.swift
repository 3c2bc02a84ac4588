internal import AirbyteProtocol
public import ConnectorKit
public import Destinations
public import JSON
internal import Subprocesses
public import Sync

/// Hands records to the executable of an Airbyte destination, through its command `write`.
///
/// The saved state of a stream advances when the destination has acknowledged the state message. States are kept in a file, as a destination
/// gives none back.
public final class AirbyteDestination: Destination, @unchecked Sendable {
  // Calls come one at a time, so nothing here is used by two tasks at once.
  private let command: String
  private let config: JSONObject
  private let statePath: String
  private var modes: Set<StreamSelection.WriteMode> = [.append, .overwrite, .appendDedup]
  private var files: PrivateDirectory?
  private var store: StateFile?
  private var context: DestinationContext?
  private var process: ProcessDestination?
  private var envelopes: [StreamID: RecordEnvelope] = [:]

  /// - Parameters:
  ///   - command: the executable and its first arguments, as a shell understands them.
  ///   - config: the destination's settings.
  ///   - statePath: the file that states are kept in.
  public init(command: String, config: JSONObject, statePath: String) {
    self.command = command
    self.config = config
    self.statePath = statePath
  }

  public var writeModes: Set<StreamSelection.WriteMode> { modes }

  public func open(_ context: DestinationContext) async throws -> [StreamID: SavedStream] {
    let store = try StateFile(path: statePath)
    self.store = store
    self.context = context
    files = try PrivateDirectory()
    try readSpecification(context)
    return store.entries(of: context.connection).mapValues(\.saved)
  }

  /// Asks the destination what it can do.
  private func readSpecification(_ context: DestinationContext) throws {
    let process = try ChildProcess(command, ["spec"])
    process.closeInput()
    var lines = LineReader(process)
    var specification: JSONValue?
    while let tape = lines.next(onText: { _ in }) {
      for message in tape.roots where message["type"]?.string == "SPEC" { specification = message["spec"]?.value }
    }
    let exit = process.wait()
    guard let specification else {
      throw SyncError(
        .config,
        "`\(command) spec` printed no specification (\(process.reason(exit))). Check that it is an Airbyte destination.")
    }
    let modes = specification["supported_destination_sync_modes"]?.arrayValue?.compactMap(\.stringValue) ?? []
    let known = modes.compactMap(StreamSelection.WriteMode.init(protocolName:))
    if !known.isEmpty { self.modes = Set(known) }
    context.log.write(.debug, "\(command) writes in the modes \(modes.joined(separator: ", ")).")
  }

  public func begin(_ streams: [TargetStream]) async throws {
    let (store, context) = try opened()
    guard let files else { return }
    let catalog: JSONObject = ["streams": .array(streams.map { .object(Self.configured($0)) })]
    let arguments = [
      "write", "--config", try files.write(.object(config), to: "config.json"), "--catalog",
      try files.write(.object(catalog), to: "catalog.json"),
    ]
    process = try ProcessDestination(command, arguments, store: store, context: context) { message, process in
      Self.take(message, process, context.log)
    }
  }

  private static func configured(_ target: TargetStream) -> JSONObject {
    var stream: JSONObject = [
      "name": .string(target.id.name), "json_schema": .object(target.schema), "supported_sync_modes": ["full_refresh", "incremental"],
    ]
    if let namespace = target.id.namespace { stream["namespace"] = .string(namespace) }
    let key = JSONValue.array(target.primaryKey.map { .array($0.map(JSONValue.string)) })
    if !target.primaryKey.isEmpty { stream["source_defined_primary_key"] = key }
    var configured: JSONObject = [
      "stream": .object(stream), "sync_mode": target.isWrittenAhead ? "full_refresh" : "incremental",
      "destination_sync_mode": .string(target.mode.protocolName), "generation_id": .integer(target.generation),
      "minimum_generation_id": .integer(target.isReplacement ? target.generation : 0), "sync_id": .integer(target.generation + 1),
    ]
    if !target.primaryKey.isEmpty { configured["primary_key"] = key }
    if let cursor = target.cursorField { configured["cursor_field"] = [.string(cursor)] }
    return configured
  }

  private static func take(_ message: JSONView, _ process: ProcessDestination, _ log: any Log) {
    switch message["type"]?.string {
    case "STATE":
      guard let state = (message["state"]?["stream"]?.value).map(normalized), let stream = state["stream_descriptor"] else { return }
      process.acknowledge(state) { pending in pending["stream_descriptor"]?.isEqual(to: stream) == true }
    case "LOG":
      let level = (message["log"]?["level"]?.string).flatMap(LogLevel.init) ?? .info
      // What is worth knowing of a destination that works are its warnings.
      log.write(level >= .warning ? level : .debug, message["log"]?["message"]?.string ?? "")
    case "TRACE":
      guard let error = message["trace"]?["error"] else { return }
      let text = error["message"]?.string ?? error["internal_message"]?.string ?? "unknown error"
      process.noteFailure(text)
    default: break
    }
  }

  /// A stream's state without members that are null, as programs add them.
  private static func normalized(_ state: JSONValue) -> JSONValue {
    var descriptor: JSONObject = [:]
    if let name = state["stream_descriptor"]?["name"] { descriptor["name"] = name }
    if let namespace = state["stream_descriptor"]?["namespace"], !namespace.isNull { descriptor["namespace"] = namespace }
    return ["stream_descriptor": .object(descriptor), "stream_state": state["stream_state"] ?? .null]
  }

  private static func descriptor(_ stream: StreamID) -> JSONObject {
    var descriptor: JSONObject = ["name": .string(stream.name)]
    if let namespace = stream.namespace { descriptor["namespace"] = .string(namespace) }
    return descriptor
  }

  public func prepare(_ target: TargetStream) async throws {
    envelopes[target.id] = RecordEnvelope(stream: StreamDescriptor(name: target.id.name, namespace: target.id.namespace))
    try send(status: "STARTED", of: target.id)
  }

  public func write(_ pages: [RecordPage], to target: TargetStream) async throws {
    guard let process, let envelope = envelopes[target.id] else { return }
    let suffix = envelope.suffix(emittedAt: Self.now)
    for page in pages { try process.send(page.records, between: envelope.prefix, and: suffix) }
  }

  public func commit(_ saved: SavedStream, of target: TargetStream) async throws { try send(saved, of: target) }

  private func send(_ saved: SavedStream, of target: TargetStream) throws {
    guard let process else { return }
    let state = Self.normalized([
      "stream_descriptor": .object(Self.descriptor(target.id)), "stream_state": .object(saved.state ?? [:]),
    ])
    process.expect(state, for: [target.id: saved])
    try process.send(["type": "STATE", "state": ["type": "STREAM", "stream": state]])
  }

  public func finish(_ target: TargetStream, _ saved: SavedStream) async throws {
    try send(saved, of: target)
    try send(status: "COMPLETE", of: target.id)
  }

  public func abandon(_ target: TargetStream) async throws { try send(status: "INCOMPLETE", of: target.id) }

  private func send(status: String, of stream: StreamID) throws {
    try process?.send([
      "type": "TRACE",
      "trace": [
        "type": "STREAM_STATUS", "emitted_at": .integer(Self.now),
        "stream_status": ["stream_descriptor": .object(Self.descriptor(stream)), "status": .string(status)],
      ],
    ])
  }

  public func record(_ run: StreamRun) async throws { process?.record(run) }

  public func close() async throws {
    defer {
      process = nil
      store = nil
      files = nil
    }
    try process?.finish()
  }

  private func opened() throws -> (StateFile, DestinationContext) {
    guard let store, let context else { throw SyncError(.system, "The destination is not open.") }
    return (store, context)
  }

  /// Milliseconds since 1970.
  private static var now: Int { Int(TimeText.seconds(TimeText.now).map { $0 * 1000 } ?? 0) }
}
