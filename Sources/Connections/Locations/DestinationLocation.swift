internal import ConnectorKit
package import Destinations
internal import FileDestinations
internal import Glibc
internal import PostgresDestination
internal import ProcessDestinations
package import JSON
internal import SQLiteDestination

/// A destination as the command line names it.
package enum DestinationLocation: Sendable, Equatable {
  case sqlite(path: String)
  case postgres(address: String)
  case airbyte(command: String)
  case singer(command: String)
  case files(directory: String, format: FileFormat)

  package enum FileFormat: String, Sendable { case jsonl, csv }

  /// What can be named, for messages and help.
  package static let forms =
    "NAME.sqlite (or sqlite:PATH), postgres://USER@HOST/DATABASE, jsonl:DIRECTORY, csv:DIRECTORY, 'airbyte:COMMAND', 'singer:COMMAND'"

  /// - Throws: `SyncError` when the text names no destination.
  package init(_ text: String) throws {
    let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    let rest = parts.count == 2 ? parts[1] : ""
    if parts[0] == "sqlite", !rest.isEmpty {
      self = .sqlite(path: rest.hasPrefix("///") ? String(rest.dropFirst(2)) : rest)
    } else if parts[0] == "postgres" || parts[0] == "postgresql" {
      self = .postgres(address: text)
    } else if parts[0] == "airbyte", !rest.isEmpty {
      self = .airbyte(command: rest)
    } else if parts[0] == "singer", !rest.isEmpty {
      self = .singer(command: rest)
    } else if let format = FileFormat(rawValue: parts[0]), !rest.isEmpty {
      self = .files(directory: rest, format: format)
    } else if [".sqlite", ".sqlite3", ".db"].contains(where: text.hasSuffix) {
      self = .sqlite(path: text)
    } else {
      throw SyncError(.config, "Unknown destination `\(text)`. Expected one of: \(Self.forms).")
    }
  }

  /// Where the states and runs of a destination are kept.
  ///
  /// - Parameters:
  ///   - text: a destination as for `--to`, or a state file.
  ///   - isReadOnly: whether nothing will be changed, so that a sync may be running.
  /// - Throws: `SyncError` when the text names neither, or there is nothing yet.
  package static func stateStore(_ text: String, schema: String?, isReadOnly: Bool) throws -> any StateStore {
    func file(_ path: String) throws -> any StateStore {
      guard access(path, F_OK) == 0 else {
        throw SyncError(.config, "No state file at \(path). Check the path, or run the first sync; that creates it.")
      }
      return try StateFile(path: path, isReadOnly: isReadOnly)
    }
    if text.hasSuffix(".json") { return try file(text) }
    switch try DestinationLocation(text) {
    case .sqlite(let path): return SQLiteDestination(path: path)
    case .postgres(let address): return PostgresDestination(address: address, schema: schema ?? "public")
    case .files(let directory, _): return try file(FileDestination.statePath(directory))
    case .airbyte, .singer:
      throw SyncError(.config, "The states of \(text) are kept in a file. Pass the path of its .state.json instead.")
    }
  }

  /// A destination's text without the password in it, for messages.
  package static func masked(_ text: String) -> String {
    guard let scheme = text.firstRange(of: "://"), let at = text[scheme.upperBound...].firstIndex(of: "@"),
      let colon = text[scheme.upperBound..<at].firstIndex(of: ":")
    else { return text }
    let password = text[text.index(after: colon)..<at]
    // A reference tells nothing.
    if password.hasPrefix("${"), password.hasSuffix("}") { return text }
    return text[...colon] + "****" + text[at...]
  }

  /// - Parameters:
  ///   - prefix: what the names of tables begin with.
  ///   - schema: the schema of the tables, where a database has such; nil for its default.
  ///   - config: the settings of another program.
  ///   - statePath: the file that keeps states where the destination cannot.
  package func destination(prefix: String = "", schema: String? = nil, config: JSONObject = [:], statePath: String) -> any Destination {
    switch self {
    case .sqlite(let path): SQLiteDestination(path: path, prefix: prefix)
    case .postgres(let address): PostgresDestination(address: address, schema: schema ?? "public", prefix: prefix)
    case .airbyte(let command): AirbyteDestination(command: command, config: config, statePath: statePath)
    case .singer(let command): SingerDestination(command: command, config: config, statePath: statePath)
    case .files(let directory, let format):
      FileDestination(directory: directory, format: format == .csv ? .csv : .jsonLines, prefix: prefix)
    }
  }
}
