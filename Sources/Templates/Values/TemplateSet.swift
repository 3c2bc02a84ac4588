/// A set that templates may change; it remembers the order in which elements came, and prints in that order.
public final class TemplateSet {
  private var places: [TemplateKey: Int] = [:]
  private var stored: [TemplateValue?] = []

  public init() {}

  /// - Throws: a type error when an element is a list or the like.
  public convenience init(_ elements: some Sequence<TemplateValue>) throws(TemplateError) {
    self.init()
    for element in elements { try insert(element) }
  }

  public var elements: [TemplateValue] { stored.compactMap { $0 } }

  public var count: Int { places.count }

  public func contains(_ element: TemplateValue) throws(TemplateError) -> Bool { places[try TemplateKey(element)] != nil }

  /// Adds an element; false when it was there already.
  @discardableResult
  public func insert(_ element: TemplateValue) throws(TemplateError) -> Bool {
    let key = try TemplateKey(element)
    guard places[key] == nil else { return false }
    places[key] = stored.count
    stored.append(element)
    return true
  }

  /// Removes an element; false when it was not there.
  @discardableResult
  public func remove(_ element: TemplateValue) throws(TemplateError) -> Bool {
    guard let place = places.removeValue(forKey: try TemplateKey(element)) else { return false }
    stored[place] = nil
    return true
  }
}
