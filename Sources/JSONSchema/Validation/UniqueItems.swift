import JSON

/// Whether no two items of a list are equal, numbers compared by value.
enum UniqueItems {
  /// Up to this many items, comparing each with each is cheapest.
  private static let pairwiseLimit = 24

  static func allDiffer(_ elements: [JSONValue]) -> Bool {
    guard elements.count > pairwiseLimit else {
      return elements.indices.allSatisfy { place in elements[..<place].allSatisfy { !$0.isEqual(to: elements[place]) } }
    }
    var seen = Set<Key>(minimumCapacity: elements.count)
    return elements.allSatisfy { seen.insert(Key(value: $0)).inserted }
  }

  private struct Key: Hashable {
    let value: JSONValue

    static func == (left: Key, right: Key) -> Bool { left.value.isEqual(to: right.value) }

    func hash(into hasher: inout Hasher) {
      switch value {
      case .null: hasher.combine(0)
      case .bool(let flag): hasher.combine(flag)
      case .integer, .bigInteger, .double: hasher.combine(value.doubleValue)
      case .string(let text): hasher.combine(text)
      case .array(let elements): for element in elements { Key(value: element).hash(into: &hasher) }
      case .object(let members): hasher.combine(members.count)
      }
    }
  }
}
