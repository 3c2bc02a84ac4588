internal import ConnectorKit
internal import Destinations
internal import Document
internal import JSON
internal import Sync

/// Plans the streams of one connection.
struct StreamPlanner {
  private let connection: ConnectionsFile.Connection
  private let moves: [ConnectionsFile.Move]
  private let deletesUnmentioned: Bool
  private let declaredConnections: Set<String>
  private let old: Declaration?
  private let base: Declaration?
  private let new: Declaration
  private let streams: [EffectiveStream]
  private let isOtherSource: Bool

  private(set) var facts: PlaceFacts
  private(set) var differences: [Plan.Difference] = []
  private(set) var effects: [String] = []
  private(set) var losses: [String] = []
  private(set) var problems: [Diagnostic] = []
  private(set) var tableOwners: [String: String]
  /// How streams were declared, by the names that they will have.
  private var oldStreams: [String: JSONObject] = [:]
  /// Tables that other connections have, by their names.
  private var conflicts: [String: [String]] = [:]

  init(
    _ planner: Planner, _ connection: ConnectionsFile.Connection, old: Declaration?, base: Declaration?, new: Declaration,
    _ streams: [EffectiveStream], _ facts: PlaceFacts
  ) {
    self.connection = connection
    self.old = old
    self.base = base
    self.new = new
    self.streams = streams
    self.facts = facts
    moves = planner.file.moves.filter { base?.moves.contains($0.text) != true }
    deletesUnmentioned = planner.deletesUnmentioned
    declaredConnections = Set(planner.file.connections.map(\.name))
    tableOwners = planner.tableOwners[facts.place.key] ?? [:]
    isOtherSource = old.map { Self.isOtherSource($0.source, new.source, planner) } ?? false
  }

  /// Whether states of the old source mean nothing to the new one.
  private static func isOtherSource(_ old: JSONObject, _ new: JSONObject, _ planner: Planner) -> Bool {
    let kinds = ["manifest", "airbyte", "singer"]
    if kinds.first(where: { old[$0] != nil }) != kinds.first(where: { new[$0] != nil }) { return true }
    let names = (old["name"]?.stringValue ?? "", new["name"]?.stringValue ?? "")
    if names.0 == names.1 || planner.isMoved(.source(names.0), to: .source(names.1)) { return false }
    var (one, another) = (old, new)
    one["name"] = nil
    another["name"] = nil
    return one != another
  }

  mutating func run() async {
    renameStreams()
    var children: [Plan.Difference] = []
    for stream in streams {
      checkTable(stream)
      if let difference = await plan(stream) { children.append(difference) }
    }
    reportConflicts()
    children += await planGone()
    guard !children.isEmpty else { return }
    differences.append(Plan.Difference(base == nil ? .add : .change, "streams", children: children))
  }

  // MARK: Names

  /// Plans the moves of streams, and new names of tables.
  private mutating func renameStreams() {
    oldStreams = base?.streams ?? [:]
    guard let old else { return }
    var renames: [StreamRename] = []
    let stored = facts.inventory.streams(of: connection.name)
    let wanted = moves.compactMap { move -> (from: String, to: String)? in
      guard case .stream(let from, connection.name) = move.from, case .stream(let to, _) = move.to else { return nil }
      return (from, to)
    }
    let arriving = Set(wanted.map(\.from))
    for stream in stored {
      let name = stream.id.name
      let target = wanted.first { $0.from == name }?.to ?? name
      let isFree = target == name || arriving.contains(target) || !stored.contains { $0.id.name == target }
      guard isFree, target != name || old.prefix != connection.prefix else { continue }
      let id = StreamID(target, namespace: stream.id.namespace)
      renames.append(StreamRename(from: stream.id, to: id, oldPrefix: old.prefix, newPrefix: connection.prefix))
    }
    for (from, to) in wanted where oldStreams[from] != nil && (oldStreams[to] == nil || arriving.contains(to)) {
      oldStreams[to] = old.streams?[from]
      if !wanted.contains(where: { $0.to == from }) { oldStreams[from] = nil }
    }
    guard !renames.isEmpty else { return }
    facts.streamRenames.append((connection.name, renames))
    let byName = Dictionary(renames.map { ($0.from, $0.to) }) { first, _ in first }
    facts.inventory.streams = facts.inventory.streams.map { stream in
      stream.connection == connection.name ? stream.renamed(id: byName[stream.id] ?? stream.id) : stream
    }
    facts.oldStreams[connection.name] = Dictionary(renames.map { ($0.to, $0.from) }) { first, _ in first }
  }

  private func rename(of name: String) -> StreamRename? {
    facts.streamRenames.last { $0.connection == connection.name }?.renames.first { $0.to.name == name }
  }

