internal import ConnectorKit
package import Destinations
internal import FileDestinations
internal import SQLiteDestination

/// A destination as the command line names it.
package enum DestinationLocation: Sendable, Equatable {
  case sqlite(path: String)
  case files(directory: String, format: FileFormat)

  package enum FileFormat: String, Sendable { case jsonl, csv }

  /// What can be named, for messages and help.
  package static let forms = "NAME.sqlite (or sqlite:PATH), jsonl:DIRECTORY, csv:DIRECTORY"

  /// - Throws: `SyncError` when the text names no destination.
  package init(_ text: String) throws {
    let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    let rest = parts.count == 2 ? parts[1] : ""
    if parts[0] == "sqlite", !rest.isEmpty {
      self = .sqlite(path: rest.hasPrefix("///") ? String(rest.dropFirst(2)) : rest)
    } else if let format = FileFormat(rawValue: parts[0]), !rest.isEmpty {
      self = .files(directory: rest, format: format)
    } else if [".sqlite", ".sqlite3", ".db"].contains(where: text.hasSuffix) {
      self = .sqlite(path: text)
    } else {
      throw SyncError(.config, "Unknown destination `\(text)`. Expected one of: \(Self.forms).")
    }
  }

  /// - Parameter prefix: what the names of tables begin with.
  package func destination(prefix: String) -> any Destination {
    switch self {
    case .sqlite(let path): SQLiteDestination(path: path, prefix: prefix)
    case .files(let directory, let format): FileDestination(directory: directory, format: format == .csv ? .csv : .jsonLines)
    }
  }
}
