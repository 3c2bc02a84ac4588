import Dates

extension TemplateValue {
  /// How a comparison is written, for messages and for its meaning.
  public enum Comparison: String, Sendable {
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="
  }

  /// The outcome of `<`, `<=`, `>` or `>=`.
  ///
  /// - Throws: a type error for types that have no order between them, an undefined error for undefined values.
  public func compares(_ comparison: Comparison, _ other: TemplateValue) throws(TemplateError) -> Bool {
    if let order = PythonNumber.compare(self, other) { return comparison.accepts(order) }
    switch (self, other) {
    case (.string(let left), .string(let right)), (.string(let left), .markup(let right)),
      (.markup(let left), .string(let right)), (.markup(let left), .markup(let right)):
      let order = textOrder(left, right)
      return comparison.accepts(order < 0 ? .less : order > 0 ? .greater : .equal)
    case (.bytes(let left), .bytes(let right)): return comparison.accepts(Self.order(left, right))
    case (.list(let left), .list(let right)): return try Self.compare(left.elements, right.elements, comparison)
    case (.tuple(let left), .tuple(let right)): return try Self.compare(left.elements, right.elements, comparison)
    case (.set(let left), .set(let right)): return try Self.compareSets(left, right, comparison)
    case (.datetime(let left), .datetime(let right)):
      guard left.isAware == right.isAware else {
        throw TemplateError(.typeError, "a date with an offset from UTC cannot be compared with one without")
      }
      return comparison.accepts(left < right ? .less : left == right ? .equal : .greater)
    case (.date(let left), .date(let right)):
      return comparison.accepts(left < right ? .less : left == right ? .equal : .greater)
    case (.timedelta(let left), .timedelta(let right)):
      return comparison.accepts(left < right ? .less : left == right ? .equal : .greater)
    case (.undefined(let info), _), (_, .undefined(let info)): throw info.error
    default: break
    }
    throw TemplateError(
      .typeError, "'\(comparison.rawValue)' is not possible between '\(typeName)' and '\(other.typeName)'")
  }

  /// Orders byte by byte; for UTF-8 that is the order of the code points.
  private static func order(_ left: some Sequence<UInt8>, _ right: some Sequence<UInt8>) -> PythonNumber.Order {
    var others = right.makeIterator()
    for byte in left {
      guard let other = others.next() else { return .greater }
      if byte != other { return byte < other ? .less : .greater }
    }
    return others.next() == nil ? .equal : .less
  }

  private static func compare(
    _ left: [TemplateValue], _ right: [TemplateValue], _ comparison: Comparison
  ) throws(TemplateError) -> Bool {
    for (mine, theirs) in zip(left, right) where !mine.equals(theirs) {
      return try mine.compares(comparison, theirs)
    }
    return comparison.accepts(left.count < right.count ? .less : left.count > right.count ? .greater : .equal)
  }

  private static func compareSets(
    _ left: TemplateSet, _ right: TemplateSet, _ comparison: Comparison
  ) throws(TemplateError) -> Bool {
    func isWithin(_ small: TemplateSet, _ large: TemplateSet, strictly: Bool) throws(TemplateError) -> Bool {
      if strictly ? small.count >= large.count : small.count > large.count { return false }
      for element in small.elements where try !large.contains(element) { return false }
      return true
    }
    switch comparison {
    case .less: return try isWithin(left, right, strictly: true)
    case .lessOrEqual: return try isWithin(left, right, strictly: false)
    case .greater: return try isWithin(right, left, strictly: true)
    case .greaterOrEqual: return try isWithin(right, left, strictly: false)
    }
  }
}

extension TemplateValue.Comparison {
  func accepts(_ order: PythonNumber.Order) -> Bool {
    switch (self, order) {
    case (.less, .less), (.greater, .greater): true
    case (.lessOrEqual, .less), (.lessOrEqual, .equal), (.greaterOrEqual, .greater), (.greaterOrEqual, .equal): true
    default: false
    }
  }
}
