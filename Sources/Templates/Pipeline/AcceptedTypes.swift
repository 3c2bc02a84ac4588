/// The types of values that a result may turn into when its text is read as a literal; text that would become something
/// else stays text.
public struct AcceptedTypes: OptionSet, Sendable {
  public let rawValue: Int
  public init(rawValue: Int) { self.rawValue = rawValue }

  public static let string = AcceptedTypes(rawValue: 1)
  /// Whole numbers, and booleans, which count as such.
  public static let integer = AcceptedTypes(rawValue: 2)
  public static let float = AcceptedTypes(rawValue: 4)
  public static let boolean = AcceptedTypes(rawValue: 8)
  public static let list = AcceptedTypes(rawValue: 16)
  public static let mapping = AcceptedTypes(rawValue: 32)
  /// Text stays text: only a template that puts out a single value, such as `{{ config['ids'] }}`, gives something else, and with
  /// ``list`` a list that the manifest writes out, such as `['a', 'b']`. Ignored where ``Quirk/evaluatesTexts`` is followed.
  public static let verbatim = AcceptedTypes(rawValue: 64)
  /// Text that a template takes from the config as it stands there stays text. Ignored where ``Quirk/evaluatesConfigTextsInJSON`` is followed.
  public static let verbatimSettings = AcceptedTypes(rawValue: 128)
  /// Everything but complex numbers.
  public static let any = AcceptedTypes(rawValue: 1 << 30)

  func accepts(_ value: TemplateValue) -> Bool {
    if contains(.any) { if case .complex = value { return false } else { return true } }
    return switch value {
    case .string, .markup: contains(.string)
    case .integer, .bigInteger: contains(.integer)
    case .bool: contains(.integer) || contains(.boolean)
    case .double: contains(.float)
    case .list: contains(.list)
    case .dict: contains(.mapping)
    default: false
    }
  }
}
