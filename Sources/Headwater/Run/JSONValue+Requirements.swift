internal import JSON

extension JSONValue {
  /// A schema with each name once in its lists of required members.
  package var deduplicatingRequired: JSONValue {
    switch self {
    case .array(let elements): return .array(elements.map(\.deduplicatingRequired))
    case .object(let members):
      return .object(
        JSONObject(
          members.map { name, value in
            guard name == "required", case .array(let names) = value else { return (name, value.deduplicatingRequired) }
            var seen: Set<JSONValue> = []
            return (name, .array(names.filter { seen.insert($0).inserted }))
          }))
    default: return self
    }
  }
}
