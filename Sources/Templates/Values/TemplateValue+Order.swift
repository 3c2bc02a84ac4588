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
  /// - Parameter runtime: pays for the comparison.
  /// - Throws: a type error for types that have no order between them, an undefined error for undefined values, a limit error for
  ///   values that are nested too deeply or take too long.
  public func compares(
    _ comparison: Comparison, _ other: TemplateValue, _ runtime: TemplateRuntime? = nil
  ) throws(TemplateError) -> Bool {
    if let order = NumberComparison.compare(self, other) { return comparison.accepts(order) }
    var walk = ValueWalk(runtime)
    return try compares(comparison, other, &walk)
  }

  private func compares(_ comparison: Comparison, _ other: TemplateValue, _ walk: inout ValueWalk) throws(TemplateError) -> Bool {
    // Lists are as their first different elements are, which are at most one in each: there is nothing to come back to.
    var (mine, theirs) = (self, other)
    while let difference = try Self.firstDifference(mine, theirs, &walk) { (mine, theirs) = difference }
    if let order = NumberComparison.compare(mine, theirs) { return comparison.accepts(order) }
    switch (mine, theirs) {
    case (.string(let left), .string(let right)), (.string(let left), .markup(let right)),
      (.markup(let left), .string(let right)), (.markup(let left), .markup(let right)):
      try walk.charge(reading: left)
      let order = textOrder(left, right)
      return comparison.accepts(order < 0 ? .less : order > 0 ? .greater : .equal)
    case (.bytes(let left), .bytes(let right)): return comparison.accepts(Self.order(left, right))
    case (.list(let left), .list(let right)): return comparison.accepts(Self.order(left.count, right.count))
    case (.tuple(let left), .tuple(let right)): return comparison.accepts(Self.order(left.elements.count, right.elements.count))
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
    if let error = LongInteger.error(mine) ?? LongInteger.error(theirs) { throw error }
    throw TemplateError(
      .typeError, "'\(comparison.rawValue)' is not possible between '\(mine.typeName)' and '\(theirs.typeName)'")
  }

  /// Orders byte by byte; for UTF-8 that is the order of the code points.
  private static func order(_ left: some Sequence<UInt8>, _ right: some Sequence<UInt8>) -> NumberComparison.Order {
    var others = right.makeIterator()
    for byte in left {
      guard let other = others.next() else { return .greater }
      if byte != other { return byte < other ? .less : .greater }
    }
    return others.next() == nil ? .equal : .less
  }

  private static func order(_ left: Int, _ right: Int) -> NumberComparison.Order { left < right ? .less : left > right ? .greater : .equal }

  /// The first elements of two lists, or two tuples, that are not equal; nil when there are none, and for everything else.
  private static func firstDifference(
    _ left: TemplateValue, _ right: TemplateValue, _ walk: inout ValueWalk
  ) throws(TemplateError) -> (TemplateValue, TemplateValue)? {
    let (mine, theirs): ([TemplateValue], [TemplateValue])
    switch (left, right) {
    case (.list(let left), .list(let right)): (mine, theirs) = (left.elements, right.elements)
    case (.tuple(let left), .tuple(let right)): (mine, theirs) = (left.elements, right.elements)
    default: return nil
    }
    try walk.charge(1 + min(mine.count, theirs.count))
    for (element, other) in zip(mine, theirs) where try !element.equals(other, &walk) { return (element, other) }
    return nil
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
  func accepts(_ order: NumberComparison.Order) -> Bool {
    switch (self, order) {
    case (.less, .less), (.greater, .greater): true
    case (.lessOrEqual, .less), (.lessOrEqual, .equal), (.greaterOrEqual, .greater), (.greaterOrEqual, .equal): true
    default: false
    }
  }
}
