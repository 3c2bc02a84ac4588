/// Values made on demand and only once, like a Python generator: it has no length, is always true and ends for good.
public final class TemplateGenerator {
  /// The name of the Python type, for messages.
  public let typeName: String
  private var advance: (() throws(TemplateError) -> TemplateValue?)?

  /// - Parameter next: gives the next value, nil at the end; not called again after nil or an error.
  public init(typeName: String = "generator", next: @escaping () throws(TemplateError) -> TemplateValue?) {
    self.typeName = typeName
    self.advance = next
  }

  public convenience init(typeName: String = "generator", _ elements: [TemplateValue]) {
    var place = 0
    self.init(typeName: typeName) { () throws(TemplateError) -> TemplateValue? in
      guard place < elements.count else { return nil }
      defer { place += 1 }
      return elements[place]
    }
  }

  /// The next value, nil at the end.
  public func next() throws(TemplateError) -> TemplateValue? {
    guard let advance else { return nil }
    do {
      if let value = try advance() { return value }
    } catch {
      self.advance = nil
      throw error
    }
    self.advance = nil
    return nil
  }
}
