public import JSON

/// Brings the values of records into the types that the stream's schema declares.
public protocol SchemaNormalization: Sendable {
  func normalize(_ record: inout JSONRecord, _ schema: StreamSchema) throws
}
