internal import JSON

extension JSONView {
  /// Whether the value counts as true where the manifest language asks: neither null, false, zero nor empty.
  var isTruthy: Bool {
    switch kind {
    case .null: false
    case .bool: bool == true
    case .integer, .double: double != 0
    case .string: !(string ?? "").isEmpty
    case .array, .object: !isEmpty
    }
  }
}
