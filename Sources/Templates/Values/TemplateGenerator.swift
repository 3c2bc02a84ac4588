/// Values made on demand and only once, like a Python generator: it has no length, is always true and ends for good.
public final class TemplateGenerator {
  /// The name of the Python type, for messages.
  public let typeName: String
  /// What is left to give, from ``place`` on, when nothing has to be made.
  private var elements: [TemplateValue]
  private var place = 0
  private var source: Source?

  /// What makes the values. It is an object, so that letting go of it lets go of all that the closure holds, then and there.
  private final class Source {
    let next: () throws(TemplateError) -> TemplateValue?
    init(_ next: @escaping () throws(TemplateError) -> TemplateValue?) { self.next = next }
  }

  /// - Parameter next: gives the next value, nil at the end; not called again after nil or an error.
  public init(typeName: String = "generator", next: @escaping () throws(TemplateError) -> TemplateValue?) {
    self.typeName = typeName
    elements = []
    source = Source(next)
  }

  public init(typeName: String = "generator", _ elements: [TemplateValue]) {
    self.typeName = typeName
    self.elements = elements
  }

  deinit {
    Nesting.release(&elements)
    Nesting.release(&source)
  }

  /// The next value, nil at the end.
  public func next() throws(TemplateError) -> TemplateValue? {
    guard let source else {
      guard place < elements.count else { return nil }
      defer { place += 1 }
      return elements[place]
    }
    do {
      if let value = try Nesting.withGenerator(source.next) { return value }
    } catch {
      self.source = nil
      throw error
    }
    self.source = nil
    return nil
  }
}
