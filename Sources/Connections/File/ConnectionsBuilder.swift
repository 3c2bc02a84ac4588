internal import ConnectorKit
internal import Document
internal import JSON

/// Makes a ``ConnectionsFile`` of a document whose form is checked, and reports what the form cannot say.
struct ConnectionsBuilder {
  private(set) var problems: [Diagnostic] = []
  private let path: String

  init(path: String) { self.path = path }

  mutating func file(_ root: Node) -> ConnectionsFile {
    var file = ConnectionsFile(path: path)
    file.project = root["project"]?.string ?? file.project
    file.target = root["target"].map { ConnectionsFile.AirbyteTarget(node: $0, location: $0.location) }
    for entry in root["sources"]?.mapping?.entries ?? [] { if let source = source(entry) { file.sources.append(source) } }
    for entry in root["destinations"]?.mapping?.entries ?? [] {
      if let destination = destination(entry) { file.destinations.append(destination) }
    }
    for entry in root["connections"]?.mapping?.entries ?? [] { file.connections.append(connection(entry)) }
    for move in root["moved"]?.sequence ?? [] { if let move = self.move(move) { file.moves.append(move) } }
    checkNames(file, root)
    checkTarget(file)
    return file
  }

  private mutating func report(_ code: DiagnosticCode, _ message: String, at node: Node?, fix: String? = nil) {
    problems.append(Diagnostic(code: code, message, at: node?.location, fix: fix))
  }

  // MARK: Elements

  /// The one field of several that says of which kind an element is.
  private mutating func kind(_ entry: Node.Mapping.Entry, _ fields: [String], _ what: String) -> (field: String, value: Node)? {
    let given = fields.compactMap { field in entry.value[field].map { (field, $0) } }
    if given.count == 1 { return given.first }
    let names = fields.map { "`\($0)`" }.joined(separator: ", ")
    let message =
      given.isEmpty
      ? "\(what) `\(entry.key.keyText)` has no kind"
      : "\(what) `\(entry.key.keyText)` has several kinds: \(given.map { "`\($0.0)`" }.joined(separator: ", "))"
    report(.noKind, message, at: entry.key, fix: given.isEmpty ? "add one of \(names)" : "keep one of them")
    return nil
  }

  private mutating func source(_ entry: Node.Mapping.Entry) -> ConnectionsFile.Source? {
    guard let (field, value) = kind(entry, ["manifest", "airbyte", "singer", "definition"], "source"), let text = value.string else {
      return nil
    }
    let kind: ConnectionsFile.Source.Kind =
      switch field {
      case "manifest": .manifest(local(text, value))
      case "airbyte": .program(.airbyte(command: text))
      case "singer": .program(.singer(command: text))
      default: .definition(text)
      }
    return ConnectionsFile.Source(
      name: entry.key.keyText, location: entry.key.location, kind: kind, written: text,
      settings: settings(entry.value))
  }

  private mutating func destination(_ entry: Node.Mapping.Entry) -> ConnectionsFile.Destination? {
    let fields = DestinationKind.allCases.map(\.rawValue) + ["definition"]
    guard let (field, value) = kind(entry, fields, "destination"), let text = value.string else { return nil }
    let kind = DestinationKind(rawValue: field)
    let name = entry.key.keyText
    if let schema = entry.value["schema"], kind != .postgres {
      report(.unsupportedField, "`schema` is not supported by `\(field)`", at: schema, fix: "remove it, or use `prefix` in the connections")
    }
    if let config = entry.value["config"], let kind, ![.airbyte, .singer].contains(kind) {
      report(.unsupportedField, "`config` is not supported by `\(field)`", at: config, fix: "remove it")
    }
    let statePath = entry.value["state"].flatMap { node in node.string.map { local($0, node) } }
    return ConnectionsFile.Destination(
      name: name, location: entry.key.location, kind: kind.map { .place($0, value) } ?? .definition(text),
      settings: settings(entry.value), schema: entry.value["schema"]?.string,
      statePath: statePath ?? local("\(name).state.json", entry.key),
      directory: local("", value))
  }

  private func settings(_ element: Node) -> ConnectionsFile.Settings {
    guard let node = element["config"] else { return .none }
    if let text = node.string { return ConnectionsFile.Settings(node: node, path: local(text, node)) }
    return ConnectionsFile.Settings(node: node, path: nil)
  }

  /// A path that starts from the file in which it is written.
  private func local(_ path: String, _ node: Node) -> String { ConnectionsReader.path(path, besides: node.location?.file ?? self.path) }

  // MARK: Connections

  private mutating func connection(_ entry: Node.Mapping.Entry) -> ConnectionsFile.Connection {
    let value = entry.value
    var schedule: CronSchedule?
    if let node = value["schedule"], let text = node.string {
      schedule = CronSchedule(text)
      if schedule == nil {
        report(
          .wrongValue, "`schedule` must be five fields of cron, not `\(text)`", at: node,
          fix: "write it as `0 6 * * *` for every day at 6:00")
      }
    }
    return ConnectionsFile.Connection(
      name: entry.key.keyText, location: entry.key.location, source: value["source"]?.string ?? "",
      destination: value["destination"]?.string ?? "", streams: value["streams"]?.sequence.map { rules($0) },
      mode: mode(value["mode"]), prefix: value["prefix"]?.string ?? "", schema: value["schema"]?.string,
      tags: value["tags"]?.sequence?.compactMap(\.string) ?? [], schedule: schedule)
  }

