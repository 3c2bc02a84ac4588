/// A JSON value held as a tree, with ordered objects and numbers that lose nothing.
///
/// Integers and floating-point numbers are distinct (`1` is not `1.0`): the manifest language makes the difference.
/// Integers beyond 64 bits keep their decimal digits in ``bigInteger(_:)``.
public enum JSONValue: Sendable, Hashable {
  case null
  case bool(Bool)
  case integer(Int)
  /// Decimal digits with an optional leading `-`, for integers that do not fit 64 bits.
  case bigInteger(String)
  case double(Double)
  case string(String)
  case array([JSONValue])
  case object(JSONObject)
}

/// Strings are equal when their code points are; `NaN` is not equal to itself. See ``isEqual(to:)`` for numbers by value.
extension JSONValue {
  public static func == (left: Self, right: Self) -> Bool {
    switch (left, right) {
    case (.null, .null): true
    case (.bool(let left), .bool(let right)): left == right
    case (.integer(let left), .integer(let right)): left == right
    case (.bigInteger(let left), .bigInteger(let right)): left == right
    case (.double(let left), .double(let right)): left == right
    case (.string(let left), .string(let right)): left.hasSameBytes(as: right)
    case (.array(let left), .array(let right)): left == right
    case (.object(let left), .object(let right)): left == right
    default: false
    }
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(kind)
    switch self {
    case .null: break
    case .bool(let value): hasher.combine(value)
    case .integer(let value): hasher.combine(value)
    case .bigInteger(let digits): hasher.combine(digits)
    case .double(let value): hasher.combine(value)
    case .string(let text): hasher.combine(ExactText(text))
    case .array(let elements): hasher.combine(elements)
    case .object(let object): hasher.combine(object)
    }
  }
}

extension JSONValue {
  public var isNull: Bool { if case .null = self { true } else { false } }

  public var stringValue: String? { if case .string(let value) = self { value } else { nil } }

  public var boolValue: Bool? { if case .bool(let value) = self { value } else { nil } }

  /// The value when it is an integer that fits 64 bits; floating-point numbers give nil, even whole ones.
  public var integerValue: Int? { if case .integer(let value) = self { value } else { nil } }

  /// The value of any number, rounded to a double when it has more digits.
  public var doubleValue: Double? {
    switch self {
    case .integer(let value): Double(value)
    case .bigInteger(let digits): Double(digits)
    case .double(let value): value
    default: nil
    }
  }

  public var arrayValue: [JSONValue]? { if case .array(let value) = self { value } else { nil } }

  public var objectValue: JSONObject? { if case .object(let value) = self { value } else { nil } }

  /// The member of an object; nil for a missing key and for values that are not objects.
  public subscript(_ key: String) -> JSONValue? { objectValue?[key] }

  /// The element of an array; nil when out of range and for values that are not arrays.
  public subscript(_ index: Int) -> JSONValue? {
    guard case .array(let elements) = self, elements.indices.contains(index) else { return nil }
    return elements[index]
  }
}

extension JSONValue: ExpressibleByNilLiteral, ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral,
  ExpressibleByFloatLiteral, ExpressibleByStringLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
  public init(nilLiteral: ()) { self = .null }
  public init(booleanLiteral value: Bool) { self = .bool(value) }
  public init(integerLiteral value: Int) { self = .integer(value) }
  public init(floatLiteral value: Double) { self = .double(value) }
  public init(stringLiteral value: String) { self = .string(value) }
  public init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
  public init(dictionaryLiteral elements: (String, JSONValue)...) { self = .object(JSONObject(elements)) }
}
