internal import ConnectorKit
internal import Destinations
internal import Document
internal import JSON
internal import Sync

extension Planner {
  /// Plans one connection.
  mutating func plan(_ connection: ConnectionsFile.Connection) async {
    guard let key = placeOfConnection[connection.name], var facts = places[key], let source = sources[connection.source],
      let destination = file.destination(connection.destination)
    else { return }
    if let other = facts.inventory.declarations[connection.name].flatMap(Declaration.init(json:)), other.project != file.project {
      return report(
        .repeatedName, "connection `\(connection.name)` of \(facts.place.name) belongs to the project `\(other.project)`",
        at: connection.location, fix: "rename the connection, or set `project: \(other.project)`")
    }
    if let record = facts.inventory.declarations[connection.name], Declaration(json: record) == nil {
      return report(
        .notCompared, "the record of connection `\(connection.name)` in \(facts.place.name) cannot be read", at: connection.location,
        fix: "update Headwater; a newer version may have written it")
    }
    let old = facts.declaration(connection.name, project: file.project)
    let elsewhere = places.filter { $0.key != key && $0.value.declaration(connection.name, project: file.project) != nil }.keys.sorted()
    let base = old ?? elsewhere.first.flatMap { places[$0]?.declaration(connection.name, project: file.project) }
    let errorCount = plan.errorCount
    let streams = effectiveStreams(connection, source, facts.place)
    let salt = base?.salt ?? DeclaredValue.makeSalt()
    var new = Declaration(
      project: file.project, source: source.declaration(salt: salt, &secrets),
      destination: destination.declaration(facts.place, salt: salt, &secrets), settings: Self.settings(connection),
      streams: streams.map { Dictionary($0.map { ($0.description.name, $0.json) }) { first, _ in first } }, salt: salt,
      moves: file.moves.map(\.text))
    note(.destination, connection.destination, old: base?.destination, new: new.destination)
    if source.problems.contains(where: { $0.severity == .error }) || plan.errorCount > errorCount {
      return plan.notes.append("The connection `\(connection.name)` was not compared.")
    }
    note(.source, connection.source, old: base?.source, new: new.source)
    var element = Plan.Element(kind: .connection, name: connection.name, action: base == nil ? .add : .change)
    if let before = facts.oldConnections[connection.name] {
      element.differences.append(Plan.Difference(.change, "name", old: before, new: connection.name))
    }
    element.differences += Plan.Difference.differences(base?.settings ?? [:], new.settings)
    if let streams {
      var planner = StreamPlanner(self, connection, old: old, base: base, new: new, streams, facts)
      await planner.run()
      plan.problems += planner.problems
      guard planner.problems.isEmpty else { return plan.notes.append("The connection `\(connection.name)` was not compared.") }
      facts = planner.facts
      element.differences += planner.differences
      element.effects += planner.effects
      plan.losses += planner.losses
      tableOwners[key] = planner.tableOwners
    } else {
      new.streams = base?.streams
    }
    for other in elsewhere {
      let name = places[other]?.place.name ?? ""
      element.effects.append("The records in \(name) stay there.")
      places[other]?.declarations.append(.declare(connection: connection.name, nil))
    }
    let isRenamed = facts.oldConnections[connection.name] != nil || facts.streamRenames.contains { $0.connection == connection.name }
    if old?.matches(new) != true || isRenamed { facts.declarations.append(.declare(connection: connection.name, new.json)) }
    places[key] = facts
    if base == nil || !element.differences.isEmpty || !element.effects.isEmpty { plan.elements.append(element) }
  }

  mutating func report(_ code: DiagnosticCode, _ message: String, at location: SourceLocation?, fix: String? = nil) {
    plan.problems.append(Diagnostic(code: code, message, at: location, fix: fix))
  }

  private static func settings(_ connection: ConnectionsFile.Connection) -> JSONObject {
    var settings: JSONObject = ["source": .string(connection.source), "destination": .string(connection.destination)]
    if !connection.prefix.isEmpty { settings["prefix"] = .string(connection.prefix) }
    if let schema = connection.schema { settings["schema"] = .string(schema) }
    if !connection.tags.isEmpty { settings["tags"] = .array(connection.tags.sorted().map(JSONValue.string)) }
    if let schedule = connection.schedule { settings["schedule"] = .string(schedule.text) }
    return settings
  }

  // MARK: Streams

  /// The streams that a connection syncs, and how; nil when the source does not say which it has.
  private mutating func effectiveStreams(
    _ connection: ConnectionsFile.Connection, _ source: SourceFacts, _ place: Place
  ) -> [EffectiveStream]? {
    guard let described = source.streams else { return nil }
    let names = described.map(\.name)
    for rule in connection.streams ?? [] where !names.contains(where: rule.pattern.matches) {
      if rule.pattern.isPattern {
        var warning = Diagnostic(
          code: .unknownName, "no stream of source `\(connection.source)` matches `\(rule.pattern.text)`", at: rule.location)
        warning.severity = .warning
        plan.problems.append(warning)
      } else {
        let near = NearMiss.nearest(to: rule.pattern.text, among: names)
        report(
          .unknownName, "source `\(connection.source)` has no stream `\(rule.pattern.text)`", at: rule.location,
          fix: near.map { "did you mean `\($0)`?" } ?? "use one of: \(names.sorted().joined(separator: ", "))")
      }
    }
    let modes = place.writeModes
    return described.compactMap { stream in
      guard let choice = connection.rule(for: stream.name) else { return nil }
      let location = connection.streams?.first { $0.pattern.matches(stream.name) }?.location ?? connection.location
      checkFields(choice, stream, at: location)
      do {
        _ = try choice.selection(of: stream, saved: nil, isRefresh: false, writeModes: modes)
      } catch {
        let message = (error as? StreamChoiceError)?.message ?? "\(error)"
        report(.wrongValue, "connection `\(connection.name)`: \(message)", at: location, fix: "choose another `mode`")
      }
      let mode = choice.mode(for: stream, writeModes: modes)
      if !modes.contains(mode.writeMode) {
        report(
          .wrongValue, "destination `\(connection.destination)` does not support the mode \(mode.rawValue) of stream `\(stream.name)`",
          at: location, fix: "choose another `mode`")
      }
      return EffectiveStream(description: FieldSelection.narrowed(stream, choice.fields.map(Set.init)), choice: choice, mode: mode)
    }
  }

  private mutating func checkFields(_ choice: StreamChoice, _ stream: StreamDescription, at location: SourceLocation?) {
    guard let properties = stream.schema["properties"]?.objectValue, !properties.isEmpty else { return }
    let named = (choice.fields ?? []) + (choice.primaryKey ?? []).compactMap(\.first) + [choice.cursorField].compactMap { $0 }
    for field in named where properties[field] == nil {
      let near = NearMiss.nearest(to: field, among: properties.map(\.key))
      report(
        .unknownName, "stream `\(stream.name)` has no field `\(field)`", at: location,
        fix: near.map { "did you mean `\($0)`?" } ?? "use one of: \(properties.map(\.key).sorted().joined(separator: ", "))")
    }
  }
}
