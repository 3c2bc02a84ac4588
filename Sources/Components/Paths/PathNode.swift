internal import JSON

/// A step that was taken: the key of a member, or the place of an element in a list of so many.
enum PathStep: Sendable, Hashable {
  case key(String)
  case place(Int, of: Int)
}

/// A tree of objects and lists that paths lead through, decoded or not.
protocol PathNode: Sendable {
  /// The member of an object; nil when it has none of that key, and for everything else.
  func member(_ key: String) -> Self?
  /// The element of a list, a negative place counting from the end; nil when there is none, and for everything else.
  func element(_ place: Int) -> Self?
  /// The members or elements that a segment matches, in order.
  func children(matching segment: PathSegment) -> [Self]
  /// All members or elements in order, with the steps to them.
  var steps: [(step: PathStep, node: Self)] { get }
  var list: [Self]? { get }
}

extension PathNode {
  /// The one child that a segment without a pattern leads to.
  @inline(__always)
  func child(_ segment: PathSegment) -> Self? {
    if let key = segment.exactKey, let member = member(key) { return member }
    return segment.place.flatMap { element($0) }
  }
}

extension JSONView: PathNode {
  func member(_ key: String) -> JSONView? { self[key] }
  func element(_ place: Int) -> JSONView? { self[place] }

  func children(matching segment: PathSegment) -> [JSONView] {
    guard segment.isPattern else { return child(segment).map { [$0] } ?? [] }
    switch kind {
    case .array:
      if segment.isStar { return Array(elements) }
      let count = self.count
      return elements.enumerated().filter { segment.matches(place: $0.offset, of: count) }.map(\.element)
    case .object:
      if segment.isStar, hasUniqueKeys { return members.map(\.value) }
      return steps.filter { if case .key(let key) = $0.step { segment.matches(key: key) } else { false } }.map(\.node)
    default: return []
    }
  }

  var steps: [(step: PathStep, node: JSONView)] {
    switch kind {
    case .array:
      let count = self.count
      return elements.enumerated().map { (.place($0.offset, of: count), $0.element) }
    case .object:
      if hasUniqueKeys { return members.map { (.key($0.keyString), $0.value) } }
      // Of equal keys the last one holds, at the place of the first.
      return (JSONRecord(view: self)?.keys ?? []).compactMap { key in self[key].map { (.key(key), $0) } }
    default: return []
    }
  }

  var list: [JSONView]? { isArray ? Array(elements) : nil }
}

extension JSONValue: PathNode {
  func member(_ key: String) -> JSONValue? { self[key] }
  func element(_ place: Int) -> JSONValue? { self[JSONPathSegment.index(place)] }

  func children(matching segment: PathSegment) -> [JSONValue] {
    guard segment.isPattern else { return child(segment).map { [$0] } ?? [] }
    return steps.filter { segment.matches($0.step) }.map(\.node)
  }

  var steps: [(step: PathStep, node: JSONValue)] {
    switch self {
    case .array(let elements): elements.enumerated().map { (.place($0.offset, of: elements.count), $0.element) }
    case .object(let object): object.map { (.key($0.key), $0.value) }
    default: []
    }
  }

  var list: [JSONValue]? { arrayValue }
}

extension PathSegment {
  func matches(_ step: PathStep) -> Bool {
    switch step {
    case .key(let key): matches(key: key)
    case .place(let place, let count): matches(place: place, of: count)
    }
  }
}
