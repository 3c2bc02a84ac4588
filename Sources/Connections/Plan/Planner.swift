internal import ConnectorKit
internal import Destinations
internal import Document
internal import JSON
internal import Sync

/// Compares a connections file with what was applied last and with what is there.
package struct Planner {
  let file: ConnectionsFile
  let deletesUnmentioned: Bool
  let log: SyncLog
  var plan = Plan()
  /// By the keys of places.
  var places: [String: PlaceFacts] = [:]
  var sources: [String: SourceFacts] = [:]
  var secrets = SecretCache()
  /// The keys of the places of connections; missing where they cannot be used.
  var placeOfConnection: [String: String] = [:]
  /// What is known of each source and destination from records, for their own differences.
  private var recorded: [Plan.Kind: [String: [(old: JSONObject, new: JSONObject)]]] = [:]
  private var used: [Plan.Kind: [(name: String, new: JSONObject)]] = [:]
  /// Who stores a table, by place and name.
  var tableOwners: [String: [String: String]] = [:]

  private init(_ file: ConnectionsFile, deletesUnmentioned: Bool, log: SyncLog) {
    self.file = file
    self.deletesUnmentioned = deletesUnmentioned
    self.log = log
  }

  /// Makes a plan.
  ///
  /// - Parameter log: takes messages of sources.
  package static func plan(
    _ file: ConnectionsFile, maker: SourceMaker, scope: PlanScopeOptions = PlanScopeOptions(), log: SyncLog
  ) async -> Plan {
    if let target = file.target {
      do {
        return try await ServerPlanner.plan(file, maker: maker, scope: scope, log: log)
      } catch {
        var plan = Plan()
        plan.problems = Diagnostic.all(of: error, "the target cannot be compared", at: target.location, log)
        return plan
      }
    }
    var planner = Planner(file, deletesUnmentioned: scope.deletesUnmentioned, log: log)
    await planner.gather(maker)
    planner.applyMoves()
    for connection in file.connections { await planner.plan(connection) }
    await planner.planUnmentioned()
    planner.planSourcesAndDestinations()
    for key in planner.places.keys.sorted() {
      guard let facts = planner.places[key], !facts.changes.isEmpty else { continue }
      planner.plan.steps.append(Plan.PlaceChanges(place: facts.place, revision: facts.inventory.revision, changes: facts.changes))
    }
    return planner.plan
  }

  // MARK: What is there

  private mutating func gather(_ maker: SourceMaker) async {
    var found: [String: Place] = [:]
    for destination in file.destinations {
      let connections = file.connections.filter { $0.destination == destination.name }
      // A destination without connections is looked at for what the file does not mention.
      let schemas = connections.isEmpty ? [nil] : Array(Set(connections.map(\.schema)))
      for schema in schemas {
        do {
          let place = try Place(destination, schema: schema, file: file.path)
          found[place.key] = found[place.key] ?? place
          for connection in connections where connection.schema == schema { placeOfConnection[connection.name] = place.key }
        } catch {
          plan.problems += Diagnostic.all(of: error, "destination `\(destination.name)` cannot be used", at: destination.location, log)
        }
      }
    }
    let (file, log) = (file, log)
    let wanted = file.sources.filter { source in file.connections.contains { $0.source == source.name } }
    async let inventories = Self.concurrently(Array(found.values)) { place -> (Place, Result<Inventory, any Error>) in
      do { return (place, .success(try await place.store.inventory())) } catch { return (place, .failure(error)) }
    }
    async let facts = Self.concurrently(wanted) { await SourceFacts.gather($0, file: file.path, maker, log) }
    for facts in await facts {
      sources[facts.declared.name] = facts
    }
    for source in wanted { plan.problems += sources[source.name]?.problems ?? [] }
    for (place, outcome) in await inventories.sorted(by: { $0.0.key < $1.0.key }) {
      switch outcome {
      case .success(let inventory): places[place.key] = PlaceFacts(place, inventory)
      case .failure(let error):
        let destination = file.destinations.first { (try? Place($0, schema: place.schema, file: file.path))?.key == place.key }
        plan.problems += Diagnostic.all(
          of: error, "destination `\(destination?.name ?? place.name)` cannot be compared", at: destination?.location, log)
      }
    }
  }

  private static func concurrently<Input: Sendable, Output: Sendable>(
    _ inputs: [Input], _ body: @escaping @Sendable (Input) async -> Output
  ) async -> [Output] {
    await withTaskGroup(of: Output.self) { group in
      for input in inputs { group.addTask { await body(input) } }
      return await group.reduce(into: []) { $0.append($1) }
    }
  }

  // MARK: Moves

  private mutating func applyMoves() {
    for move in file.moves {
      guard case .connection(let from) = move.from, case .connection(let to) = move.to else { continue }
      for key in places.keys {
        guard let record = places[key]?.declaration(from, project: file.project), !record.moves.contains(move.text) else { continue }
        let isFree = places[key]?.inventory.declarations[to] == nil || file.moves.contains { $0.from == .connection(to) }
        if isFree, file.connection(to) != nil { places[key]?.connectionRenames.append((from, to)) }
      }
    }
    for key in places.keys {
      guard let renames = places[key]?.connectionRenames, !renames.isEmpty else { continue }
      places[key]?.renameAll(renames)
    }
  }

  func isMoved(_ from: ConnectionsFile.Address, to: ConnectionsFile.Address) -> Bool {
    file.moves.contains { $0.from == from && $0.to == to }
  }

  // MARK: Sources and destinations

  /// Remembers how an element was recorded and what it is now.
  mutating func note(_ kind: Plan.Kind, _ name: String, old: JSONObject?, new: JSONObject) {
    if let old { recorded[kind, default: [:]][name, default: []].append((old, new)) }
    if used[kind]?.contains(where: { $0.name == name }) != true { used[kind, default: []].append((name, new)) }
  }

  private mutating func planSourcesAndDestinations() {
    var elements: [Plan.Element] = []
    for (kind, names) in [(Plan.Kind.source, file.sources.map(\.name)), (.destination, file.destinations.map(\.name))] {
      for name in names {
        guard let new = used[kind]?.first(where: { $0.name == name })?.new else {
          if placeProblem(kind, name) == false { plan.notes.append("The \(kind.rawValue) `\(name)` is not used by any connection.") }
          continue
        }
        if let element = element(kind, name, new) { elements.append(element) }
      }
      let gone = Set((recorded[kind] ?? [:]).values.joined().compactMap { $0.old["name"]?.stringValue }).subtracting(names)
      for name in gone.sorted() where !(file.moves.contains { $0.from == (kind == .source ? .source(name) : .destination(name)) }) {
        elements.append(Plan.Element(kind: kind, name: name, action: .delete))
      }
    }
    plan.elements = elements + plan.elements
  }

  /// Whether connections use an element that could not be looked at.
  private func placeProblem(_ kind: Plan.Kind, _ name: String) -> Bool {
    file.connections.contains { kind == .source ? $0.source == name : $0.destination == name }
  }

  private func element(_ kind: Plan.Kind, _ name: String, _ new: JSONObject) -> Plan.Element? {
    let all = recorded[kind]?[name] ?? []
    let records = all.filter { $0.old["name"]?.stringValue == name || isRenamed(kind, $0.old["name"]?.stringValue ?? "", name) }
    guard !records.isEmpty else {
      // The name is new; what it stands for may be known under another one.
      return Plan.Element(kind: kind, name: name, action: .add, differences: Plan.Difference.differences([:], Self.shown(new)))
    }
    for (old, new) in records {
      let differences = Plan.Difference.differences(old, new)
      if !differences.isEmpty { return Plan.Element(kind: kind, name: name, action: .change, differences: differences) }
    }
    return nil
  }

  private func isRenamed(_ kind: Plan.Kind, _ old: String, _ new: String) -> Bool {
    kind == .source ? isMoved(.source(old), to: .source(new)) : isMoved(.destination(old), to: .destination(new))
  }

  private static func shown(_ object: JSONObject) -> JSONObject {
    var object = object
    object["name"] = nil
    object["content"] = nil
    return object
  }
}

extension PlaceFacts {
  /// Gives connections other names at once, as they may be exchanged.
  fileprivate mutating func renameAll(_ renames: [(from: String, to: String)]) {
    connectionRenames = []
    let interim = renames.indices.map { "\u{0}\($0)" }
    for (rename, name) in zip(renames, interim) { self.rename(rename.from, to: name) }
    for (rename, name) in zip(renames, interim) { self.rename(name, to: rename.to) }
    connectionRenames = renames
    oldConnections = Dictionary(renames.map { ($0.to, $0.from) }) { first, _ in first }
  }
}
