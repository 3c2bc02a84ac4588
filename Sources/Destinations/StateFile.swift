internal import ConnectorKit
internal import Glibc
public import JSON
public import Sync
internal import Synchronization

/// Keeps states and runs in a JSON file, for destinations that have no place for them. The file is replaced as a whole.
public final class StateFile: StateStore {
  /// What is kept of one stream.
  public struct Entry: Sendable, Equatable {
    public var saved: SavedStream
    /// What the destination itself notes.
    public var notes: JSONObject

    public init(saved: SavedStream, notes: JSONObject = [:]) {
      self.saved = saved
      self.notes = notes
    }
  }

  struct Content {
    var entries: [String: [StreamID: Entry]] = [:]
    /// In the order in which they ended.
    var runs: [(connection: String, run: StreamRun)] = []
    /// How connections were declared, by their names.
    var declarations: [String: JSONObject] = [:]
    /// Counts the times that something was applied.
    var revision = 0
    /// What is left to do with directories, in order.
    var directoryChanges: [DirectoryChange] = []
  }

  /// A directory that gets another path, or is deleted.
  struct DirectoryChange: Equatable {
    var from: String
    /// Nil to delete it.
    var to: String?
  }

  private static let format = 1
  private static let keptRuns = 1000

  public let path: String
  private let content: Mutex<Content>
  /// Held while the file is in use, so that two syncs do not undo each other's states.
  private let lock: Int32

  /// - Parameters:
  ///   - path: the file; it is made by the first change.
  ///   - isReadOnly: whether nothing will be changed, so that others may use the file meanwhile.
  /// - Throws: `SyncError` when the file cannot be read, or is used by another sync.
  public init(path: String, isReadOnly: Bool = false) throws {
    self.path = path
    lock = isReadOnly ? -1 : try Self.lock(path)
    do {
      content = Mutex(try Self.content(path))
    } catch {
      if lock >= 0 { close(lock) }
      throw error
    }
  }

  deinit { if lock >= 0 { close(lock) } }

