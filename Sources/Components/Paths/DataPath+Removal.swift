internal import JSON

extension DataPath {
  /// Removes from a record everything the path leads to. An element of a list becomes null unless it is the last one.
  ///
  /// - Returns: whether there was anything.
  @discardableResult
  func remove(from record: inout JSONRecord) throws(DataPathError) -> Bool {
    if let memberKeys, memberKeys.all.count > 0 {
      if memberKeys.all.count == 1 { return record.remove(utf8: memberKeys[0]) }
      if let wasThere = record.trim(memberKeys) { return wasThere }
    }
    guard let first = segments.first else { return false }
    if segments.contains(where: \.isDeep) { return try removeDeep(from: &record) }
    let keys = first.exactKey.map { record.contains($0) ? [$0] : [] } ?? record.keys.filter { first.matches(key: $0) }
    let rest = segments.dropFirst()
    var hasRemoved = false
    for key in keys {
      if rest.isEmpty {
        record.remove(key)
        hasRemoved = true
      } else if let field = record.field(key), field.kind == .object || field.kind == .array {
        var value = field.value
        if value.remove(at: rest) {
          record[key] = value
          hasRemoved = true
        }
      }
    }
    return hasRemoved
  }

  private func removeDeep(from record: inout JSONRecord) throws(DataPathError) -> Bool {
    var value = JSONValue.object(record.object)
    var hasRemoved = false
    for found in try matches(in: value) where value.remove(at: found.steps[...]) { hasRemoved = true }
    if hasRemoved, case .object(let object) = value { record.replace(with: object) }
    return hasRemoved
  }
}

extension JSONRecord {
  /// Removes the scalars and nulls, at any depth, for which a condition holds.
  mutating func removeScalars(where isUnwanted: (JSONValue) throws -> Bool) throws {
    var value = JSONValue.object(object)
    var hasRemoved = false
    for found in try DataPath(["**"]).matches(in: value) where try found.node.isScalar && isUnwanted(found.node) {
      if value.remove(at: found.steps[...]) { hasRemoved = true }
    }
    if hasRemoved, case .object(let object) = value { replace(with: object) }
  }
}

extension JSONValue {
  fileprivate var isScalar: Bool { kind != .object && kind != .array }

  /// Removes what the segments match, none of which is `**`.
  fileprivate mutating func remove(at segments: ArraySlice<PathSegment>) -> Bool {
    guard let segment = segments.first else { return false }
    let rest = segments.dropFirst()
    var hasRemoved = false
    switch self {
    case .object(var object):
      self = .null  // Lets go of the object, so that it is changed in place.
      let keys = segment.exactKey.map { object.position(of: $0) == nil ? [] : [$0] } ?? object.keys.filter { segment.matches(key: $0) }
      for key in keys {
        if rest.isEmpty {
          object.removeValue(forKey: key)
          hasRemoved = true
        } else if object[key]?.remove(at: rest) == true {
          hasRemoved = true
        }
      }
      self = .object(object)
    case .array(var elements):
      self = .null
      let count = elements.count
      for place in 0..<count where segment.matches(place: place, of: count) {
        if rest.isEmpty {
          elements.blank(place)
          hasRemoved = true
        } else if elements[place].remove(at: rest) {
          hasRemoved = true
        }
      }
      self = .array(elements)
    default: break
    }
    return hasRemoved
  }

  /// Removes what the steps lead to.
  ///
  /// - Returns: false when it is no longer there.
  fileprivate mutating func remove(at steps: ArraySlice<PathStep>) -> Bool {
    guard let step = steps.first else { return false }
    let rest = steps.dropFirst()
    var hasRemoved = false
    switch (step, self) {
    case (.key(let key), .object(var object)):
      self = .null
      if rest.isEmpty { hasRemoved = object.removeValue(forKey: key) != nil } else { hasRemoved = object[key]?.remove(at: rest) ?? false }
      self = .object(object)
    case (.place(let place, _), .array(var elements)) where place < elements.count:
      self = .null
      if rest.isEmpty {
        elements.blank(place)
        hasRemoved = true
      } else {
        hasRemoved = elements[place].remove(at: rest)
      }
      self = .array(elements)
    default: break
    }
    return hasRemoved
  }
}

extension [JSONValue] {
  /// Takes an element out without moving others: the last one is removed, any other becomes null.
  fileprivate mutating func blank(_ place: Int) {
    if place == count - 1 { removeLast() } else { self[place] = .null }
  }
}
