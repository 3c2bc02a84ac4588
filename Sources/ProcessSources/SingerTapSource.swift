public import ConnectorKit
public import JSON
internal import Subprocesses
public import Sync

/// Reads from a Singer tap.
///
/// A tap has one state for all streams; each stream keeps its bookmark, or all of it where the state has no bookmarks.
public struct SingerTapSource: SyncSource {
  private static let bookmarkKey = "bookmark"
  private static let wholeKey = "singer_state"

  private let command: String
  private let config: JSONObject
  private let log: any Log
  private let memory = CatalogMemory<[JSONObject]>()

  /// - Parameters:
  ///   - command: the executable and its first arguments, as a shell understands them.
  ///   - config: the tap's settings.
  ///   - log: takes what the tap says besides its messages.
  public init(command: String, config: JSONObject, log: any Log) {
    self.command = command
    self.config = config
    self.log = log
  }

  public func streams() async throws -> [StreamDescription] {
    try await BlockingWork.run { memory.remember(try catalog()).compactMap(Self.description) }
  }

  private func catalog() throws -> [JSONObject] {
    let files = try PrivateDirectory()
    let process = try ChildProcess(command, ["--config", try files.write(.object(config), to: "config.json"), "--discover"])
    process.closeInput()
    var output: [UInt8] = []
    while true {
      let piece = process.read(atMost: 1 << 16)
      if piece.isEmpty { break }
      output += piece
    }
    let exit = process.wait()
    guard exit.isSuccess, let catalog = try? JSONValue.parse(output, options: .python), let streams = catalog["streams"]?.arrayValue else {
      throw SyncError(
        .config, "`\(command) --discover` printed no catalog: \(process.reason(exit)). Check the config and that it is a Singer tap.")
    }
    return streams.compactMap(\.objectValue)
  }

  /// What a catalog says of a stream as a whole.
  private static func metadata(_ stream: JSONObject) -> JSONObject {
    stream["metadata"]?.arrayValue?.first { $0["breadcrumb"]?.arrayValue?.isEmpty == true }?["metadata"]?.objectValue ?? [:]
  }

  private static func name(_ stream: JSONObject) -> String? { stream["stream"]?.stringValue ?? stream["tap_stream_id"]?.stringValue }

  private static func description(_ stream: JSONObject) -> StreamDescription? {
    guard let name = name(stream) else { return nil }
    let metadata = metadata(stream)
    let method =
      metadata["forced-replication-method"]?.stringValue ?? metadata["replication-method"]?.stringValue
      ?? stream["replication_method"]?.stringValue
    let field =
      metadata["replication-key"]?.stringValue ?? stream["replication_key"]?.stringValue
      ?? metadata["valid-replication-keys"]?.arrayValue?.first?.stringValue
    var cursor: StreamDescription.Cursor?
    if let field, method?.uppercased() != "FULL_TABLE" {
      cursor = StreamDescription.Cursor(field: field, canBeChosen: false)
      cursor?.position = CursorPosition.position
    }
    let keys = (stream["key_properties"] ?? metadata["table-key-properties"])?.arrayValue?.compactMap(\.stringValue) ?? []
    return StreamDescription(name: name, schema: stream["schema"]?.objectValue ?? [:], primaryKey: keys.map { [$0] }, cursor: cursor)
  }

  public func read(
    _ selections: [StreamSelection], into output: any SyncOutput, limits: ReadLimits, observer: (any ReadObserver)?
  ) async throws -> SyncResult {
    try await BlockingWork.run { try await read(selections, into: output) }
  }

