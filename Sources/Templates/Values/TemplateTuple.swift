/// A list that does not change, with names for its places when it is a named tuple.
public final class TemplateTuple {
  public let elements: [TemplateValue]
  /// Attribute names of the places, in order; empty for a plain tuple.
  public let names: [String]

  public init(_ elements: [TemplateValue], names: [String] = []) {
    self.elements = elements
    self.names = names
  }
}
