extension JSONValue {
  /// Whether Python takes the value for true: it is neither null, false, zero nor empty.
  public var isTruthy: Bool {
    switch self {
    case .null: false
    case .bool(let value): value
    case .integer(let value): value != 0
    case .bigInteger: true
    case .double(let value): value != 0
    case .string(let text): !text.isEmpty
    case .array(let elements): !elements.isEmpty
    case .object(let members): !members.isEmpty
    }
  }
}
