internal import AirbyteProtocol
public import ConnectorKit
public import JSON
internal import Subprocesses
public import Sync

/// Reads from the executable of an Airbyte source, through its commands `discover` and `read`.
public struct AirbyteCommandSource: SyncSource {
  /// Where the state of a source is kept that has one for all streams together.
  private static let globalKey = "__headwater_global_state"

  private let command: String
  private let config: JSONObject
  private let log: any Log
  private let configChanged: @Sendable (JSONObject) -> Void
  private let memory = CatalogMemory<JSONValue>()

  /// - Parameters:
  ///   - command: the executable and its first arguments, as a shell understands them.
  ///   - config: the source's settings.
  ///   - log: takes what the source logs.
  ///   - configChanged: is told of a config that the source has changed, such as one with a new refresh token.
  public init(command: String, config: JSONObject, log: any Log, configChanged: @escaping @Sendable (JSONObject) -> Void = { _ in }) {
    self.command = command
    self.config = config
    self.log = log
    self.configChanged = configChanged
  }

  public func streams() async throws -> [StreamDescription] {
    try await BlockingWork.run {
      (memory.remember(try catalog())["streams"]?.arrayValue ?? []).compactMap { $0.objectValue.flatMap(Self.description) }
    }
  }

  private func catalog() throws -> JSONValue {
    let files = try PrivateDirectory()
    let process = try ChildProcess(command, ["discover", "--config", try files.write(.object(config), to: "config.json")])
    process.closeInput()
    var lines = LineReader(process)
    var catalog: JSONValue?
    var failure: String?
    while let tape = lines.next(onText: { log.write(.debug, $0) }) {
      for message in tape.roots {
        if message["type"]?.string == "CATALOG" { catalog = message["catalog"]?.value }
        if let error = message["trace"]?["error"]?["message"]?.string { failure = error }
      }
    }
    let exit = process.wait()
    guard let catalog else {
      throw SyncError(
        .config,
        "`\(command) discover` printed no catalog: \(failure ?? process.reason(exit)). Check the config and that it is an Airbyte source.")
    }
    return catalog
  }

  private static func description(_ stream: JSONObject) -> StreamDescription? {
    guard let name = stream["name"]?.stringValue else { return nil }
    let modes = stream["supported_sync_modes"]?.arrayValue?.compactMap(\.stringValue) ?? []
    var cursor: StreamDescription.Cursor?
    if modes.contains("incremental") {
      let field = stream["default_cursor_field"]?.arrayValue?.compactMap(\.stringValue).first
      // A source that goes by a cursor of its own need not say which.
      if field != nil || stream["source_defined_cursor"]?.boolValue == true {
        cursor = StreamDescription.Cursor(field: field ?? "", canBeChosen: stream["source_defined_cursor"]?.boolValue != true)
        cursor?.position = CursorPosition.position
      }
    }
    let keys = stream["source_defined_primary_key"]?.arrayValue?.compactMap { $0.arrayValue?.compactMap(\.stringValue) } ?? []
    return StreamDescription(name: name, schema: stream["json_schema"]?.objectValue ?? [:], primaryKey: keys, cursor: cursor)
  }

  public func read(
    _ selections: [StreamSelection], into output: any SyncOutput, limits: ReadLimits, observer: (any ReadObserver)?
  ) async throws -> SyncResult {
    try await BlockingWork.run { try await read(selections, into: output) }
  }

  private func read(_ selections: [StreamSelection], into output: any SyncOutput) async throws -> SyncResult {
    let catalog = try memory.catalog(or: catalog)["streams"]?.arrayValue ?? []
    let files = try PrivateDirectory()
    var reading = ProcessReading(output)
    var configured: [JSONValue] = []
    var states: [JSONValue] = []
    for selection in selections {
      guard let stream = catalog.first(where: { $0["name"]?.stringValue == selection.id.name })?.objectValue,
        let description = Self.description(stream)
      else { continue }
      try await reading.begin(description, as: selection)
      guard reading.isOpen(selection.id) else { continue }
      configured.append(.object(Self.configured(stream, selection)))
      if let state = selection.state { states += Self.message(state, stream, among: states) }
    }
    let arguments = [
      "read", "--config", try files.write(.object(config), to: "config.json"), "--catalog",
      try files.write(["streams": .array(configured)], to: "catalog.json"), "--state",
      try files.write(.array(states), to: "state.json"),
    ]
    let process = try ChildProcess(command, arguments)
    process.closeInput()
    return try await reading.run(process) { try await read(process, &$0) }
  }