  private static func lock(_ path: String) throws -> Int32 {
    let descriptor = open(path + ".lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      throw SyncError(.config, "Cannot create \(path).lock: \(String(cString: strerror(errno))). Check the permissions of the directory.")
    }
    // A program that is being started may hold the lock for an instant, as it gets a copy of what is open.
    for _ in 0..<50 {
      if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return descriptor }
      usleep(20_000)
    }
    close(descriptor)
    throw SyncError(.transient, "Another sync is using \(path). Wait for it to end.")
  }

  private static func content(_ path: String) throws -> Content {
    guard access(path, F_OK) == 0 else { return Content() }
    let damaged = SyncError(.config, "The state file \(path) is damaged. Restore it, or delete it to read all streams from the start.")
    let document: JSONValue
    do {
      document = try JSONValue.parse(try TextBytes.read(path), options: .python)
    } catch is JSONError {
      throw damaged
    }
    guard let format = document["format"]?.integerValue else { throw damaged }
    guard format <= Self.format else {
      throw SyncError(.config, "The state file \(path) was written by a newer version of Headwater. Update this one.")
    }
    var content = Content()
    for (connection, streams) in document["connections"]?.objectValue ?? [:] {
      for stream in streams.arrayValue ?? [] {
        guard let object = stream.objectValue, let id = StreamID(json: object), let saved = SavedStream(json: object) else { throw damaged }
        content.entries[connection, default: [:]][id] = Entry(saved: saved, notes: object["notes"]?.objectValue ?? [:])
      }
    }
    for run in document["runs"]?.arrayValue ?? [] {
      guard let object = run.objectValue, let connection = object["connection"]?.stringValue, let run = StreamRun(json: object) else {
        throw damaged
      }
      content.runs.append((connection, run))
    }
    for (connection, declaration) in document["declarations"]?.objectValue ?? [:] {
      content.declarations[connection] = declaration.objectValue
    }
    content.revision = document["revision"]?.integerValue ?? 0
    content.directoryChanges = (document["directoryChanges"]?.arrayValue ?? []).compactMap { change in
      change["from"]?.stringValue.map { DirectoryChange(from: $0, to: change["to"]?.stringValue) }
    }
    return content
  }

  /// What is kept of a connection's streams.
  public func entries(of connection: String) -> [StreamID: Entry] { content.withLock { $0.entries[connection] ?? [:] } }

  /// Replaces what is kept of a stream; nil forgets it.
  ///
  /// - Throws: `SyncError` when the file cannot be written; it is what it was then.
  public func set(_ entry: Entry?, of stream: StreamID, in connection: String) throws {
    try change { $0.entries[connection, default: [:]][stream] = entry }
  }

  /// Notes a run.
  ///
  /// - Throws: `SyncError` when the file cannot be written.
  public func record(_ run: StreamRun, of connection: String) throws {
    try change { content in
      content.runs.append((connection, run))
      content.runs.removeFirst(max(0, content.runs.count - Self.keptRuns))
    }
  }

  public func savedStreams() async throws -> [String: [StreamID: SavedStream]] {
    content.withLock { $0.entries.mapValues { $0.mapValues(\.saved) } }
  }

  public func save(_ saved: SavedStream?, of stream: StreamID, in connection: String) async throws {
    let notes = entries(of: connection)[stream]?.notes ?? [:]
    try set(saved.map { Entry(saved: $0, notes: notes) }, of: stream, in: connection)
  }

  public func runs(of connection: String?, limit: Int) async throws -> [(connection: String, run: StreamRun)] {
    let runs = content.withLock(\.runs)
    return Array(runs.reversed().filter { connection == nil || $0.connection == connection }.prefix(limit))
  }

  /// Everything that is kept.
  var current: Content { content.withLock { $0 } }

  func change(_ body: (inout Content) throws -> Void) throws {
    try content.withLock { content in
      var changed = content
      try body(&changed)
      try TextBytes.replace(path, with: JSONText.compact(.object(Self.document(changed))))
      content = changed
    }
  }

  private static func document(_ content: Content) -> JSONObject {
    var connections = JSONObject()
    for (connection, entries) in content.entries.sorted(by: { $0.key < $1.key }) {
      connections[connection] = .array(
        entries.sorted { $0.key.description < $1.key.description }.map { id, entry in
          var object = id.json
          for (key, value) in entry.saved.json { object[key] = value }
          if !entry.notes.isEmpty { object["notes"] = .object(entry.notes) }
          return .object(object)
        })
    }
    let runs = content.runs.map { connection, run -> JSONValue in
      var object = run.json
      object["connection"] = .string(connection)
      return .object(object)
    }
    var document: JSONObject = ["format": .integer(format), "connections": .object(connections), "runs": .array(runs)]
    if content.revision > 0 { document["revision"] = .integer(content.revision) }
    if !content.declarations.isEmpty {
      document["declarations"] = .object(JSONObject(content.declarations.sorted { $0.key < $1.key }.map { ($0.key, .object($0.value)) }))
    }
    if !content.directoryChanges.isEmpty {
      document["directoryChanges"] = .array(
        content.directoryChanges.map { ["from": .string($0.from), "to": $0.to.map(JSONValue.string) ?? .null] })
    }
    return document
  }
}

extension StreamID {
  /// As members of an object.
  package var json: JSONObject {
    var object: JSONObject = ["stream": .string(name)]
    if let namespace { object["namespace"] = .string(namespace) }
    return object
  }

  package init?(json: JSONObject) {
    guard let name = json["stream"]?.stringValue else { return nil }
    self.init(name, namespace: json["namespace"]?.stringValue)
  }
}

extension StreamRun {
  /// For machines.
  package var json: JSONObject {
    var object = stream.json
    object["mode"] = .string(mode.protocolName)
    object["outcome"] = .string(outcome.rawValue)
    object["records"] = .integer(records)
    object["bytes"] = .integer(bytes)
    object["requests"] = .integer(requests)
    object["retries"] = .integer(retries)
    object["rateLimitSeconds"] = .double(rateLimitWait)
    object["started"] = .double(started)
    object["ended"] = .double(ended)
    if let error { object["error"] = .string(error) }
    return object
  }

  package init?(json: JSONObject) {
    guard let stream = StreamID(json: json), let mode = (json["mode"]?.stringValue).flatMap(StreamSelection.WriteMode.init(protocolName:)),
      let outcome = (json["outcome"]?.stringValue).flatMap(Outcome.init), let started = json["started"]?.doubleValue,
      let ended = json["ended"]?.doubleValue
    else { return nil }
    self.init(stream: stream, mode: mode, started: started, ended: ended)
    self.outcome = outcome
    records = json["records"]?.integerValue ?? 0
    bytes = json["bytes"]?.integerValue ?? 0
    requests = json["requests"]?.integerValue ?? 0
    retries = json["retries"]?.integerValue ?? 0
    rateLimitWait = json["rateLimitSeconds"]?.doubleValue ?? 0
    error = json["error"]?.stringValue
  }
}
