internal import JSON

/// A path at which a value is put, with whatever is missing on the way made anew: lists where the next segment is a number,
/// objects elsewhere.
struct NewFieldPath: Sendable {
  let segments: [String]
  /// The path, when it is the name of a field of the record itself.
  let singleKey: MemberKeys?
  /// Lists are not filled up beyond this, so that a number taken for an index cannot exhaust memory.
  private static let longestList = 1_000_000

  /// - Precondition: there is at least one segment.
  init(_ segments: [String]) {
    self.segments = segments
    singleKey = segments.count == 1 ? MemberKeys(segments) : nil
  }

  /// - Throws: when the path leads through a value that is neither object nor list, or a list has no such place.
  func set(_ field: JSONRecord.Field, in record: inout JSONRecord) throws(DataPathError) {
    let key = segments[0]
    guard segments.count > 1 else {
      record.set(field, for: key)
      return
    }
    var inner = record[key] ?? Self.container(for: segments[1])
    try set(field.value, at: 1, in: &inner)
    record[key] = inner
  }

  private static func container(for segment: String) -> JSONValue {
    PythonInteger.decimal(segment) == nil ? .object([:]) : .array([])
  }

  private func set(_ value: JSONValue, at depth: Int, in node: inout JSONValue) throws(DataPathError) {
    let segment = segments[depth]
    switch node {
    case .object(var object):
      node = .null  // Lets go of the object, so that it is changed in place.
      defer { node = .object(object) }
      if depth == segments.count - 1 {
        object[segment] = value
      } else {
        var inner = object[segment] ?? Self.container(for: segments[depth + 1])
        object[segment] = .null
        defer { object[segment] = inner }
        try set(value, at: depth + 1, in: &inner)
      }
    case .array(var elements):
      node = .null
      defer { node = .array(elements) }
      guard let place = PythonInteger.decimal(segment) else {
        throw DataPathError("`\(segment)` is not an index of the list at \(segments[..<depth])")
      }
      guard place < max(elements.count, Self.longestList) else {
        throw DataPathError("index \(place) is too far behind the end of the list at \(segments[..<depth])")
      }
      let isNew = place >= elements.count
      while elements.count <= place { elements.append(.null) }
      if depth == segments.count - 1 {
        elements[place] = value
      } else {
        if isNew { elements[place] = Self.container(for: segments[depth + 1]) }
        try set(value, at: depth + 1, in: &elements[place])
      }
    default:
      throw DataPathError("`\(segments[..<depth].joined(separator: "/"))` must be an object or a list, got \(node.kind.name)")
    }
  }
}
