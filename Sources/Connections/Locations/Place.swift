internal import AirbyteSource
internal import ConnectorKit
internal import Destinations
internal import Document
internal import Sync
internal import FileDestinations
internal import JSON
internal import PostgresDestination
internal import SQLiteDestination

/// Where the records of a connection go, with all that is needed to write there.
struct Place: Sendable {
  /// Two places with one key are the same.
  let key: String
  /// What messages call it, without secrets.
  let name: String
  let store: any ConnectionStore
  let location: DestinationLocation
  let schema: String?
  let settings: ResolvedSettings
  let statePath: String
  private let lockTimeout: Double

  /// - Throws: the problems that keep the destination from being used.
  init(
    _ destination: ConnectionsFile.Destination, schema: String?, file: String, lockTimeout: Double = 30
  ) throws {
    guard case .place(let kind, let node) = destination.kind else {
      throw SyncError(.config, "The destination `\(destination.name)` exists only on an Airbyte server.")
    }
    let address = ResolvedSettings(text: node, file: file)
    settings = ResolvedSettings(destination.settings, file: file)
    let problems = address.problems + settings.problems
    guard problems.isEmpty else { throw DiagnosticList(problems) }
    let text = address.text
    func local(_ path: String) -> String { path.hasPrefix("/") ? path : destination.directory + path }
    location =
      switch kind {
      case .sqlite: .sqlite(path: local(text))
      case .postgres: .postgres(address: text)
      case .jsonl: .files(directory: local(text), format: .jsonl)
      case .csv: .files(directory: local(text), format: .csv)
      case .airbyte: .airbyte(command: text)
      case .singer: .singer(command: text)
      }
    self.schema = kind == .postgres ? schema ?? destination.schema ?? "public" : nil
    statePath = destination.statePath
    name = kind == .postgres ? DestinationLocation.masked(text) : text
    self.lockTimeout = lockTimeout
    switch location {
    case .sqlite(let path):
      store = SQLiteDestination(path: path, lockTimeout: lockTimeout)
      key = "sqlite:\(FilePath.real(path))"
    case .postgres(let address):
      store = PostgresDestination(address: address, schema: self.schema ?? "public")
      key = "\(DestinationLocation.masked(address)) \(self.schema ?? "")"
    case .files(let directory, let format):
      store = FileDestination(directory: directory, format: format == .csv ? .csv : .jsonLines).connectionStore
      key = "files:\(FilePath.real(directory))"
    case .airbyte, .singer:
      store = StateFileStore(path: statePath)
      key = "program:\(FilePath.real(statePath))"
    }
  }

  /// The store, with another patience.
  ///
  /// - Parameter lockTimeout: how many seconds it waits for a program that has locked the database; nil for the standard.
  func store(lockTimeout: Double?) -> any ConnectionStore {
    if case .sqlite(let path) = location, let lockTimeout { return SQLiteDestination(path: path, lockTimeout: lockTimeout) }
    return store
  }

  /// The destination, for one sync.
  func destination(prefix: String) -> any Destination {
    if case .sqlite(let path) = location { return SQLiteDestination(path: path, prefix: prefix, lockTimeout: lockTimeout) }
    return location.destination(prefix: prefix, schema: schema, config: settings.values, statePath: statePath)
  }

  /// How streams can be written.
  var writeModes: Set<StreamSelection.WriteMode> { destination(prefix: "").writeModes }
}
