package import ConnectorKit
package import Destinations
internal import SQLiteDestination

/// A destination as the command line names it.
package enum DestinationLocation: Sendable, Equatable {
  case sqlite(path: String)

  /// - Throws: `SyncError` when the text names no destination.
  package init(_ text: String) throws {
    if text.hasPrefix("sqlite:") {
      var path = text.dropFirst("sqlite:".count)
      if path.hasPrefix("///") { path = path.dropFirst(2) }
      self = .sqlite(path: String(path))
    } else if [".sqlite", ".sqlite3", ".db"].contains(where: text.hasSuffix) {
      self = .sqlite(path: text)
    } else {
      throw SyncError(
        .config, "Unknown destination `\(text)`. Expected a SQLite file (NAME.sqlite, or sqlite:PATH).")
    }
  }

  /// - Parameter prefix: what the names of tables or files begin with.
  package func destination(prefix: String) -> any Destination {
    switch self {
    case .sqlite(let path): SQLiteDestination(path: path, prefix: prefix)
    }
  }
}