  private func mode(_ node: Node?) -> StreamChoice.Mode? { node?.string.flatMap(StreamChoice.Mode.init(rawValue:)) }

  private mutating func rules(_ nodes: [Node]) -> [ConnectionsFile.StreamRule] {
    var rules: [ConnectionsFile.StreamRule] = []
    for node in nodes {
      let name = node["name"] ?? node
      guard let text = name.string else { continue }
      let pattern = StreamPattern(text)
      if let other = rules.first(where: { $0.pattern == pattern }) {
        problems.append(
          Diagnostic(
            code: .repeatedName, "stream `\(text)` is listed twice", at: name.location,
            notes: [Diagnostic.Note("the other one is here", at: other.location)], fix: "remove one of them"))
        continue
      }
      let key = node["key"].map { key in
        (key.sequence ?? [key]).map { path in (path.sequence ?? [path]).compactMap(\.string) }
      }
      let choice = StreamChoice(
        mode: mode(node["mode"]), cursorField: node["cursor"]?.string, primaryKey: key,
        fields: node["fields"]?.sequence?.compactMap(\.string))
      rules.append(ConnectionsFile.StreamRule(pattern: pattern, location: name.location, choice: choice))
    }
    return rules
  }

  // MARK: What belongs together

  private mutating func move(_ node: Node) -> ConnectionsFile.Move? {
    var addresses: [ConnectionsFile.Address] = []
    for side in ["from", "to"] {
      guard let text = node[side]?.string else { continue }
      guard let address = ConnectionsFile.Address(text) else {
        report(
          .wrongValue, "`\(text)` is not an address", at: node[side],
          fix: "write `sources.NAME`, `destinations.NAME`, `connections.NAME` or `connections.NAME.streams.STREAM`")
        continue
      }
      addresses.append(address)
    }
    guard addresses.count == 2 else { return nil }
    guard addresses[0].isSameKind(as: addresses[1]) else {
      report(.wrongValue, "`from` and `to` must be addresses of the same kind", at: node)
      return nil
    }
    return ConnectionsFile.Move(from: addresses[0], to: addresses[1], location: node.location)
  }

  private mutating func checkNames(_ file: ConnectionsFile, _ root: Node) {
    for connection in file.connections {
      let node = root["connections"]?[connection.name]
      checkName(connection.source, file.sources.map(\.name), "source", at: node?["source"])
      checkName(connection.destination, file.destinations.map(\.name), "destination", at: node?["destination"])
      if let schema = node?["schema"], case .place(let kind, _)? = file.destination(connection.destination)?.kind, kind != .postgres {
        report(.unsupportedField, "`schema` is not supported by `\(kind.rawValue)`", at: schema, fix: "remove it, or use `prefix`")
      }
    }
  }

  private mutating func checkName(_ name: String, _ known: [String], _ what: String, at node: Node?) {
    guard !known.contains(name) else { return }
    let near = NearMiss.nearest(to: name, among: known)
    report(
      .unknownName, "\(what) `\(name)` is not declared", at: node,
      fix: near.map { "did you mean `\($0)`?" }
        ?? (known.isEmpty ? "declare it under `\(what)s`" : "use one of: \(known.joined(separator: ", "))"))
  }

  /// What exists only on a server, or only here.
  private mutating func checkTarget(_ file: ConnectionsFile) {
    let isServer = file.target != nil
    for source in file.sources {
      switch source.kind {
      case .definition where !isServer:
        problems.append(
          Diagnostic(
            code: .unsupportedField, "source `\(source.name)`: `definition` is supported only with a `target`", at: source.location,
            fix: "use `manifest`, `airbyte` or `singer`"))
      case .program where isServer:
        problems.append(
          Diagnostic(
            code: .unsupportedField, "source `\(source.name)`: an Airbyte server cannot run a command", at: source.location,
            fix: "use `manifest` or `definition`"))
      default: break
      }
    }
    for destination in file.destinations {
      switch destination.kind {
      case .definition where !isServer:
        problems.append(
          Diagnostic(
            code: .unsupportedField, "destination `\(destination.name)`: `definition` is supported only with a `target`",
            at: destination.location, fix: "use one of: \(DestinationKind.allCases.map(\.rawValue).joined(separator: ", "))"))
      case .place where isServer:
        problems.append(
          Diagnostic(
            code: .unsupportedField, "destination `\(destination.name)`: an Airbyte server needs a `definition` and its `config`",
            at: destination.location, fix: "use `definition`"))
      default: break
      }
    }
  }
}

extension ConnectionsFile.Address {
  /// - Returns: nil when the text is no address.
  init?(_ text: String) {
    let parts = text.split(separator: ".", maxSplits: 3, omittingEmptySubsequences: false).map(String.init)
    switch (parts.first, parts.count) {
    case ("sources", 2): self = .source(parts[1])
    case ("destinations", 2): self = .destination(parts[1])
    case ("connections", 2): self = .connection(parts[1])
    case ("connections", 4) where parts[2] == "streams": self = .stream(parts[3], connection: parts[1])
    default: return nil
    }
  }

  fileprivate func isSameKind(as other: Self) -> Bool {
    switch (self, other) {
    case (.source, .source), (.destination, .destination), (.connection, .connection): true
    case (.stream(_, let one), .stream(_, let another)): one == another
    default: false
    }
  }
}
