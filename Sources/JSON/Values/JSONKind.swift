/// The kind of a JSON value. `1` is an integer; `1.0` and `1e5` are doubles.
public enum JSONKind: UInt8, Sendable, Hashable {
  case null, bool, integer, double, string, array, object

  /// The name used in messages: `null`, `boolean`, `integer`, `number`, `string`, `array`, `object`.
  public var name: String {
    switch self {
    case .null: "null"
    case .bool: "boolean"
    case .integer: "integer"
    case .double: "number"
    case .string: "string"
    case .array: "array"
    case .object: "object"
    }
  }
}

extension JSONValue {
  public var kind: JSONKind {
    switch self {
    case .null: .null
    case .bool: .bool
    case .integer, .bigInteger: .integer
    case .double: .double
    case .string: .string
    case .array: .array
    case .object: .object
    }
  }
}
