public import JSON

/// Changes a record in place.
public protocol RecordTransformation: Sendable {
  func transform(_ record: inout JSONRecord, _ scope: RecordScope) throws
}
