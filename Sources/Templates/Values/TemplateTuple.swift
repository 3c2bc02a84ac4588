/// A list that does not change, with names for its places when it is a named tuple.
public final class TemplateTuple {
  public private(set) var elements: [TemplateValue]
  /// Attribute names of the places, in order; empty for a plain tuple.
  public let names: [String]
  /// The type a named tuple is shown with (`Type(name=value)`); nil shows a plain tuple.
  public let typeName: String?

  public init(_ elements: [TemplateValue], names: [String] = [], typeName: String? = nil) {
    self.elements = elements
    self.names = names
    self.typeName = typeName
  }

  deinit { Nesting.release(&elements) }
}
