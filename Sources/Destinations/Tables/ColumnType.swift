package import JSON

/// What a column of a table holds. Documentation/Sync.md lists how the types of a JSON schema become these.
package enum ColumnType: String, Sendable {
  case integer, number, boolean, string, date, json
  case timestampWithTimezone = "timestamp_with_timezone"
  case timestampWithoutTimezone = "timestamp_without_timezone"
  case timeWithTimezone = "time_with_timezone"
  case timeWithoutTimezone = "time_without_timezone"

  /// The type for values of a property.
  ///
  /// - Returns: nil where the schema leaves it open.
  package init?(schema: JSONValue) {
    var types = SchemaTypes()
    types.add(schema)
    guard let type = types.columnType else { return nil }
    self = type
  }

  /// The type of a column for values of one kind, where nothing else is known.
  package init(_ kind: JSONKind) {
    switch kind {
    case .bool: self = .boolean
    case .integer: self = .integer
    case .double: self = .number
    case .object, .array: self = .json
    case .string, .null: self = .string
    }
  }

  /// The type for values of both types: integers are numbers, and everything has a text.
  package func widened(to other: ColumnType) -> ColumnType {
    if self == other { return self }
    let both: Set<ColumnType> = [self, other]
    return both == [.integer, .number] ? .number : .string
  }
}

/// What a schema says of a value, `null` aside.
private struct SchemaTypes {
  private var types: Set<String> = []
  private var formats: Set<String> = []
  private var isOpen = false

  mutating func add(_ schema: JSONValue) {
    guard let schema = schema.objectValue else {
      isOpen = true
      return
    }
    let alternatives = (schema["anyOf"]?.arrayValue ?? []) + (schema["oneOf"]?.arrayValue ?? [])
    let names = schema["type"]?.arrayValue?.compactMap(\.stringValue) ?? schema["type"]?.stringValue.map { [$0] } ?? []
    if names.isEmpty, alternatives.isEmpty {
      let values = schema["enum"]?.arrayValue ?? schema["const"].map { [$0] } ?? []
      if values.isEmpty { isOpen = schema["properties"] == nil && schema["items"] == nil }
      for value in values where !value.isNull { types.insert(Self.name(of: value)) }
      if schema["properties"] != nil { types.insert("object") }
      if schema["items"] != nil { types.insert("array") }
    }
    for name in names where name != "null" { types.insert(name) }
    if names.contains("string") { formats.insert(schema["airbyte_type"]?.stringValue ?? schema["format"]?.stringValue ?? "") }
    if names.contains("number"), schema["airbyte_type"]?.stringValue == "integer" {
      types.remove("number")
      types.insert("integer")
    }
    if let big = schema["airbyte_type"]?.stringValue, big == "big_integer" || big == "big_number" { types = ["string"] }
    for alternative in alternatives { add(alternative) }
  }

  private static func name(of value: JSONValue) -> String {
    switch value {
    case .bool: "boolean"
    case .integer, .bigInteger: "integer"
    case .double: "number"
    case .array: "array"
    case .object: "object"
    case .string, .null: "string"
    }
  }

  var columnType: ColumnType? {
    guard !isOpen, !types.isEmpty else { return nil }
    switch types {
    case ["integer"]: return .integer
    case ["number"], ["integer", "number"]: return .number
    case ["boolean"]: return .boolean
    case ["string"]: return formats.count == 1 ? Self.textType(formats.first ?? "") : .string
    default: return types.isDisjoint(with: ["object", "array"]) ? .string : .json
    }
  }

  private static func textType(_ format: String) -> ColumnType {
    switch format {
    case "date-time", "timestamp_with_timezone": .timestampWithTimezone
    case "timestamp_without_timezone": .timestampWithoutTimezone
    case "date": .date
    case "time", "time_without_timezone": .timeWithoutTimezone
    case "time_with_timezone": .timeWithTimezone
    default: .string
    }
  }
}
