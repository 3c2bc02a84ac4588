internal import Document

extension Node {
  /// What the value is, with its article: `a list`, `an integer`, `text`.
  var phrase: String {
    switch value {
    case .null, .string, .binary: kind
    case .integer, .bigInteger: "an \(kind)"
    default: "a \(kind)"
    }
  }

  /// Whether Python takes the value for true.
  var isTruthy: Bool {
    switch value {
    case .null: false
    case .bool(let value): value
    case .integer(let value): value != 0
    case .double(let value): value != 0
    case .string(let text): !text.isEmpty
    case .binary(let bytes): !bytes.isEmpty
    case .sequence(let elements): !elements.isEmpty
    case .mapping(let mapping): !mapping.isEmpty
    case .bigInteger, .date, .datetime: true
    }
  }
}
