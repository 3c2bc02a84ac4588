internal import Document
internal import JSON

extension Node {
  /// Puts a value at every place that exists and that the segments match.
  ///
  /// - Returns: at how many places.
  mutating func put(_ new: Node, at segments: ArraySlice<PathSegment>) -> Int {
    guard let segment = segments.first else { return 0 }
    let rest = segments.dropFirst()
    if !segment.isDeep {
      return changeChildren { step, child in segment.matches(step) ? child.replaceOrPut(new, at: rest) : 0 }
    }
    let here = rest.isEmpty ? 0 : put(new, at: rest)
    return here + changeChildren { _, child in rest.isEmpty ? child.replaceOrPut(new, at: rest) : child.put(new, at: segments) }
  }

  private mutating func replaceOrPut(_ new: Node, at segments: ArraySlice<PathSegment>) -> Int {
    guard segments.isEmpty else { return put(new, at: segments) }
    self = new
    return 1
  }

  private mutating func changeChildren(_ change: (PathStep, inout Node) -> Int) -> Int {
    var count = 0
    switch value {
    case .mapping(let mapping):
      var entries = mapping.entries
      for place in entries.indices { count += change(.key(entries[place].key.keyText), &entries[place].value) }
      if count > 0 { value = .mapping(Mapping(entries)) }
    case .sequence(var elements):
      for place in elements.indices { count += change(.place(place, of: elements.count), &elements[place]) }
      if count > 0 { value = .sequence(elements) }
    default: break
    }
    return count
  }

  /// Puts a value at one place; what is missing on the way is made: lists where the next segment is a number, else mappings.
  ///
  /// - Throws: when the path leads through a value that is neither mapping nor list, or a list has no such place.
  mutating func create(_ new: Node, at segments: ArraySlice<String>) throws(DataPathError) {
    guard let segment = segments.first else {
      self = new
      return
    }
    let rest = segments.dropFirst()
    switch value {
    case .mapping(var mapping):
      var inner = mapping[segment] ?? Self.container(for: rest.first, at: new.location)
      try inner.create(new, at: rest)
      mapping[segment] = inner
      value = .mapping(mapping)
    case .sequence(var elements):
      guard let place = PythonInteger.decimal(segment), place <= elements.count + 1000 else {
        throw DataPathError("`\(segment)` is not an index of a list of \(elements.count)")
      }
      while elements.count <= place { elements.append(Node(.null, at: new.location)) }
      var inner = elements[place].isNull ? Self.container(for: rest.first, at: new.location) : elements[place]
      try inner.create(new, at: rest)
      elements[place] = inner
      value = .sequence(elements)
    default: throw DataPathError("`\(segment)` cannot be put into \(kind)")
    }
  }

  private static func container(for segment: String?, at location: SourceLocation?) -> Node {
    let isList = segment.flatMap { PythonInteger.decimal($0) } != nil
    return Node(isList ? .sequence([]) : .mapping(Mapping()), at: location)
  }
}
