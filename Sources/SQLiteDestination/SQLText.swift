internal import Destinations

/// Pieces of SQL.
enum SQLText {
  /// A name in quotes.
  static func name(_ name: String) -> String { "\"\(name.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\""))\"" }

  /// A text in quotes.
  static func text(_ text: String) -> String { "'\(text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''"))'" }
}

extension ColumnType {
  /// The declared type of a column. SQLite derives from it which values it converts when they are stored.
  var sqliteType: String {
    switch self {
    case .integer: "INTEGER"
    case .number: "REAL"
    case .boolean: "BOOLEAN"
    case .string, .date, .json, .timestampWithTimezone, .timestampWithoutTimezone, .timeWithTimezone, .timeWithoutTimezone: "TEXT"
    }
  }
}
