public import JSON

/// Decides which records are kept.
public protocol RecordFiltering: Sendable {
  /// Removes the records of a page that are not wanted and keeps the order of the others.
  func keepWanted(_ records: inout [JSONRecord], _ scope: RecordScope) throws
}
