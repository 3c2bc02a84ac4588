internal import AirbyteSource
internal import ConnectorKit
internal import Destinations
internal import Document
internal import JSON
internal import Sync
internal import YAML

/// Compares a connections file with a workspace of an Airbyte server.
struct ServerPlanner {
  let file: ConnectionsFile
  let scope: PlanScopeOptions
  let client: AirbyteClient
  let log: SyncLog
  let record: ServerRecord
  var workspace: AirbyteWorkspace
  var plan = Plan()
  private var facts: [String: SourceFacts] = [:]
  /// Elements that are deleted and made again, as the server cannot change their connector.
  private var recreated: Set<String> = []
  private var actorIDs: [String: String] = [:]
  private var deletions: [ServerChange] = []
  private var lateDeletions: [ServerChange] = []
  private var changes: [ServerChange] = []

  /// - Throws: what keeps the server from being asked.
  static func plan(_ file: ConnectionsFile, maker: SourceMaker, scope: PlanScopeOptions, log: SyncLog) async throws -> Plan {
    guard let target = file.target else { return Plan() }
    let client = try AirbyteClient(target, file: file.path, log: log)
    let wanted = ResolvedSettings(ConnectionsFile.Settings(node: target.node, path: nil), file: file.path).values["workspace"]?.stringValue
    let workspace = try await AirbyteWorkspace.read(
      client, wanted: wanted, hasTags: file.connections.contains { !$0.tags.isEmpty })
    var planner = ServerPlanner(
      file: file, scope: scope, client: client, log: log, record: try ServerRecord(file: file.path, workspace: workspace.id),
      workspace: workspace)
    await planner.run(maker)
    return planner.plan
  }

  private mutating func run(_ maker: SourceMaker) async {
    for source in file.sources { await planSource(source, maker) }
    for destination in file.destinations { planDestination(destination) }
    for connection in file.connections { await planConnection(connection) }
    planUnmentioned()
    plan.serverChanges = deletions + changes + lateDeletions
    plan.server = ServerPlace(client: client, workspace: workspace, record: record, name: workspace.name)
  }

  private mutating func report(_ error: any Error, _ context: String, at location: SourceLocation?) {
    plan.problems += Diagnostic.all(of: error, context, at: location, log)
  }

  /// The name that an element had before; nil when it had none, or has its new one already.
  private func oldName(_ address: (String) -> ConnectionsFile.Address, _ name: String, in resources: [JSONObject]) -> String? {
    guard !resources.contains(where: { $0["name"]?.stringValue == name }) else { return nil }
    return file.moves.first { $0.to == address(name) }.flatMap { move in
      resources.compactMap { $0["name"]?.stringValue }.first { address($0) == move.from }
    }
  }

  // MARK: Sources

  private mutating func planSource(_ source: ConnectionsFile.Source, _ maker: SourceMaker) async {
    do {
      var definition: ServerActor.Definition
      var specification: JSONValue?
      var manifestDifference: Plan.Difference?
      switch source.kind {
      case .manifest(let path):
        let found = await SourceFacts.gather(source, file: file.path, maker, log)
        plan.problems += found.problems
        guard !found.problems.contains(where: { $0.severity == .error }) else { return note(source.name) }
        facts[source.name] = found
        specification = found.specification
        let name = manifestName(source)
        definition = .manifest(name)
        manifestDifference = try planManifest(name, path, at: source.location)
        if let id = try AirbyteWorkspace.named(name, in: workspace.manifests, "manifest", at: source.location)?["id"]?.stringValue {
          definition = .id(id)
        }
      case .definition(let name):
        definition = .id(try AirbyteWorkspace.definition(name, in: workspace.sourceDefinitions, "source", at: source.location))
      case .program: return
      }
      let settings = ResolvedSettings(source.settings, file: file.path)
      try planActor(
        .source, source.name, source.location, definition, written: source.written, settings, specification, workspace.sources,
        manifestDifference)
    } catch {
      report(error, "source `\(source.name)` cannot be compared", at: source.location)
      note(source.name)
    }
  }

  private mutating func note(_ source: String) {
    for connection in file.connections where connection.source == source {
      plan.notes.append("The connection `\(connection.name)` was not compared.")
    }
  }

  /// The name that a manifest is published under: that of the first source that uses it.
  private func manifestName(_ source: ConnectionsFile.Source) -> String {
    file.sources.first { $0.kind == source.kind }?.name ?? source.name
  }

