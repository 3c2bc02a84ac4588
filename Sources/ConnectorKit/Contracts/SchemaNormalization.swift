public import JSON

/// Brings the values of records into the types that the stream's schema declares.
public protocol SchemaNormalization: Sendable {
  func normalize(_ record: inout JSONRecord, _ schema: StreamSchema) throws
  /// Brings all records of a page into form; record by record unless there is a faster way.
  ///
  /// - Throws: when one of them cannot be; which of the others are in form by then is not said.
  func normalize(_ records: inout [JSONRecord], _ schema: StreamSchema) throws
}

extension SchemaNormalization {
  public func normalize(_ records: inout [JSONRecord], _ schema: StreamSchema) throws {
    for place in records.indices { try normalize(&records[place], schema) }
  }
}
