/// A list that templates may change.
public final class TemplateList {
  public var elements: [TemplateValue] {
    didSet { isMutated = true }
  }
  /// Whether somebody changed the list itself since it was made; elements that changed do not count.
  public private(set) var isMutated = false

  public init(_ elements: [TemplateValue] = []) { self.elements = elements }

  deinit { Nesting.release(&elements) }

  public var count: Int { elements.count }
}
