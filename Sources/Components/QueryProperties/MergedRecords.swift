internal import JSON

/// Records that are put together from parts, in the order in which their first parts came.
struct MergedRecords {
  private var places: [[JSONValue]: Int] = [:]
  private(set) var objects: [JSONObject] = []

  mutating func add(_ record: JSONRecord, to group: [JSONValue]) {
    let place = places[group] ?? objects.count
    if place == objects.count {
      places[group] = place
      objects.append(record.object)
    } else {
      Self.merge(&objects[place], record.object)
    }
  }

  /// Members of both that are objects are merged in turn; of others the later value stands.
  private static func merge(_ target: inout JSONObject, _ source: JSONObject) {
    for (key, value) in source {
      if case .object(var inner)? = target[key], case .object(let more) = value {
        merge(&inner, more)
        target[key] = .object(inner)
      } else {
        target[key] = value
      }
    }
  }
}