  /// Two connections cannot share a table.
  private mutating func checkTable(_ stream: EffectiveStream) {
    if case .airbyte = facts.place.location { return }
    if case .singer = facts.place.location { return }
    let table = StreamID(stream.description.name).tableName(prefix: connection.prefix)
    let name = table.lowercased()
    let owner =
      tableOwners[name]
      ?? facts.inventory.streams.first {
        $0.connection != connection.name && $0.exists && $0.table?.split(separator: "/").last.map { $0.lowercased() } == name
      }?.connection
    guard let owner, owner != connection.name, !isGoing(owner) else { return tableOwners[name] = connection.name }
    conflicts[owner, default: []].append(table)
  }

  private mutating func reportConflicts() {
    for (owner, tables) in conflicts.sorted(by: { $0.key < $1.key }) {
      let list = tables.map { "`\($0)`" }.joined(separator: ", ")
      problems.append(
        Diagnostic(
          code: .repeatedName,
          "connections `\(owner)` and `\(connection.name)` both store \(tables.count == 1 ? "the table" : "the tables") \(list) in "
            + facts.place.name, at: connection.location,
          fix: declaredConnections.contains(owner)
            ? "give one of them a `prefix`"
            : "add `moved: [{from: connections.\(owner), to: connections.\(connection.name)}]` if it was renamed"))
    }
  }

  /// Whether a connection is deleted with its tables.
  private func isGoing(_ name: String) -> Bool {
    deletesUnmentioned && !declaredConnections.contains(name) && facts.declaration(name, project: new.project) != nil
  }

  // MARK: Streams that are synced

  private mutating func plan(_ stream: EffectiveStream) async -> Plan.Difference? {
    let name = stream.description.name
    let (before, after) = (oldStreams[name], stream.json)
    let stored = facts.stream(name, of: connection.name)
    guard let before else {
      prepare(stream, stored)
      let children = Plan.Difference.differences([:], after)
      return Plan.Difference(.add, name, children: children)
    }
    var children = Plan.Difference.differences(before, after)
    if let rename = rename(of: name) {
      if rename.from.name != name { children.insert(Plan.Difference(.change, "name", old: rename.from.name, new: name), at: 0) }
      let (old, new) = (rename.from.tableName(prefix: rename.oldPrefix), rename.to.tableName(prefix: rename.newPrefix))
      if old != new, stored?.table != nil { children.append(Plan.Difference(.change, "table", old: old, new: new)) }
    } else if oldName(of: name) != nil {
      children.insert(Plan.Difference(.change, "name", old: oldName(of: name), new: name), at: 0)
    }
    if old == nil {
      // It is stored elsewhere so far.
      prepare(stream, stored)
      effects.append(
        stored?.saved.state == nil ? "Stream `\(name)` is read from the start." : "Stream `\(name)` goes on from the state that is there.")
    } else if let reason = await consequences(stream, before, stored) {
      await reset(stream, reason, stored)
    } else {
      children += planTable(stream, stored)
    }
    return children.isEmpty ? nil : Plan.Difference(.change, name, children: children)
  }

  private func oldName(of name: String) -> String? {
    for move in moves {
      if case .stream(let from, connection.name) = move.from, case .stream(name, _) = move.to, base?.streams?[from] != nil,
        base?.streams?[name] == nil
      {
        return from
      }
    }
    return nil
  }

  /// Why a stream has to be read from the start; nil when it does not. Other consequences are noted.
  private mutating func consequences(_ stream: EffectiveStream, _ before: JSONObject, _ stored: Inventory.Stream?) async -> String? {
    guard let stored else { return nil }
    let name = stream.description.name
    if isOtherSource { return "it comes from another source" }
    guard let old = before["mode"]?.stringValue.flatMap(StreamChoice.Mode.init(rawValue:)) else { return nil }
    let isIncremental = stream.mode.readMode == .incremental
    if isIncremental, old.readMode == .incremental, before["cursor"] != stream.json["cursor"] { return "its cursor changes" }
    if stream.mode.writeMode == .appendDedup, old.writeMode == .appendDedup, before["key"] != stream.json["key"] {
      return "its key changes"
    }
    if stream.mode == .incrementalAppend, stored.exists, stored.saved.generation > 0 {
      // A full refresh does not say which records an incremental read brings again.
      if old == .fullRefreshOverwrite { return "its mode changes" }
      if old == .fullRefreshAppend, !Self.isUsable(stored.saved.state) { return "its saved state has no cursor value" }
    }
    guard old != stream.mode, stored.exists else { return nil }
    let count = await recordCount(stored)
    if stream.mode.writeMode == .appendDedup, old.writeMode != .appendDedup, count != 0 {
      lose("Stream `\(name)`: records with the same key are merged; the newest one of each stays.")
    } else if stream.mode.writeMode == .overwrite, old.writeMode != .overwrite, count != 0 {
      lose("Stream `\(name)`: the next sync replaces \(records(count)).")
    }
    return nil
  }

