public import JSON
import PythonRules

extension TemplateValue {
  /// The value of JSON; the members of objects are converted when they are read.
  public init(_ json: JSONValue) {
    switch json {
    case .null: self = .none
    case .bool(let value): self = .bool(value)
    case .integer(let value): self = .integer(value)
    case .bigInteger(let digits): self = Self.integer(digits)
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

  /// The integer of many digits; one of too many is only passed on.
  private static func integer(_ digits: String) -> TemplateValue {
    guard digits.utf8.count <= PythonNumberText.maximumDigits else { return .object(LongInteger(digits)) }
    return BigInteger(digits).map { .bigInteger($0) } ?? .none
  }

  /// The value as JSON; nil for what JSON cannot hold, such as bytes, dates, keys that are not text and values without end.
  public var json: JSONValue? { json(namingKeys: false) }

  /// The value as JSON, as ``json``, but numbers, truth values and none among the keys of dictionaries become texts.
  public var jsonNamingKeys: JSONValue? { json(namingKeys: true) }

  func json(namingKeys: Bool) -> JSONValue? {
    var walk = ValueWalk(nil)
    return try? json(namingKeys: namingKeys, &walk)
  }

  /// - Throws: a limit error for values that are nested too deeply or too large.
  func json(namingKeys: Bool, _ walk: inout ValueWalk) throws(TemplateError) -> JSONValue? {
    switch self {
    case .none: return .null
    case .bool(let value): return .bool(value)
    case .integer(let value): return .integer(value)
    case .bigInteger(let value): return .bigInteger(try walk.digits(of: value))
    case .double(let value): return .double(value)
    case .string(let text), .markup(let text): return .string(text)
    case .list(let list): return try Self.array(list.elements, namingKeys, &walk)
    case .tuple(let tuple): return try Self.array(tuple.elements, namingKeys, &walk)
    case .dict(let dict): return try dict.json(namingKeys: namingKeys, &walk).map { .object($0) }
    case .object(let object):
      if let long = object as? LongInteger { return .bigInteger(long.digits) }
      return try object.mapping?.json(namingKeys: namingKeys, &walk).map { .object($0) }
    default: return nil
    }
  }

  private static func array(
    _ elements: [TemplateValue], _ namingKeys: Bool, _ walk: inout ValueWalk
  ) throws(TemplateError) -> JSONValue? {
    try walk.enter(elements.count)
    defer { walk.leave() }
    var array: [JSONValue] = []
    array.reserveCapacity(elements.count)
    for element in elements {
      guard let json = try element.json(namingKeys: namingKeys, &walk) else { return nil }
      array.append(json)
    }
    return .array(array)
  }

  /// Whether a template changed something in the value. What holds very much, or nests very deep, counts as changed: no JSON does.
  func isMutatedContainer(_ visits: inout Int, _ depth: Int) -> Bool {
    visits += 1
    guard visits < 1_000_000, depth < 1000 else { return true }
    switch self {
    case .list(let list):
      if list.isMutated { return true }
      for element in list.elements where element.isMutatedContainer(&visits, depth + 1) { return true }
      return false
    case .dict(let dict): return dict.isMutated(&visits, depth + 1)
    default: return false
    }
  }
}
