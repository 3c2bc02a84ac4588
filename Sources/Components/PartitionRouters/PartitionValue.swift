internal import JSON

/// A partition's value as it is compared with others: numbers and booleans by their amount.
struct PartitionValue: Hashable {
  private let value: JSONValue

  init(_ value: JSONValue) {
    switch value {
    case .bool(let flag): self.value = .integer(flag ? 1 : 0)
    case .double(let number): self.value = Int(exactly: number).map { .integer($0) } ?? value
    default: self.value = value
    }
  }
}
