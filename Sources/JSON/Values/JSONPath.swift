/// One step into a value: a member of an object or an element of an array.
public enum JSONPathSegment: Sendable, Hashable {
  case key(String)
  /// A negative index counts from the end.
  case index(Int)
}

extension JSONPathSegment: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral {
  public init(stringLiteral value: String) { self = .key(value) }
  public init(integerLiteral value: Int) { self = .index(value) }
}

extension JSONView {
  /// One step down; nil when there is nothing there.
  public subscript(segment: JSONPathSegment) -> JSONView? {
    switch segment {
    case .key(let key): self[key]
    case .index(let position): self[position]
    }
  }

  /// The value a path leads to, itself for an empty path; nil when a step leads nowhere.
  public func view(at path: some Sequence<JSONPathSegment>) -> JSONView? {
    var view = self
    for segment in path {
      guard let next = view[segment] else { return nil }
      view = next
    }
    return view
  }
}

extension JSONValue {
  /// One step down, negative indices counting from the end; nil when there is nothing there.
  public subscript(segment: JSONPathSegment) -> JSONValue? {
    switch segment {
    case .key(let key):
      return self[key]
    case .index(let position):
      guard case .array(let elements) = self else { return nil }
      return self[position < 0 ? position + elements.count : position]
    }
  }

  /// The value a path leads to, itself for an empty path; nil when a step leads nowhere.
  public func value(at path: some Sequence<JSONPathSegment>) -> JSONValue? {
    var value = self
    for segment in path {
      guard let next = value[segment] else { return nil }
      value = next
    }
    return value
  }
}

extension JSONRecord {
  /// The value a path leads to, the whole record for an empty path; nil when a step leads nowhere. Decodes only what it leads to.
  public func value(at path: some Collection<JSONPathSegment>) -> JSONValue? {
    guard let first = path.first else { return .object(object) }
    guard case .key(let key) = first, let field = field(key) else { return nil }
    return switch field {
    case .view(let view): view.view(at: path.dropFirst())?.value
    case .value(let value): value.value(at: path.dropFirst())
    }
  }
}
