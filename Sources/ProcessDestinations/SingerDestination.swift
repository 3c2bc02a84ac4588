public import ConnectorKit
public import Destinations
public import JSON
internal import Subprocesses
public import Sync

/// Hands records to a Singer target.
///
/// The saved states advance when the target has written the state message to its standard output. States are kept in a file, as a target gives
/// none back.
public final class SingerDestination: Destination, @unchecked Sendable {
  // Calls come one at a time, so nothing here is used by two tasks at once.
  private let command: String
  private let config: JSONObject
  private let statePath: String
  private var files: PrivateDirectory?
  private var store: StateFile?
  private var context: DestinationContext?
  private var process: ProcessDestination?
  private var bookmarks = JSONObject()
  private var envelopes: [StreamID: (prefix: [UInt8], version: Int?)] = [:]

  /// - Parameters:
  ///   - command: the executable and its first arguments, as a shell understands them.
  ///   - config: the target's settings.
  ///   - statePath: the file that states are kept in.
  public init(command: String, config: JSONObject, statePath: String) {
    self.command = command
    self.config = config
    self.statePath = statePath
  }

  /// Targets merge records of streams with a key, and take old versions away when one is activated, as far as they can.
  public var writeModes: Set<StreamSelection.WriteMode> { [.append, .overwrite, .appendDedup] }

  public func open(_ context: DestinationContext) async throws -> [StreamID: SavedStream] {
    let store = try StateFile(path: statePath)
    self.store = store
    self.context = context
    let saved = store.entries(of: context.connection).mapValues(\.saved)
    for (stream, saved) in saved { if let state = saved.state { bookmarks[stream.description] = .object(state) } }
    return saved
  }

  public func begin(_ streams: [TargetStream]) async throws {
    guard let store, let context else { throw SyncError(.system, "The destination is not open.") }
    let files = try PrivateDirectory()
    self.files = files
    let path = try files.write(.object(config), to: "config.json")
    process = try ProcessDestination(command, ["--config", path], store: store, context: context) { message, process in
      // A target writes the value of the state alone; some write the whole message.
      process.acknowledge(message["type"]?.string == "STATE" ? message["value"]?.value ?? .null : message.value)
    }
  }

  public func prepare(_ target: TargetStream) async throws {
    let version = target.isReplacement ? try nextVersion(of: target) : nil
    let name = JSONText.compact(.string(target.id.description))
    envelopes[target.id] = (Array(#"{"type":"RECORD","stream":\#(name),"record":"#.utf8), version)
    // Without a key a target appends.
    let keys = target.mode == .append ? [] : target.primaryKey.compactMap { $0.count == 1 ? $0.first : nil }
    var message: JSONObject = [
      "type": "SCHEMA", "stream": .string(target.id.description), "schema": .object(SingerSchema.loosened(target.schema)),
      "key_properties": .array(keys.map(JSONValue.string)),
    ]
    if let cursor = target.cursorField { message["bookmark_properties"] = [.string(cursor)] }
    try process?.send(.object(message))
  }

  /// The number of a replacement, noted before it is used: the time in seconds, as targets keep it in columns of 32 bits, but higher than
  /// any before.
  private func nextVersion(of target: TargetStream) throws -> Int {
    guard let store, let context else { return 0 }
    let entry = store.entries(of: context.connection)[target.id] ?? StateFile.Entry(saved: SavedStream(generation: target.generation - 1))
    let version = max(Int(TimeText.seconds(TimeText.now) ?? 0), (entry.notes["version"]?.integerValue ?? 0) + 1)
    var noted = entry
    noted.notes["version"] = .integer(version)
    try store.set(noted, of: target.id, in: context.connection)
    return version
  }

  public func write(_ pages: [RecordPage], to target: TargetStream) async throws {
    guard let process, let envelope = envelopes[target.id] else { return }
    let version = envelope.version.map { #","version":\#($0)"# } ?? ""
    let suffix = Array(#","time_extracted":"\#(TimeText.now)"\#(version)}"#.utf8) + [UInt8(ascii: "\n")]
    for page in pages { try process.send(page.records, between: envelope.prefix, and: suffix) }
  }

  public func commit(_ saved: SavedStream, of target: TargetStream) async throws { try send(saved, of: target) }

  private func send(_ saved: SavedStream, of target: TargetStream) throws {
    guard let process else { return }
    bookmarks[target.id.description] = .object(saved.state ?? [:])
    // The whole state each time: a target writes the last one that it has taken.
    let value: JSONValue = ["bookmarks": .object(bookmarks)]
    process.expect(value, for: [target.id: saved])
    try process.send(["type": "STATE", "value": value])
  }

  public func finish(_ target: TargetStream, _ saved: SavedStream) async throws {
    if let version = envelopes[target.id]?.version {
      try process?.send(["type": "ACTIVATE_VERSION", "stream": .string(target.id.description), "version": .integer(version)])
    }
    try send(saved, of: target)
  }

  public func abandon(_ target: TargetStream) async throws {}

  public func record(_ run: StreamRun) async throws { process?.record(run) }

  public func close() async throws {
    defer {
      process = nil
      store = nil
      files = nil
    }
    try process?.finish()
  }
}

/// Schemas as Singer targets take them.
enum SingerSchema {
  private static let kept: Set<String> = ["type", "format", "properties", "items", "maxLength"]

  /// A schema in which every value may be null, without what only some targets know: they check records by it and stop at the first that
  /// does not match.
  static func loosened(_ schema: JSONObject) -> JSONObject {
    var loose = JSONObject()
    for (key, value) in schema where kept.contains(key) { loose[key] = value }
    let types = loose["type"]?.arrayValue?.compactMap(\.stringValue) ?? loose["type"]?.stringValue.map { [$0] } ?? []
    if let properties = loose["properties"]?.objectValue {
      loose["properties"] = .object(
        JSONObject(properties.map { ($0.key, .object(nullable(loosened($0.value.objectValue ?? [:])))) }))
    }
    if let items = loose["items"]?.objectValue { loose["items"] = .object(nullable(loosened(items))) }
    if types.isEmpty, loose["properties"] != nil || schema.isEmpty { loose["type"] = "object" }
    if loose["type"]?.stringValue == "object", loose["properties"] == nil { loose["properties"] = [:] }
    return loose
  }

  private static func nullable(_ schema: JSONObject) -> JSONObject {
    var schema = schema
    let types = schema["type"]?.arrayValue ?? schema["type"].map { [$0] } ?? []
    // Nothing said allows everything.
    if !types.isEmpty { schema["type"] = .array(["null"] + types.filter { $0 != "null" }) }
    return schema
  }
}
