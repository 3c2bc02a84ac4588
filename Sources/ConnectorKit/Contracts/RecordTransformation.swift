public import JSON

/// Changes the records of a page in place.
public protocol RecordTransformation: Sendable {
  func transform(_ records: inout [JSONRecord], _ scope: RecordScope) throws
}
