internal import ConnectorKit
internal import Document
internal import JSON

/// What messages say of the types of fields.
enum TypeDescription {
  static func phrase(_ type: FieldType) -> String {
    switch type {
    case .any: "any value"
    case .string: "text"
    case .integer: "an integer"
    case .number: "a number"
    case .boolean: "true or false"
    case .null: "null"
    case .object, .mapping, .record: "a mapping"
    case .list: "a list"
    case .choice(let names): names.count == 1 ? "`\(names[0])`" : "one of \(names.map { "`\($0)`" }.joined(separator: ", "))"
    case .component(let types): types.count == 1 ? "a component of type \(types[0])" : "a component (\(types.joined(separator: ", ")))"
    case .anyOf(let types): types.map(phrase).joined(separator: " or ")
    case .limited(let type, _): phrase(type)
    }
  }

  /// Whether a value has the form of a type, whatever is in it.
  static func mayHold(_ type: FieldType, _ node: Node) -> Bool {
    switch (type, node.value) {
    case (.any, _), (.null, .null), (.string, .string), (.choice, .string), (.boolean, .bool): true
    case (.integer, .integer), (.integer, .bigInteger), (.number, .integer), (.number, .bigInteger), (.number, .double): true
    case (.integer, .double(let value)): value.rounded() == value
    case (.object, .mapping), (.mapping, .mapping), (.record, .mapping), (.component, .mapping), (.list, .sequence): true
    case (.limited(let type, _), _): mayHold(type, node)
    case (.anyOf(let types), _): types.contains { mayHold($0, node) }
    default: false
    }
  }

  /// What is wrong with a value of the right type that is out of bounds; nil when it is within them.
  static func violation(of limit: FieldLimit, by node: Node) -> String? {
    switch limit {
    case .atLeast(let bound): number(node).flatMap { $0 < bound ? "must be at least \(text(bound))" : nil }
    case .above(let bound): number(node).flatMap { $0 <= bound ? "must be greater than \(text(bound))" : nil }
    case .minimumCount(let count):
      node.sequence.flatMap { $0.count < count ? "must have at least \(count) element\(count == 1 ? "" : "s")" : nil }
    case .distinct: hasDuplicateKeys(node) ? "must not contain duplicates" : nil
    }
  }

  private static func number(_ node: Node) -> Double? { node.json.doubleValue }

  private static func text(_ bound: Double) -> String { Int(exactly: bound).map(String.init) ?? "\(bound)" }

  private static func hasDuplicateKeys(_ node: Node) -> Bool {
    let values = node.sequence?.compactMap { $0.json.doubleValue } ?? []
    return Set(values).count < values.count
  }
}
