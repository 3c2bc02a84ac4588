public import ConnectorKit
public import Destinations
internal import Glibc
internal import JSON
public import Sync

/// Stores records in files of JSON lines or CSV: `DIRECTORY/STREAM/STREAM-000001.jsonl` and so on.
///
/// A file appears under its name when it is whole. States are kept in `DIRECTORY/_headwater_state.json`; it says how much of the last file
/// counts, so that a sync that was killed leaves nothing twice. A stream that is read anew is written to a directory beside its old one, which
/// it replaces at the end.
public final class FileDestination: Destination, @unchecked Sendable {
  /// The kinds of files.
  public enum Format: Sendable { case jsonLines, csv }

  // Calls come one at a time, so nothing here is used by two tasks at once.
  private let directory: String
  private let format: RecordFormat
  private let limit: Int
  private let prefix: String
  private var states: StateFile?
  private var context: DestinationContext?
  private var folders: [StreamID: StreamFolder] = [:]
  /// The streams whose records are written beside the old ones.
  private var replaced: Set<StreamID> = []
  private let names = NameLimits(length: 150, columnCount: .max, ignoresCase: false)

  /// - Parameters:
  ///   - directory: is made when it does not exist.
  ///   - format: how records are written.
  ///   - prefix: what the names of the streams' directories begin with.
  ///   - fileSize: from so many bytes on a file is ended and the next one begun. 256 MB by default.
  public init(directory: String, format: Format, prefix: String = "", fileSize: Int = 256_000_000) {
    self.directory = directory.count > 1 && directory.hasSuffix("/") ? String(directory.dropLast()) : directory
    self.format = format == .csv ? .csv : .jsonLines
    limit = fileSize
    self.prefix = prefix
  }

  /// Files have no records that could be replaced one by one.
  public var writeModes: Set<StreamSelection.WriteMode> { [.append, .overwrite] }

  /// Where a directory's states are kept.
  public static func statePath(_ directory: String) -> String { "\(directory)/_headwater_state.json" }

  public func open(_ context: DestinationContext) async throws -> [StreamID: SavedStream] {
    guard mkdir(directory, 0o755) == 0 || errno == EEXIST else { throw TextBytes.failure("create", directory) }
    let store = try StateFile(path: Self.statePath(directory))
    try store.finishDirectoryChanges(self)
    states = store
    self.context = context
    return store.entries(of: context.connection).mapValues(\.saved)
  }

  private func path(_ stream: StreamID) -> (final: String, beside: String, name: String) { path(stream, prefix: prefix) }

  private func path(_ stream: StreamID, prefix: String) -> (final: String, beside: String, name: String) {
    let wanted = stream.tableName(prefix: prefix)
    // A slash would lead to another directory, a leading dot would hide it.
    let plain = String(wanted.map { $0 == "/" ? "_" : $0 })
    let name = names.name(for: plain.hasPrefix(".") ? "_\(plain)" : plain, except: [])
    return ("\(directory)/\(name)", "\(directory)/.\(name).new", name)
  }

