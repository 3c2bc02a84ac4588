import Dates

extension TemplateValue {
  /// Whether two values are equal (`==`): numbers by value whatever their type, containers by their elements.
  ///
  /// - Parameter runtime: pays for the comparison.
  /// - Throws: a limit error for values that are nested too deeply or take too long.
  public func equals(_ other: TemplateValue, _ runtime: TemplateRuntime? = nil) throws(TemplateError) -> Bool {
    if case .integer(let left) = self, case .integer(let right) = other { return left == right }
    var walk = ValueWalk(runtime)
    return try equals(other, &walk)
  }

  func equals(_ other: TemplateValue, _ walk: inout ValueWalk) throws(TemplateError) -> Bool {
    switch (self, other) {
    case (.string(let left), .string(let right)), (.string(let left), .markup(let right)),
      (.markup(let left), .string(let right)), (.markup(let left), .markup(let right)):
      try walk.charge(reading: left)
      return sameText(left, right)
    case (.integer(let left), .integer(let right)): return left == right
    case (.none, .none), (.undefined, .undefined), (.ellipsis, .ellipsis): return true
    case (.bytes(let left), .bytes(let right)): return left == right
    case (.list(let left), .list(let right)):
      return left === right ? true : try Self.equal(left.elements, right.elements, &walk)
    case (.tuple(let left), .tuple(let right)):
      return left === right ? true : try Self.equal(left.elements, right.elements, &walk)
    case (.dict(let left), .dict(let right)): return left === right ? true : try Self.equal(left, right, &walk)
    case (.set(let left), .set(let right)):
      try walk.charge(left.count)
      return left.count == right.count && left.elements.allSatisfy { (try? right.contains($0)) ?? false }
    case (.view(let left), .view(let right)): return try Self.equal(left, right, &walk)
    case (.generator(let left), .generator(let right)): return left === right
    case (.callable(let left), .callable(let right)): return left === right
    case (.datetime(let left), .datetime(let right)): return left.isAware == right.isAware && left == right
    case (.date(let left), .date(let right)): return left == right
    case (.timedelta(let left), .timedelta(let right)): return left == right
    case (.duration(let left), .duration(let right)): return left == right
    case (.duration(let left), .timedelta(let right)), (.timedelta(let right), .duration(let left)):
      return left == CalendarDuration(delta: right)
    case (.object(let left), _): return try Self.equal(left, other, &walk)
    case (_, .object(let right)): return try Self.equal(right, self, &walk)
    default: return NumberComparison.equal(self, other) ?? false
    }
  }

  private static func equal(
    _ left: [TemplateValue], _ right: [TemplateValue], _ walk: inout ValueWalk
  ) throws(TemplateError) -> Bool {
    guard left.count == right.count else { return false }
    try walk.enter(left.count)
    defer { walk.leave() }
    for place in left.indices where try !left[place].equals(right[place], &walk) { return false }
    return true
  }

  private static func equal(_ left: TemplateDict, _ right: TemplateDict, _ walk: inout ValueWalk) throws(TemplateError) -> Bool {
    guard left.count == right.count else { return false }
    try walk.enter(left.count)
    defer { walk.leave() }
    for (key, value) in zip(left.keys, left.values) {
      guard let found = try right.value(key), try value.equals(found, &walk) else { return false }
    }
    return true
  }

  private static func equal(
    _ left: TemplateDictView, _ right: TemplateDictView, _ walk: inout ValueWalk
  ) throws(TemplateError) -> Bool {
    if left === right { return true }
    guard left.kind == right.kind, left.kind != .values, left.dict.count == right.dict.count else { return false }
    let others = right.elements
    for element in left.elements {
      var isThere = false
      for other in others where !isThere {
        try walk.charge(1)
        isThere = try element.equals(other, &walk)
      }
      if !isThere { return false }
    }
    return true
  }

  /// Objects that stand for mappings are compared as these are; all others have their own notion.
  private static func equal(
    _ left: any TemplateObject, _ right: TemplateValue, _ walk: inout ValueWalk
  ) throws(TemplateError) -> Bool {
    try walk.enter(0)
    defer { walk.leave() }
    guard let pairs = left.pairsForEquality(with: right) else { return left.isEqual(to: right) }
    for (mine, theirs) in pairs where try !TemplateValue.dict(mine).equals(.dict(theirs), &walk) { return false }
    return true
  }
}
