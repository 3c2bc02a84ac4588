import Dates

extension TemplateValue {
  /// The name of the Python type, for messages.
  public var typeName: String {
    switch self {
    case .undefined: "Undefined"
    case .none: "NoneType"
    case .bool: "bool"
    case .integer, .bigInteger: "int"
    case .double: "float"
    case .string: "str"
    case .markup: "Markup"
    case .bytes: "bytes"
    case .list: "list"
    case .tuple: "tuple"
    case .dict: "dict"
    case .set: "set"
    case .view(let view): "dict_\(view.kind.rawValue)"
    case .generator(let generator): generator.typeName
    case .callable: "function"
    case .datetime: "datetime"
    case .date: "date"
    case .timedelta: "timedelta"
    case .duration: "Duration"
    case .ellipsis: "ellipsis"
    case .complex: "complex"
    case .object(let object): object.typeName
    }
  }

  /// Whether the value counts as true.
  public func truth() -> Bool {
    switch self {
    case .undefined, .none: false
    case .bool(let value): value
    case .integer(let value): value != 0
    case .double(let value): value != 0
    case .string(let text), .markup(let text): !text.isEmpty
    case .bytes(let bytes): !bytes.isEmpty
    case .list(let list): !list.elements.isEmpty
    case .tuple(let tuple): !tuple.elements.isEmpty
    case .dict(let dict): dict.count > 0
    case .set(let set): set.count > 0
    case .view(let view): view.dict.count > 0
    case .timedelta(let delta): !delta.isZero
    case .bigInteger, .generator, .callable, .ellipsis, .datetime, .date, .duration: true
    case .complex(let real, let imaginary): real != 0 || imaginary != 0
    case .object(let object): object.isTrue
    }
  }
}