  public func prepare(_ target: TargetStream) async throws {
    let (store, context) = try opened()
    let (final, beside, ownName) = path(target.id)
    let entry = store.entries(of: context.connection)[target.id]
    if entry == nil, access(final, F_OK) == 0 {
      throw SyncError(.config, "The directory \(final) was not made by this connection. Choose another directory.")
    }
    if entry == nil {
      // From now on the directory is the stream's own.
      let saved = SavedStream(generation: target.generation)
      try store.set(StateFile.Entry(saved: saved), of: target.id, in: context.connection)
    }
    let continues = !target.isReplacement || target.isContinued
    // The directories may have been exchanged by a sync that then could not say so.
    let isExchanged = target.isContinued && StreamFolder.generation(final) == target.generation
    if target.isReplacement, !target.isContinued || isExchanged { try StreamFolder.remove(beside) }
    let isBeside = target.isReplacement && !isExchanged
    replaced.remove(target.id)
    if isBeside { replaced.insert(target.id) }
    let notes = continues ? entry?.notes ?? [:] : [:]
    // A stream that was renamed goes on with the file that it has.
    let name = notes["name"]?.stringValue ?? ownName
    var layout = TableLayout(limits: names)
    for field in notes["fields"]?.arrayValue?.compactMap(\.stringValue) ?? [] { _ = layout.add(field, .json, isInferred: true) }
    let known = layout.columns.count
    for field in target.schema["properties"]?.objectValue?.keys.map({ $0 }) ?? [] where layout[field] == nil {
      _ = layout.add(field, .json, isInferred: true)
    }
    let mark = StreamFolder.Mark(number: notes["number"]?.integerValue ?? 1, length: notes["length"]?.integerValue ?? 0)
    // A file with the old header cannot go on with more columns.
    let folder = try StreamFolder(
      isBeside ? beside : final, name: name, format: format, layout: layout, mark: mark, limit: limit)
    if isBeside { try StreamFolder.setGeneration(target.generation, of: beside) }
    if format == .csv, layout.columns.count != known, mark.length > 0 {
      try note(target, entry?.saved ?? SavedStream(), folder, endingPart: true)
    }
    folders[target.id] = folder
  }

  public func write(_ pages: [RecordPage], to target: TargetStream) async throws {
    for page in pages { try folders[target.id]?.write(page) }
  }

  public func commit(_ saved: SavedStream, of target: TargetStream) async throws {
    guard let folder = folders[target.id] else { return }
    try note(target, saved, folder)
  }

  public func finish(_ target: TargetStream, _ saved: SavedStream) async throws {
    guard let folder = folders.removeValue(forKey: target.id) else { return }
    guard replaced.contains(target.id) else { return try note(target, saved, folder, endingPart: true) }
    // Until the directories are exchanged the stream is what it was.
    try folder.commit(try folder.nextMark(endingPart: true))
    let (final, beside, _) = path(target.id)
    var interim = saved
    interim.isReplacing = true
    if !target.isWrittenAhead { try note(target, interim, folder) }
    try StreamFolder.replace(final, with: beside)
    replaced.remove(target.id)
    try note(target, saved, folder)
  }

  public func abandon(_ target: TargetStream) async throws {
    guard let folder = folders.removeValue(forKey: target.id) else { return }
    if target.isWrittenAhead { return try StreamFolder.remove(path(target.id).beside) }
    try folder.rollBack()
    let (store, context) = try opened()
    let saved = store.entries(of: context.connection)[target.id]?.saved ?? SavedStream(generation: target.generation)
    if !replaced.contains(target.id) { try note(target, saved, folder, endingPart: true) }
  }

  public func record(_ run: StreamRun) async throws {
    let (store, context) = try opened()
    try store.record(run, of: context.connection)
  }

  public func close() async throws {
    folders = [:]
    states = nil
  }

  private func note(_ target: TargetStream, _ saved: SavedStream, _ folder: StreamFolder, endingPart: Bool = false) throws {
    let (store, context) = try opened()
    let mark = try folder.nextMark(endingPart: endingPart)
    var notes: JSONObject = ["number": .integer(mark.number), "length": .integer(mark.length)]
    if folder.name != path(target.id).name { notes["name"] = .string(folder.name) }
    if format == .csv { notes["fields"] = .array(folder.layout.columns.map { .string($0.field) }) }
    try store.set(StateFile.Entry(saved: saved, notes: notes), of: target.id, in: context.connection)
    try folder.commit(mark)
  }

  private func opened() throws -> (StateFile, DestinationContext) {
    guard let states, let context else { throw SyncError(.system, "The directory \(directory) is not open.") }
    return (states, context)
  }
}

extension FileDestination: StreamDirectories {
  package func directories(of stream: StreamID, prefix: String) -> (final: String, beside: String) {
    let (final, beside, _) = path(stream, prefix: prefix)
    return (final, beside)
  }

  package func delete(_ directory: String) throws { try StreamFolder.remove(directory) }

  /// What the directory keeps of connections.
  package var connectionStore: StateFileStore { StateFileStore(path: Self.statePath(directory), directories: self) }
}