  private func read(_ selections: [StreamSelection], into output: any SyncOutput) async throws -> SyncResult {
    let catalog = try memory.catalog(or: catalog)
    let files = try PrivateDirectory()
    var reading = ProcessReading(output)
    for selection in selections {
      guard let description = catalog.first(where: { Self.name($0) == selection.id.name }).flatMap(Self.description) else { continue }
      try await reading.begin(description, as: selection)
    }
    let open = Set(reading.open.map(\.name))
    let chosen = catalog.map { stream in
      JSONValue.object(Self.configured(stream, selections.first { $0.id.name == Self.name(stream) && open.contains($0.id.name) }))
    }
    var arguments = [
      "--config", try files.write(.object(config), to: "config.json"), "--catalog",
      try files.write(["streams": .array(chosen)], to: "catalog.json"),
    ]
    if let state = Self.state(of: selections) { arguments += ["--state", try files.write(state, to: "state.json")] }
    let process = try ChildProcess(command, arguments)
    process.closeInput()
    return try await reading.run(process) { try await read(process, &$0) }
  }

  /// A stream of the catalog, selected or not.
  private static func configured(_ stream: JSONObject, _ selection: StreamSelection?) -> JSONObject {
    var stream = stream
    var entries = stream["metadata"]?.arrayValue ?? []
    if !entries.contains(where: { $0["breadcrumb"]?.arrayValue?.isEmpty == true }) {
      entries.append(["breadcrumb": [], "metadata": [:]])
    }
    stream["metadata"] = .array(
      entries.map { entry in
        guard var object = entry.objectValue, object["breadcrumb"]?.arrayValue?.isEmpty == true else { return entry }
        var metadata = object["metadata"]?.objectValue ?? [:]
        metadata["selected"] = .bool(selection != nil)
        if let selection, metadata["forced-replication-method"] == nil {
          metadata["replication-method"] = selection.readMode == .incremental ? "INCREMENTAL" : "FULL_TABLE"
        }
        object["metadata"] = .object(metadata)
        return .object(object)
      })
    // Old taps look at the schema.
    if var schema = stream["schema"]?.objectValue, selection != nil {
      schema["selected"] = true
      stream["schema"] = .object(schema)
    }
    return stream
  }

  private static func state(of selections: [StreamSelection]) -> JSONValue? {
    var bookmarks = JSONObject()
    for selection in selections {
      guard let state = selection.state else { continue }
      if let whole = state[wholeKey] { return whole }
      if let bookmark = state[bookmarkKey] { bookmarks[selection.id.name] = bookmark }
    }
    return bookmarks.isEmpty ? nil : ["bookmarks": .object(bookmarks)]
  }

  private func read(_ process: ChildProcess, _ reading: inout ProcessReading) async throws -> SyncResult {
    var lines = LineReader(process)
    var last: JSONValue?
    var run = RecordRun()
    while let tape = lines.next(onText: { log.write(.debug, $0) }) {
      try Task.checkCancellation()
      for message in tape.roots {
        switch message["type"]?.string {
        case "RECORD":
          guard let name = message["stream"]?.string, let record = message["record"].flatMap(JSONRecord.init(view:)) else { continue }
          if let (previous, records) = run.add(record, of: StreamID(name)) { try await reading.deliver(records, of: previous) }
        case "STATE":
          guard let value = message["value"]?.value else { continue }
          last = value
          if let (previous, records) = run.take() { try await reading.deliver(records, of: previous) }
          for stream in reading.open where reading.hasPending(stream) {
            try await reading.checkpoint(Self.saved(value, stream), of: stream)
          }
        default: break
        }
      }
      if let (previous, records) = run.take() { try await reading.deliver(records, of: previous) }
    }
    let exit = process.wait()
    try Task.checkCancellation()
    // What came behind the last state is complete as well.
    for stream in reading.open where exit.isSuccess { try await reading.checkpoint(last.map { Self.saved($0, stream) } ?? [:], of: stream) }
    try await reading.endAll(exit.isSuccess ? nil : SyncError(.system, "The tap failed: \(process.reason(exit))."))
    return reading.result()
  }

  private static func saved(_ value: JSONValue, _ stream: StreamID) -> JSONObject {
    guard let bookmarks = value["bookmarks"]?.objectValue else { return [wholeKey: value] }
    return bookmarks[stream.name].map { [bookmarkKey: $0] } ?? [:]
  }
}
