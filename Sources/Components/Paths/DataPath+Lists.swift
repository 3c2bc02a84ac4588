internal import JSON

extension JSONView {
  /// The object as a record, without the lists that a path leads to. Elements that are removed from lists leave no gap.
  func removingLists(at path: DataPath) throws -> JSONRecord? {
    guard var record = JSONRecord(view: self) else { return nil }
    if let key = path.singleKey {
      if self[key]?.isArray == true { record.remove(key) }
      return record
    }
    // From the back, so that no removal moves what is still to be removed.
    let places = try path.matches(in: self).filter { $0.node.isArray }.map(\.steps).sorted { Self.precedes($1, $0) }
    for steps in places {
      guard case .key(let key)? = steps.first else { continue }
      guard steps.count > 1 else {
        record.remove(key)
        continue
      }
      guard var value = record[key] else { continue }
      value.remove(at: steps.dropFirst())
      record[key] = value
    }
    return record
  }

  private static func precedes(_ left: [PathStep], _ right: [PathStep]) -> Bool {
    for (one, other) in zip(left, right) where one != other {
      switch (one, other) {
      case (.place(let left, _), .place(let right, _)): return left < right
      case (.key(let left), .key(let right)): return left < right
      case (.place, .key): return true
      case (.key, .place): return false
      }
    }
    return left.count < right.count
  }
}

extension JSONValue {
  /// Removes what the steps lead to; elements of lists move up.
  fileprivate mutating func remove(at steps: ArraySlice<PathStep>) {
    guard let step = steps.first else { return }
    switch (step, self) {
    case (.key(let key), .object(var object)):
      if steps.count == 1 { object[key] = nil } else { object[key]?.remove(at: steps.dropFirst()) }
      self = .object(object)
    case (.place(let place, _), .array(var elements)) where place < elements.count:
      if steps.count == 1 { elements.remove(at: place) } else { elements[place].remove(at: steps.dropFirst()) }
      self = .array(elements)
    default: break
    }
  }
}
