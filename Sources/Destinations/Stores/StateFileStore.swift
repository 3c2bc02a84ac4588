package import ConnectorKit
internal import Glibc
internal import JSON
package import Sync

/// Where a destination of files keeps the records of streams.
package protocol StreamDirectories: Sendable {
  /// The directory of a stream, and the one beside it that is to replace it.
  func directories(of stream: StreamID, prefix: String) -> (final: String, beside: String)

  /// Deletes a directory of records, if it is there.
  func delete(_ directory: String) throws
}

/// A state file as a place where states, runs and declarations are kept.
package struct StateFileStore: ConnectionStore {
  private let path: String
  private let directories: (any StreamDirectories)?

  /// - Parameters:
  ///   - path: the state file.
  ///   - directories: where the records are; nil where only another program knows.
  package init(path: String, directories: (any StreamDirectories)? = nil) {
    self.path = path
    self.directories = directories
  }

  /// What a declaration says of the beginning of names.
  package static let prefixKey = "prefix"

  private func reading<Result>(_ empty: Result, _ body: (StateFile) async throws -> Result) async throws -> Result {
    guard access(path, F_OK) == 0 else { return empty }
    return try await body(StateFile(path: path, isReadOnly: true))
  }

  package func savedStreams() async throws -> [String: [StreamID: SavedStream]] { try await reading([:]) { try await $0.savedStreams() } }

  package func save(_ saved: SavedStream?, of stream: StreamID, in connection: String) async throws {
    try await StateFile(path: path).save(saved, of: stream, in: connection)
  }

  package func runs(of connection: String?, limit: Int) async throws -> [(connection: String, run: StreamRun)] {
    try await reading([]) { try await $0.runs(of: connection, limit: limit) }
  }

  package func recordCount(of stream: StreamID, in connection: String) async throws -> Int? { nil }

  package func inventory() async throws -> Inventory {
    try await reading(Inventory()) { file in
      let content = file.current
      var inventory = Inventory(declarations: content.declarations, revision: content.revision)
      for (connection, entries) in content.entries.sorted(by: { $0.key < $1.key }) {
        let prefix = content.declarations[connection]?[Self.prefixKey]?.stringValue ?? ""
        for (stream, entry) in entries.sorted(by: { $0.key.description < $1.key.description }) {
          let directory = directories?.directories(of: stream, prefix: prefix).final
          inventory.streams.append(
            Inventory.Stream(
              connection: connection, id: stream, saved: entry.saved, table: directory,
              exists: directory.map { access($0, F_OK) == 0 } ?? true))
        }
      }
      return inventory
    }
  }

  package func apply(_ changes: [StoreChange], to revision: Int, log: any Log) async throws {
    if let parent = parent { try Self.makeDirectory(parent) }
    let file = try StateFile(path: path)
    if let directories { try file.finishDirectoryChanges(directories) }
    try file.change { content in
      guard content.revision == revision else { throw SyncError.changedMeanwhile(path) }
      for change in changes { apply(change, &content) }
      content.revision += 1
    }
    if let directories { try file.finishDirectoryChanges(directories) }
  }

  private var parent: String? { path.lastIndex(of: "/").map { String(path[..<$0]) }.flatMap { $0.isEmpty ? nil : $0 } }

  private static func makeDirectory(_ path: String) throws {
    guard mkdir(path, 0o755) == 0 || errno == EEXIST else { throw TextBytes.failure("create", path) }
  }

  private func apply(_ change: StoreChange, _ content: inout StateFile.Content) {
    switch change {
    case .renameConnections(let renames):
      let old = content
      for (from, _) in renames {
        content.entries[from] = nil
        content.declarations[from] = nil
      }
      for (from, to) in renames {
        content.entries[to] = old.entries[from]
        content.declarations[to] = old.declarations[from]
        for place in old.runs.indices where old.runs[place].connection == from { content.runs[place].connection = to }
      }
    case .renameStreams(let renames, let connection): rename(renames, connection, &content)
    case .reset(let stream, let connection): content.change(stream, connection, \.reset)
    case .clearState(let stream, let connection): content.change(stream, connection, \.cleared)
    case .delete(let stream, let connection, let prefix):
      content.entries[connection]?[stream] = nil
      if let places = directories?.directories(of: stream, prefix: prefix) {
        content.directoryChanges += [places.beside, places.final].map { StateFile.DirectoryChange(from: $0) }
      }
    case .prepare(let target, let connection, _):
      // Directories are made with the first records.
      if directories == nil, content.entries[connection]?[target.id] == nil {
        content.entries[connection, default: [:]][target.id] = StateFile.Entry(saved: SavedStream(generation: target.generation))
      }
    case .declare(let connection, let declaration): content.declarations[connection] = declaration
    }
  }

  private func rename(_ renames: [StreamRename], _ connection: String, _ content: inout StateFile.Content) {
    let old = content.entries[connection] ?? [:]
    let runs = content.runs
    for rename in renames { content.entries[connection]?[rename.from] = nil }
    var arrivals: [StateFile.DirectoryChange] = []
    for (number, rename) in renames.enumerated() {
      guard var entry = old[rename.from] else { continue }
      for place in runs.indices where runs[place].connection == connection && runs[place].run.stream == rename.from {
        content.runs[place].run.stream = rename.to
      }
      if let directories {
        let from = directories.directories(of: rename.from, prefix: rename.oldPrefix)
        let to = directories.directories(of: rename.to, prefix: rename.newPrefix)
        // The files in it keep their names.
        if entry.notes["name"] == nil { entry.notes["name"] = from.final.split(separator: "/").last.map { .string(String($0)) } }
        for (kind, places) in [("", (from.final, to.final)), (".new", (from.beside, to.beside))] where places.0 != places.1 {
          let interim = "\(from.final).headwater-moving-\(number)\(kind)"
          content.directoryChanges.append(StateFile.DirectoryChange(from: places.0, to: interim))
          arrivals.append(StateFile.DirectoryChange(from: interim, to: places.1))
        }
      }
      content.entries[connection]?[rename.to] = entry
    }
    content.directoryChanges += arrivals
  }
}

extension StateFile.Content {
  fileprivate mutating func change(_ stream: StreamID, _ connection: String, _ body: (SavedStream) -> SavedStream) {
    if let saved = entries[connection]?[stream]?.saved { entries[connection]?[stream]?.saved = body(saved) }
  }
}

extension StateFile {
  /// Does what is left to do with directories since something was applied, also if that was interrupted.
  package func finishDirectoryChanges(_ directories: some StreamDirectories) throws {
    while let next = current.directoryChanges.first {
      if let to = next.to {
        if access(next.from, F_OK) == 0, rename(next.from, to) != 0 { throw TextBytes.failure("rename", next.from) }
      } else {
        try directories.delete(next.from)
      }
      try change { $0.directoryChanges.removeFirst() }
    }
  }
}
