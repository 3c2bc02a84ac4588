internal import Destinations

extension ColumnType {
  /// The type of a column.
  var postgresType: String {
    switch self {
    case .integer: "bigint"
    case .number: "numeric"
    case .boolean: "boolean"
    case .string: "text"
    case .json: "jsonb"
    case .date: "date"
    case .timestampWithTimezone: "timestamp with time zone"
    case .timestampWithoutTimezone: "timestamp without time zone"
    case .timeWithTimezone: "time with time zone"
    case .timeWithoutTimezone: "time without time zone"
    }
  }
}
