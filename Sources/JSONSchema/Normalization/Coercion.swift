import JSON
import PythonRules

/// How a value is turned into the type its schema declares.
enum Coercion: Sendable {
  /// Left as it is: no type, several types, or none that is known.
  case none
  case to(Target, isNullable: Bool)
  /// The schema is not one, which shows as soon as a value comes along.
  case impossible(String, isNullable: Bool)

  enum Target: Sendable {
    case text, number, integer, boolean
    /// A list; a scalar is put into one when `wraps`.
    case list(wraps: Bool)
  }

  init(schema: JSONValue) {
    guard case .object(let members) = schema else {
      self = .impossible("the schema of the field is not an object", isNullable: false)
      return
    }
    guard let type = members["type"] else {
      self = .none
      return
    }
    let name: String
    let isNullable: Bool
    switch type {
    case .string(let single):
      name = single
      isNullable = single == "null"
    case .array(let several):
      let others = several.filter { $0 != .string("null") }
      guard others.count == 1, case .string(let single) = others[0] else {
        self = .none
        return
      }
      name = single
      isNullable = others.count < several.count
    default:
      self = .none
      return
    }
    self = Self.coercion(to: name, isNullable: isNullable, members)
  }

  private static func coercion(to name: String, isNullable: Bool, _ schema: JSONObject) -> Coercion {
    switch name {
    case "string": return .to(.text, isNullable: isNullable)
    case "number": return .to(.number, isNullable: isNullable)
    case "integer": return .to(.integer, isNullable: isNullable)
    case "boolean": return .to(.boolean, isNullable: isNullable)
    case "array":
      guard let items = schema["items"] else { return .to(.list(wraps: true), isNullable: isNullable) }
      guard case .object(let members) = items else {
        return .impossible("`items` of the field's schema is not an object", isNullable: isNullable)
      }
      return .to(.list(wraps: takesScalars(members["type"])), isNullable: isNullable)
    default: return .none
    }
  }

  /// Whether a scalar may become a list of one. The reference takes a type given as plain text apart into letters, so only
  /// lists of simple types, or no type at all, count.
  private static func takesScalars(_ itemType: JSONValue?) -> Bool {
    switch itemType {
    case nil: true
    case .string(let name): name.isEmpty
    case .array(let names): names.allSatisfy { $0.stringValue.map(isSimple) ?? false }
    case .object(let names): names.keys.allSatisfy(isSimple)
    default: false
    }
  }

  private static func isSimple(_ name: String) -> Bool { ["string", "number", "integer", "boolean", "null"].contains(name) }

  /// Whether a value of a kind is sure to stay as it is.
  @inline(__always)
  func keeps(_ kind: JSONKind) -> Bool {
    switch self {
    case .none: return true
    case .impossible(_, let isNullable): return kind == .null && isNullable
    case .to(let target, let isNullable):
      if kind == .null && isNullable { return true }
      return switch target {
      case .text: kind == .string
      case .number: kind == .double
      case .integer: kind == .integer
      case .boolean: kind == .bool
      case .list(let wraps): !wraps || kind == .array || kind == .object
      }
    }
  }
}

extension Coercion {
  /// The value in the type asked for, or as it is when there is no sensible way; throws when the reference does.
  func apply(to value: JSONValue, at path: SchemaPath) throws(TypeNormalizationError) -> JSONValue {
    switch self {
    case .none: return value
    case .impossible(let reason, _): throw TypeNormalizationError(path: path, message: reason)
    case .to(let target, let isNullable):
      if isNullable && value.isNull { return value }
      switch target {
      case .text: return .string(PythonText.text(of: value))
      case .number: return try Self.number(value, at: path)
      case .integer: return try Self.integer(value, at: path)
      case .boolean: return Self.boolean(value)
      case .list(let wraps):
        switch value.kind {
        case .array, .object: return value
        default: return wraps ? .array([value]) : value
        }
      }
    }
  }

  private static func number(_ value: JSONValue, at path: SchemaPath) throws(TypeNormalizationError) -> JSONValue {
    switch value {
    case .bool(let flag): return .double(flag ? 1 : 0)
    case .integer(let number): return .double(Double(number))
    case .bigInteger(let digits):
      // A double has 309 digits at most.
      guard digits.utf8.count <= 400, let number = BigInteger(digits)?.doubleValue else {
        throw TypeNormalizationError(path: path, message: "the integer is too large for a number")
      }
      return .double(number)
    case .string(let text): return PythonNumberText.double(text).map { .double($0) } ?? value
    case .null, .double, .array, .object: return value
    }
  }

  private static func integer(_ value: JSONValue, at path: SchemaPath) throws(TypeNormalizationError) -> JSONValue {
    switch value {
    case .bool(let flag): return .integer(flag ? 1 : 0)
    case .double(let number):
      if number.isNaN { return value }
      if number.isInfinite { throw TypeNormalizationError(path: path, message: "infinity has no integer value") }
      if let small = Int(exactly: number.rounded(.towardZero)) { return .integer(small) }
      return BigInteger(truncating: number).map { .bigInteger($0.description) } ?? value
    case .string(let text): return JSONValue(integerText: text) ?? value
    case .null, .integer, .bigInteger, .array, .object: return value
    }
  }

  private static func boolean(_ value: JSONValue) -> JSONValue {
    switch value {
    case .null: return .bool(false)
    case .bool: return value
    case .integer(let number): return .bool(number != 0)
    case .bigInteger: return .bool(true)
    case .double(let number): return .bool(number != 0)
    case .array(let elements): return .bool(!elements.isEmpty)
    case .object(let members): return .bool(!members.isEmpty)
    case .string(let text):
      return switch String(text.lowercased().strippingPythonSpace) {
      case "y", "yes", "t", "true", "on", "1": .bool(true)
      case "n", "no", "f", "false", "off", "0": .bool(false)
      default: value
      }
    }
  }
}

extension JSONValue {
  /// What `int()` makes of a text; nil when it is no integer.
  fileprivate init?(integerText text: String) {
    guard let digits = PythonNumberText.digits(text), !digits.isTooLong else { return nil }
    self = digits.intValue.map { .integer($0) } ?? .bigInteger(digits.text)
  }
}