  /// Whether an incremental read can go on from a state.
  private static func isUsable(_ state: JSONObject?) -> Bool {
    guard let state, !state.isEmpty else { return false }
    return !FullRefreshState.isPartial(state) && state["__ab_no_cursor_state_message"] == nil
  }

  private mutating func reset(_ stream: EffectiveStream, _ reason: String, _ stored: Inventory.Stream?) async {
    let id = StreamID(stream.description.name)
    facts.resets.append(.reset(id, connection: connection.name))
    let count = if let stored { await recordCount(stored) } else { Int?.some(0) }
    let text = "Stream `\(id)` is read from the start, as \(reason)"
    if count == 0 { effects.append("\(text).") } else { lose("\(text). Then it replaces \(records(count)).") }
  }

  private mutating func lose(_ text: String) {
    effects.append(text)
    losses.append(text)
  }

  private func recordCount(_ stream: Inventory.Stream) async -> Int? {
    await facts.recordCount(of: stream.id, in: connection.name)
  }

  private func records(_ count: Int?) -> String { count.map { $0 == 1 ? "1 record" : "\($0) records" } ?? "the records that are there" }

  // MARK: Tables

  /// Plans what a stream's table lacks.
  private mutating func planTable(_ stream: EffectiveStream, _ stored: Inventory.Stream?) -> [Plan.Difference] {
    let id = StreamID(stream.description.name)
    guard let stored else {
      prepare(stream, nil)
      return facts.place.hasTables ? [Plan.Difference(.add, "table", new: id.tableName(prefix: connection.prefix))] : []
    }
    guard stored.exists else {
      if Self.isUsable(stored.saved.state) {
        facts.resets.append(.clearState(id, connection: connection.name))
        effects.append("Stream `\(id)` is read from the start, as its table is missing.")
      }
      guard facts.place.hasTables else { return [] }
      prepare(stream, stored)
      return [Plan.Difference(.add, "table", new: rename(of: id.name)?.to.tableName(prefix: connection.prefix) ?? stored.table)]
    }
    // A replacement is under way, which has the new columns.
    guard let columns = stored.columns, !stored.saved.isReplacing else { return [] }
    var differences: [Plan.Difference] = []
    for (field, schema) in stream.description.schema["properties"]?.objectValue ?? [:] {
      guard let type = ColumnType(schema: schema) else { continue }
      guard let known = columns[field].flatMap(ColumnType.init(rawValue:)) else {
        differences.append(Plan.Difference(.add, "column \(field)", new: type.rawValue))
        continue
      }
      let wide = known.widened(to: type)
      if wide != known { differences.append(Plan.Difference(.change, "column \(field)", old: known.rawValue, new: wide.rawValue)) }
    }
    let isChanged = oldStreams[id.name].map { $0["mode"] != stream.json["mode"] || $0["key"] != stream.json["key"] } ?? false
    if !differences.isEmpty || isChanged || rename(of: id.name) != nil { prepare(stream, stored) }
    return differences
  }

  private mutating func prepare(_ stream: EffectiveStream, _ stored: Inventory.Stream?) {
    guard facts.place.hasTables, stored?.saved.isReplacing != true else { return }
    let target = TargetStream(
      stream.description, primaryKey: stream.choice.primaryKey, cursorField: stream.choice.cursorField, mode: stream.mode.writeMode,
      generation: stored?.saved.generation ?? 0)
    facts.preparations.append(.prepare(target, connection: connection.name, prefix: connection.prefix))
  }

  // MARK: Streams that are synced no more

  private mutating func planGone() async -> [Plan.Difference] {
    let names = Set(streams.map(\.description.name))
    let declared = oldStreams.keys.filter { !names.contains($0) }.sorted()
    let stored = facts.inventory.streams(of: connection.name).map(\.id.name).filter { !names.contains($0) }
    let gone = deletesUnmentioned ? declared + stored.filter { !declared.contains($0) }.sorted() : declared
    var differences: [Plan.Difference] = []
    for name in gone {
      let entry = facts.stream(name, of: connection.name)
      differences.append(Plan.Difference(.delete, name))
      guard let entry, old != nil else { continue }
      if deletesUnmentioned {
        let count = await recordCount(entry)
        facts.deletions.append(.delete(entry.id, connection: connection.name, prefix: connection.prefix))
        let text = "Stream `\(name)`: \(records(count)) and the state are deleted."
        if count == 0 { effects.append(text) } else { lose(text) }
      } else if entry.exists {
        effects.append("Stream `\(name)` is not synced any more; its records stay.")
      }
    }
    return differences
  }
}

extension Place {
  /// Whether it holds tables, which can be made before there are records.
  var hasTables: Bool {
    switch location {
    case .sqlite, .postgres: true
    default: false
    }
  }
}
