internal import ConnectorKit
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

  /// - Throws: ``SyncError`` where the reference is followed, which cannot compare lists and objects.
  init(_ value: JSONValue, _ scope: PartitionScope) throws {
    if scope.run.follows(.refusesStructuredPartitions) {
      switch value {
      case .array, .object:
        throw SyncError(
          .system, "Stream \(scope.streamName): partitions of lists or objects cannot be compared (quirk `refusesStructuredPartitions`).",
          streamName: scope.streamName)
      default: break
      }
    }
    self.init(value)
  }
}
