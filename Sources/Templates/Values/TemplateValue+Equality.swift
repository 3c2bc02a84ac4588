import Dates

extension TemplateValue {
  /// Whether two values are equal (`==`): numbers by value whatever their type, containers by their elements.
  public func equals(_ other: TemplateValue) -> Bool { equals(other, depth: 0) }

  private func equals(_ other: TemplateValue, depth: Int) -> Bool {
    guard depth < 500 else { return false }
    switch (self, other) {
    case (.string(let left), .string(let right)), (.string(let left), .markup(let right)),
      (.markup(let left), .string(let right)), (.markup(let left), .markup(let right)):
      return sameText(left, right)
    case (.integer(let left), .integer(let right)): return left == right
    case (.none, .none), (.undefined, .undefined), (.ellipsis, .ellipsis): return true
    case (.bytes(let left), .bytes(let right)): return left == right
    case (.list(let left), .list(let right)):
      return left === right || Self.equal(left.elements, right.elements, depth)
    case (.tuple(let left), .tuple(let right)):
      return left === right || Self.equal(left.elements, right.elements, depth)
    case (.dict(let left), .dict(let right)): return left === right || Self.equal(left, right, depth)
    case (.set(let left), .set(let right)):
      return left.count == right.count && left.elements.allSatisfy { (try? right.contains($0)) ?? false }
    case (.view(let left), .view(let right)): return Self.equal(left, right)
    case (.generator(let left), .generator(let right)): return left === right
    case (.callable(let left), .callable(let right)): return left === right
    case (.datetime(let left), .datetime(let right)): return left.isAware == right.isAware && left == right
    case (.date(let left), .date(let right)): return left == right
    case (.timedelta(let left), .timedelta(let right)): return left == right
    case (.duration(let left), .duration(let right)): return left == right
    case (.duration(let left), .timedelta(let right)), (.timedelta(let right), .duration(let left)):
      return left == CalendarDuration(delta: right)
    case (.object(let left), _): return left.isEqual(to: other)
    case (_, .object(let right)): return right.isEqual(to: self)
    default: return PythonNumber.equal(self, other) ?? false
    }
  }

  private static func equal(_ left: [TemplateValue], _ right: [TemplateValue], _ depth: Int) -> Bool {
    left.count == right.count && zip(left, right).allSatisfy { $0.equals($1, depth: depth + 1) }
  }

  private static func equal(_ left: TemplateDict, _ right: TemplateDict, _ depth: Int) -> Bool {
    guard left.count == right.count else { return false }
    return zip(left.keys, left.values).allSatisfy { key, value in
      guard let found = try? right.value(key) else { return false }
      return value.equals(found, depth: depth + 1)
    }
  }

  private static func equal(_ left: TemplateDictView, _ right: TemplateDictView) -> Bool {
    if left === right { return true }
    guard left.kind == right.kind, left.kind != .values else { return false }
    return left.dict.count == right.dict.count
      && left.elements.allSatisfy { element in right.elements.contains { $0.equals(element) } }
  }
}