  private static func configured(_ stream: JSONObject, _ selection: StreamSelection) -> JSONObject {
    var configured: JSONObject = [
      "stream": .object(stream), "sync_mode": selection.readMode == .incremental ? "incremental" : "full_refresh",
      "destination_sync_mode": .string("append"),
    ]
    if let field = selection.cursorField.map({ JSONValue.array([.string($0)]) }) ?? stream["default_cursor_field"] {
      configured["cursor_field"] = field
    }
    if let key = stream["source_defined_primary_key"] { configured["primary_key"] = key }
    return configured
  }

  /// The messages of `--state` for what was saved of a stream.
  private static func message(_ state: JSONObject, _ stream: JSONObject, among states: [JSONValue]) -> [JSONValue] {
    if let whole = state[globalKey] { return states.contains { $0.isEqual(to: whole) } ? [] : [whole] }
    var descriptor: JSONObject = ["name": stream["name"] ?? .null]
    if let namespace = stream["namespace"], !namespace.isNull { descriptor["namespace"] = namespace }
    return [["type": "STREAM", "stream": ["stream_descriptor": .object(descriptor), "stream_state": .object(state)]]]
  }

  private func read(_ process: ChildProcess, _ reading: inout ProcessReading) async throws -> SyncResult {
    var lines = LineReader(process)
    var failure: SyncError?
    var run = RecordRun()
    while let tape = lines.next(onText: { log.write(.debug, $0) }) {
      try Task.checkCancellation()
      for message in tape.roots {
        if let (stream, record) = Self.record(message) {
          if let (previous, records) = run.add(record, of: stream) { try await reading.deliver(records, of: previous) }
          continue
        }
        if let (previous, records) = run.take() { try await reading.deliver(records, of: previous) }
        try await take(message, &reading, &failure)
      }
      if let (previous, records) = run.take() { try await reading.deliver(records, of: previous) }
    }
    let exit = process.wait()
    try Task.checkCancellation()
    if !exit.isSuccess { failure = failure ?? SyncError(.system, "The source failed: \(process.reason(exit)).") }
    try await reading.endAll(failure)
    return reading.result()
  }

  private static func record(_ message: JSONView) -> (StreamID, JSONRecord)? {
    guard let content = message["record"], let name = content["stream"]?.string,
      let record = content["data"].flatMap(JSONRecord.init(view:))
    else { return nil }
    // Selections name streams without a namespace.
    return (StreamID(name), record)
  }

  private func take(_ message: JSONView, _ reading: inout ProcessReading, _ failure: inout SyncError?) async throws {
    switch message["type"]?.string {
    case "STATE": try await takeState(message["state"], &reading)
    case "LOG":
      let level = (message["log"]?["level"]?.string).flatMap(LogLevel.init) ?? .info
      log.write(level >= .warning ? level : .debug, message["log"]?["message"]?.string ?? "")
    case "CONTROL":
      if let config = message["control"]?["connectorConfig"]?["config"]?.object { configChanged(config) }
    case "TRACE": try await takeTrace(message["trace"], &reading, &failure)
    default: break
    }
  }

  private func takeState(_ state: JSONView?, _ reading: inout ProcessReading) async throws {
    guard let state else { return }
    if let stream = state["stream"], let name = stream["stream_descriptor"]?["name"]?.string {
      try await reading.checkpoint(stream["stream_state"]?.object ?? [:], of: StreamID(name))
      return
    }
    // One state for all streams: each keeps the whole of it.
    guard state["global"] != nil || state["data"] != nil else { return }
    for stream in reading.open { try await reading.checkpoint([Self.globalKey: state.value], of: stream) }
  }

  private func takeTrace(_ trace: JSONView?, _ reading: inout ProcessReading, _ failure: inout SyncError?) async throws {
    if let error = trace?["error"] {
      let type = (error["failure_type"]?.string).flatMap(SyncError.FailureType.init) ?? .system
      let problem = SyncError(type, error["message"]?.string ?? "unknown error", internalMessage: error["internal_message"]?.string)
      if let name = error["stream_descriptor"]?["name"]?.string {
        try await reading.fail(StreamID(name), problem)
      } else {
        failure = failure ?? problem
      }
    }
    guard let status = trace?["stream_status"], let name = status["stream_descriptor"]?["name"]?.string else { return }
    switch status["status"]?.string {
    case "COMPLETE": try await reading.end(StreamID(name))
    case "INCOMPLETE": reading.markIncomplete(StreamID(name))
    default: break
    }
  }
}
