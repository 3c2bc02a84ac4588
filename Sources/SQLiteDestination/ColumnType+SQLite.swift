internal import Destinations

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
