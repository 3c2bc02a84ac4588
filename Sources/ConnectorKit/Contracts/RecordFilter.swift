public import JSON

/// Decides which records are kept.
public protocol RecordFilter: Sendable {
  func keeps(_ record: inout JSONRecord, _ scope: RecordScope) throws -> Bool
}
