public import JSON

/// Decides which records are kept.
public protocol RecordFiltering: Sendable {
  /// Removes the records of a page that are not wanted and keeps the order of the others.
  func filter(_ records: inout [JSONRecord], _ scope: RecordScope) throws
  /// Whether a value is kept that was found among the records and is not an object, and so ends the reading. True by default.
  func keeps(_ value: JSONValue, _ scope: RecordScope) throws -> Bool
}

extension RecordFiltering {
  public func keeps(_ value: JSONValue, _ scope: RecordScope) throws -> Bool { true }
}