  /// - Returns: what is shown of a manifest that changes; nil for one that is published as it is.
  private mutating func planManifest(_ name: String, _ path: String, at location: SourceLocation?) throws -> Plan.Difference? {
    let manifest = try YAMLReader.read(path: ManifestArgument.file(path), dialect: .tolerant).root.json
    guard let published = try AirbyteWorkspace.named(name, in: workspace.manifests, "manifest", at: location) else {
      if !isChanged(manifest: name) { changes.append(.manifest(name: name, manifest: manifest, id: nil)) }
      return nil
    }
    guard published["manifest"]?.isEqual(to: manifest) != true else { return nil }
    if !isChanged(manifest: name) { changes.append(.manifest(name: name, manifest: manifest, id: published["id"]?.stringValue)) }
    return Plan.Difference(
      .change, "manifest content", old: published["version"]?.integerValue.map { "version \($0)" } ?? "other", new: "changed")
  }

  private func isChanged(manifest name: String) -> Bool {
    changes.contains { if case .manifest(name, _, _) = $0 { true } else { false } }
  }

  // MARK: Destinations

  private mutating func planDestination(_ destination: ConnectionsFile.Destination) {
    guard case .definition(let written) = destination.kind else { return }
    do {
      let id = try AirbyteWorkspace.definition(written, in: workspace.destinationDefinitions, "destination", at: destination.location)
      try planActor(
        .destination, destination.name, destination.location, .id(id), written: written,
        ResolvedSettings(destination.settings, file: file.path), nil, workspace.destinations, nil)
    } catch {
      report(error, "destination `\(destination.name)` cannot be compared", at: destination.location)
    }
  }

  // MARK: Both

  private mutating func planActor(
    _ kind: Plan.Kind, _ name: String, _ location: SourceLocation?, _ definition: ServerActor.Definition, written: String,
    _ settings: ResolvedSettings, _ specification: JSONValue?, _ resources: [JSONObject], _ manifestDifference: Plan.Difference?
  ) throws {
    guard settings.problems.isEmpty else { throw DiagnosticList(settings.problems) }
    let old = oldName({ kind == .source ? .source($0) : .destination($0) }, name, in: resources)
    let remote = try AirbyteWorkspace.named(old ?? name, in: resources, kind.rawValue, at: location)
    let idKey = kind == .source ? "sourceId" : "destinationId"
    var comparison = ServerSettings(settings, specification, record.settings(kind, old ?? name), sendsSecrets: scope.sendsSecrets)
    var id = remote?[idKey]?.stringValue
    var element = Plan.Element(kind: kind, name: name, action: remote == nil ? .add : .change)
    if let old { element.differences.append(Plan.Difference(.change, "name", old: old, new: name)) }
    if let manifestDifference { element.differences.append(manifestDifference) }
    if let remote, remote["definitionId"].map({ .id($0.stringValue ?? "") != definition }) ?? false {
      element.differences.append(
        Plan.Difference(.change, "connector", old: remote["\(kind.rawValue)Type"]?.stringValue ?? "other", new: written))
      let text = "The \(kind.rawValue) `\(name)` is deleted and made again, as another connector takes its place."
      element.effects.append(text)
      plan.losses.append(text)
      recreated.insert("\(kind.rawValue) \(name)")
      if let id { lateDeletions.append(.deleteActor(kind, id: id)) }
      id = nil
      comparison.compare(with: nil)
    } else {
      comparison.compare(with: remote?["configuration"])
    }
    if remote == nil { element.differences.append(Plan.Difference(.add, "connector", new: written)) }
    let settingDifferences = comparison.differences
    if !settingDifferences.isEmpty {
      element.differences.append(Plan.Difference(remote == nil ? .add : .change, "config", children: settingDifferences))
    }
    if comparison.hasUnknownSecrets, remote != nil, id != nil {
      plan.notes.append(
        "Secrets of the \(kind.rawValue) `\(name)` were not set from here and are taken to be right; --send-secrets sends them.")
    }
    if let id { actorIDs["\(kind.rawValue) \(name)"] = id }
    if id == nil || old != nil || !settingDifferences.isEmpty {
      changes.append(
        .actor(
          ServerActor(
            kind: kind, name: name, definition: definition, id: id, configuration: settings.values, replaces: comparison.hasRemovals,
            salt: comparison.salt, recorded: comparison.recorded)))
    }
    if remote == nil || !element.differences.isEmpty { plan.elements.append(element) }
  }

  // MARK: Connections

