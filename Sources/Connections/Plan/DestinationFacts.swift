internal import ConnectorKit
internal import Destinations
internal import Document
internal import Headwater
internal import JSON

/// What a plan knows of a place: what is there, and the changes that are planned.
struct PlaceFacts: Sendable {
  let place: Place
  /// What is there, under the names that it will have.
  var inventory: Inventory
  /// What the connections and streams are called now, by their names to be.
  var oldConnections: [String: String] = [:]
  var oldStreams: [String: [StreamID: StreamID]] = [:]

  var connectionRenames: [(from: String, to: String)] = []
  var streamRenames: [(connection: String, renames: [StreamRename])] = []
  var deletions: [StoreChange] = []
  var resets: [StoreChange] = []
  var preparations: [StoreChange] = []
  var declarations: [StoreChange] = []

  init(_ place: Place, _ inventory: Inventory) {
    self.place = place
    self.inventory = inventory
  }

  /// All changes in the order in which they can be made.
  var changes: [StoreChange] {
    (connectionRenames.isEmpty ? [] : [.renameConnections(connectionRenames)])
      + streamRenames.map { .renameStreams($0.renames, connection: $0.connection) } + deletions + resets + preparations + declarations
  }

  /// How a connection was declared; nil when it was not, or by another project.
  func declaration(_ connection: String, project: String) -> Declaration? {
    inventory.declarations[connection].flatMap(Declaration.init(json:)).flatMap { $0.project == project ? $0 : nil }
  }

  func stream(_ name: String, of connection: String) -> Inventory.Stream? {
    inventory.streams.first { $0.connection == connection && $0.id.name == name }
  }

  /// How many records a stream has, by the names that it has now.
  func recordCount(of stream: StreamID, in connection: String) async -> Int? {
    let old = oldStreams[connection]?[stream] ?? stream
    return try? await place.store.recordCount(of: old, in: oldConnections[connection] ?? connection)
  }

  /// Gives a connection another name.
  mutating func rename(_ from: String, to: String) {
    connectionRenames.append((from, to))
    oldConnections[to] = from
    inventory.declarations[to] = inventory.declarations.removeValue(forKey: from)
    inventory.streams = inventory.streams.map { $0.connection == from ? $0.renamed(connection: to) : $0 }
  }
}

extension Inventory.Stream {
  /// The same under another name.
  func renamed(connection: String? = nil, id: StreamID? = nil) -> Self {
    Self(
      connection: connection ?? self.connection, id: id ?? self.id, saved: saved, table: table, exists: exists, columns: columns)
  }
}

extension ConnectionsFile.Destination {
  /// The destination as it is recorded.
  func declaration(_ place: Place, salt: String, _ cache: inout SecretCache) -> JSONObject {
    guard case .place(let kind, let node) = kind else { return [:] }
    let written = node.string ?? ""
    let address = ResolvedSettings(text: node, file: "")
    // An address may hold a password.
    let isSecret = kind == .postgres || address.leaves.first?.leaf.isReferred == true
    var object: JSONObject = [
      "name": .string(name),
      kind.rawValue: isSecret
        ? cache.secret(.string(address.text), shown: DestinationLocation.masked(written), salt: salt) : .string(written),
    ]
    if let schema { object["schema"] = .string(schema) }
    let settings = place.settings.leaves.map { path, leaf -> (String, JSONValue) in
      guard leaf.isReferred || SecretNames.isLikely(path) else { return (path, leaf.value) }
      return (path, cache.secret(leaf.value, shown: leaf.isReferred ? leaf.written.stringValue ?? "" : "", salt: salt))
    }
    if !settings.isEmpty { object["config"] = .object(JSONObject(settings)) }
    return object
  }
}
