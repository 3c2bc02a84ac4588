public import JSON

extension TemplateValue {
  /// The value of JSON; the members of objects are converted when they are read.
  public init(_ json: JSONValue) {
    switch json {
    case .null: self = .none
    case .bool(let value): self = .bool(value)
    case .integer(let value): self = .integer(value)
    case .bigInteger(let digits): self = BigInteger(digits).map { .bigInteger($0) } ?? .none
    case .double(let value): self = .double(value)
    case .string(let value): self = .string(value)
    case .array(let elements): self = .list(TemplateList(elements.map { TemplateValue($0) }))
    case .object(let object): self = .dict(TemplateDict(object))
    }
  }

  /// The value of JSON as it stands on a tape; the members of objects are decoded when they are read.
  public init(_ view: JSONView) {
    switch view.kind {
    case .null: self = .none
    case .bool: self = .bool(view.bool ?? false)
    case .integer: self = view.integer.map { .integer($0) } ?? TemplateValue(view.value)
    case .double: self = .double(view.double ?? 0)
    case .string: self = .string(view.string ?? "")
    case .array: self = .list(TemplateList(view.elements.map { TemplateValue($0) }))
    case .object: self = JSONRecord(view: view).map { .dict(TemplateDict($0)) } ?? .none
    }
  }

  /// The value as JSON; nil for what JSON cannot hold, such as bytes, dates and keys that are not text.
  public var json: JSONValue? { json(namingKeys: false) }

  /// The value as JSON, as ``json``, but numbers, truth values and none among the keys of dictionaries become texts.
  public var jsonNamingKeys: JSONValue? { json(namingKeys: true) }

  func json(namingKeys: Bool) -> JSONValue? {
    switch self {
    case .none: return .null
    case .bool(let value): return .bool(value)
    case .integer(let value): return .integer(value)
    case .bigInteger(let value): return .bigInteger(value.description)
    case .double(let value): return .double(value)
    case .string(let text), .markup(let text): return .string(text)
    case .list(let list): return Self.array(list.elements, namingKeys)
    case .tuple(let tuple): return Self.array(tuple.elements, namingKeys)
    case .dict(let dict): return dict.json(namingKeys: namingKeys).map { .object($0) }
    case .object(let object): return object.mapping?.json(namingKeys: namingKeys).map { .object($0) }
    default: return nil
    }
  }

  private static func array(_ elements: [TemplateValue], _ namingKeys: Bool) -> JSONValue? {
    var array: [JSONValue] = []
    array.reserveCapacity(elements.count)
    for element in elements {
      guard let json = element.json(namingKeys: namingKeys) else { return nil }
      array.append(json)
    }
    return .array(array)
  }

  var isMutatedContainer: Bool {
    switch self {
    case .list(let list): list.isMutated || list.elements.contains { $0.isMutatedContainer }
    case .dict(let dict): dict.isMutated
    default: false
    }
  }
}