  private mutating func planConnection(_ connection: ConnectionsFile.Connection) async {
    guard
      facts[connection.source] != nil
        || file.source(connection.source).map({ if case .definition = $0.kind { true } else { false } }) == true
    else { return }
    do {
      let old = oldName({ .connection($0) }, connection.name, in: workspace.connections)
      let remote = try AirbyteWorkspace.named(old ?? connection.name, in: workspace.connections, "connection", at: connection.location)
      let streams = try await streams(of: connection)
      for tag in connection.tags where !workspace.tags.contains(where: { $0["name"]?.stringValue == tag }) && !isPlanned(tag: tag) {
        changes.append(.tag(tag))
      }
      var element = Plan.Element(kind: .connection, name: connection.name, action: remote == nil ? .add : .change)
      if let old { element.differences.append(Plan.Difference(.change, "name", old: old, new: connection.name)) }
      let after = ServerConnectionView.declared(connection, streams)
      var id = remote?["connectionId"]?.stringValue
      if let remote, let old = remote["connectionId"]?.stringValue, isElsewhere(connection, remote) {
        let text = "The connection `\(connection.name)` is deleted and made again; its streams are read from the start."
        element.effects.append(text)
        plan.losses.append(text)
        deletions.append(.deleteConnection(old))
        id = nil
      }
      let before = remote.map { ServerConnectionView.remote($0, like: after, workspace) } ?? [:]
      element.differences += Plan.Difference.differences(before, after)
      if remote == nil, streams == nil { element.effects.append("Its streams are known after the source is there.") }
      if remote == nil || id == nil || !element.differences.isEmpty {
        plan.elements.append(element)
        changes.append(.connection(ServerConnection(declared: connection, id: id, streams: streams)))
      }
    } catch {
      report(error, "connection `\(connection.name)` cannot be compared", at: connection.location)
    }
  }

  private func isPlanned(tag name: String) -> Bool { changes.contains { if case .tag(name) = $0 { true } else { false } } }

  /// Whether a connection leads from or to something else, which the server cannot change.
  private func isElsewhere(_ connection: ConnectionsFile.Connection, _ remote: JSONObject) -> Bool {
    remote["sourceId"]?.stringValue != actorIDs["source \(connection.source)"]
      || remote["destinationId"]?.stringValue != actorIDs["destination \(connection.destination)"]
  }

  /// The streams that a connection is to sync; nil when they are known only after the source is there.
  private mutating func streams(of connection: ConnectionsFile.Connection) async throws -> [EffectiveStream]? {
    var described = facts[connection.source]?.streams
    if described == nil, let id = actorIDs["source \(connection.source)"] {
      described = try await ServerStreams.described(client, source: id)
    }
    guard let described else { return nil }
    let names = described.map(\.name)
    for rule in connection.streams ?? [] where !rule.pattern.isPattern && !names.contains(rule.pattern.text) {
      let near = NearMiss.nearest(to: rule.pattern.text, among: names)
      throw Diagnostic(
        code: .unknownName, "source `\(connection.source)` has no stream `\(rule.pattern.text)`", at: rule.location,
        fix: near.map { "did you mean `\($0)`?" } ?? "use one of: \(names.sorted().joined(separator: ", "))")
    }
    return ServerStreams.effective(described, connection)
  }

  // MARK: What the file does not mention

  private mutating func planUnmentioned() {
    let kinds: [(Plan.Kind, [JSONObject], String, Set<String>)] = [
      (.connection, workspace.connections, "connectionId", Set(file.connections.map(\.name))),
      (.source, workspace.sources, "sourceId", Set(file.sources.map(\.name))),
      (.destination, workspace.destinations, "destinationId", Set(file.destinations.map(\.name))),
    ]
    for (kind, resources, idKey, names) in kinds {
      for resource in resources {
        let name = resource["name"]?.stringValue ?? ""
        let isMoved = file.moves.contains {
          $0.from == (kind == .source ? .source(name) : kind == .destination ? .destination(name) : .connection(name))
        }
        guard !names.contains(name), !isMoved, let id = resource[idKey]?.stringValue else { continue }
        guard scope.deletesUnmentioned else {
          plan.unmentioned.append("The \(kind.rawValue) `\(name)` is not in the file and is left alone; --delete-unmentioned deletes it.")
          continue
        }
        let text = "The \(kind.rawValue) `\(name)` is deleted on the server."
        plan.elements.append(Plan.Element(kind: kind, name: name, action: .delete, effects: [text]))
        plan.losses.append(text)
        if kind == .connection { deletions.append(.deleteConnection(id)) } else { lateDeletions.append(.deleteActor(kind, id: id)) }
      }
    }
  }
}

/// How far a plan goes.
package struct PlanScopeOptions: Sendable {
  /// Whether what the file does not mention is to be deleted.
  package var deletesUnmentioned = false
  /// Whether secrets are sent to a server that were not set from here.
  package var sendsSecrets = false

  package init(deletesUnmentioned: Bool = false, sendsSecrets: Bool = false) {
    self.deletesUnmentioned = deletesUnmentioned
    self.sendsSecrets = sendsSecrets
  }
}
