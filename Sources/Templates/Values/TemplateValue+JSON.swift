public import JSON

extension TemplateValue {
  /// The value of JSON; the members of objects are converted when they are read.
  public init(_ json: JSONValue) {
    switch json {
    case .null: self = .none
    case .bool(let value): self = .bool(value)
    case .integer(let value): self = .integer(value)
    case .bigInteger(let digits): self = .double(Double(digits) ?? 0)
    case .double(let value): self = .double(value)
    case .string(let value): self = .string(value)
    case .array(let elements): self = .list(TemplateList(elements.map { TemplateValue($0) }))
    case .object(let object): self = .dict(TemplateDict(object))
    }
  }

  var isMutatedContainer: Bool {
    switch self {
    case .list(let list): list.isMutated || list.elements.contains { $0.isMutatedContainer }
    case .dict(let dict): dict.isMutated
    default: false
    }
  }
}
