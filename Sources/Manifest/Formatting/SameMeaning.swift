internal import Document

extension Node {
  /// A loaded manifest without the members that no run reads.
  var meaning: Node {
    guard case .mapping(var mapping) = value else { return self }
    for unread in DeprecationRewriter.unread { mapping[unread] = nil }
    return Node(.mapping(mapping), at: location)
  }

  /// Whether two values are equal, types of scalars included, wherever they were written and in whatever order mappings hold their keys.
  func isEquivalent(to other: Node) -> Bool {
    switch (value, other.value) {
    case (.null, .null): true
    case (.bool(let left), .bool(let right)): left == right
    case (.integer(let left), .integer(let right)): left == right
    case (.double(let left), .double(let right)): left.bitPattern == right.bitPattern
    case (.bigInteger(let left), .bigInteger(let right)), (.string(let left), .string(let right)), (.date(let left), .date(let right)),
      (.datetime(let left), .datetime(let right)):
      left.unicodeScalars.elementsEqual(right.unicodeScalars)
    case (.binary(let left), .binary(let right)): left == right
    case (.sequence(let left), .sequence(let right)):
      left.count == right.count && zip(left, right).allSatisfy { $0.isEquivalent(to: $1) }
    case (.mapping(let left), .mapping(let right)): left.isEquivalent(to: right)
    default: false
    }
  }
}

extension Node.Mapping {
  fileprivate func isEquivalent(to other: Node.Mapping) -> Bool {
    guard count == other.count else { return false }
    // Keys that are not text keep their order, since they are never moved.
    let odd = other.entries.filter { $0.key.string == nil }
    var nextOdd = 0
    for entry in entries {
      if let name = entry.key.string {
        guard let twin = other[name], entry.value.isEquivalent(to: twin) else { return false }
      } else {
        guard nextOdd < odd.count, entry.key.isEquivalent(to: odd[nextOdd].key), entry.value.isEquivalent(to: odd[nextOdd].value) else {
          return false
        }
        nextOdd += 1
      }
    }
    return true
  }
}
