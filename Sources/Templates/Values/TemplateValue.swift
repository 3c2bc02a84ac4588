public import Dates
public import PythonRules

/// A value while a template runs, with the types and the behaviour of the manifest language (which are Python's).
///
/// Lists, dictionaries and sets are references: a template that changes one changes it for everybody who holds it.
/// Values are not shared between tasks; make them anew from `JSONValue` or from a record in each.
public enum TemplateValue {
  /// What a missing variable, attribute or item gives; reading anything from it is an error.
  case undefined(UndefinedInfo)
  case none
  case bool(Bool)
  case integer(Int)
  /// Only for integers that do not fit 64 bits.
  case bigInteger(BigInteger)
  case double(Double)
  case string(String)
  /// Text that is marked as safe HTML; behaves as text, but text added to it is escaped.
  case markup(String)
  case bytes([UInt8])
  case list(TemplateList)
  case tuple(TemplateTuple)
  case dict(TemplateDict)
  case set(TemplateSet)
  /// `keys()`, `values()` or `items()` of a dictionary.
  case view(TemplateDictView)
  /// Values made one after the other, once; what filters such as `map` and `select` give.
  case generator(TemplateGenerator)
  /// A function, a type, a method bound to its object, a macro: anything that can be called.
  case callable(TemplateCallable)
  case datetime(DateTime)
  case date(CalendarDate)
  indirect case timedelta(TimeDelta)
  /// A duration with years or months.
  indirect case duration(CalendarDuration)
  case ellipsis
  /// Real and imaginary part.
  case complex(Double, Double)
  /// Everything else: stream slices, namespaces, loop state and the like.
  case object(any TemplateObject)
}

extension TemplateValue {
  /// An undefined value for a name, as a missing attribute or item gives it.
  public static func undefined(named name: String) -> TemplateValue { .undefined(UndefinedInfo(name: name)) }

  public static func list(_ elements: [TemplateValue]) -> TemplateValue { .list(TemplateList(elements)) }

  public static func tuple(_ elements: [TemplateValue]) -> TemplateValue { .tuple(TemplateTuple(elements)) }

  public var isUndefined: Bool { if case .undefined = self { true } else { false } }

  public var isNone: Bool { if case .none = self { true } else { false } }

  /// The text of a string, marked as safe or not; nil for everything else.
  public var textValue: String? {
    switch self {
    case .string(let text), .markup(let text): text
    default: nil
    }
  }

  /// The integer of an int or a bool, as far as it fits 64 bits.
  public var integerValue: Int? {
    switch self {
    case .integer(let value): value
    case .bool(let value): value ? 1 : 0
    default: nil
    }
  }
}
