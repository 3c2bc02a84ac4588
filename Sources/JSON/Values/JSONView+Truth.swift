extension JSONView {
  /// Whether Python takes the value for true: it is neither null, false, zero nor empty.
  public var isTruthy: Bool {
    switch kind {
    case .null: false
    case .bool: bool == true
    case .integer, .double: double != 0
    case .string: !(string ?? "").isEmpty
    case .array, .object: !isEmpty
    }
  }
}
