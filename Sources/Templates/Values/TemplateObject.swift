/// A value with its own behaviour, such as the slice of a stream. Everything has a default that suits a plain object.
public protocol TemplateObject: AnyObject {
  /// The Python name of the type, for messages.
  var typeName: String { get }

  /// How `str()` shows the value.
  func pythonText() throws(TemplateError) -> String

  /// An attribute found before any item; nil when there is none.
  func attribute(_ name: String) throws(TemplateError) -> TemplateValue?

  /// Attributes with a leading underscore that exist but are closed to templates.
  var privateNames: Set<String> { get }

  /// The mapping behind the object; when given, items, length, iteration, `in` and the dictionary's methods work on it.
  var mapping: TemplateDict? { get }

  /// The item of a key that is text; that of the mapping, unless the object finds names in a way of its own.
  func item(_ name: String) -> TemplateValue?

  var isTrue: Bool { get }

  func isEqual(to other: TemplateValue) -> Bool

  /// The mappings that decide together whether the object equals another value, each with its counterpart; nil leaves it to
  /// ``isEqual(to:)``.
  func pairsForEquality(with other: TemplateValue) -> [(TemplateDict, TemplateDict)]?

  /// What `str()` shows, between two texts; nil leaves it to ``pythonText()``.
  var shownValue: (before: String, value: TemplateValue, after: String)? { get }

  /// Assigns an attribute in `{% set object.name = value %}`; false when the object takes none.
  func assign(_ value: TemplateValue, to name: String) -> Bool

  func call(_ call: inout TemplateCall) throws(TemplateError) -> TemplateValue

  var isCallable: Bool { get }

  /// Values to iterate; nil when the object cannot be iterated (one with a mapping iterates its keys).
  func iterate() throws(TemplateError) -> TemplateGenerator?

  /// The number of elements; nil when the object has none.
  var length: Int? { get }
}

extension TemplateObject {
  public func pythonText() throws(TemplateError) -> String { "<\(typeName) object>" }
  public func attribute(_ name: String) throws(TemplateError) -> TemplateValue? { nil }
  public var privateNames: Set<String> { [] }
  public var mapping: TemplateDict? { nil }
  public func item(_ name: String) -> TemplateValue? { mapping?.text(name) }
  public var isTrue: Bool { length.map { $0 > 0 } ?? true }
  public func isEqual(to other: TemplateValue) -> Bool {
    if case .object(let object) = other { object === self } else { false }
  }
  public func pairsForEquality(with other: TemplateValue) -> [(TemplateDict, TemplateDict)]? { nil }
  public var shownValue: (before: String, value: TemplateValue, after: String)? { nil }
  public func assign(_ value: TemplateValue, to name: String) -> Bool { false }
  public func call(_ call: inout TemplateCall) throws(TemplateError) -> TemplateValue {
    throw TemplateError(.typeError, "'\(typeName)' object is not callable")
  }
  public var isCallable: Bool { false }
  public func iterate() throws(TemplateError) -> TemplateGenerator? { nil }
  public var length: Int? { mapping?.count }
}
