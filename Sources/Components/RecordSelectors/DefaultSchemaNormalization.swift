internal import ConnectorKit
internal import JSON
internal import JSONSchema

/// Converts values to the types of the schema where that loses nothing.
struct DefaultSchemaNormalization: SchemaNormalization {
  func normalize(_ record: inout JSONRecord, _ schema: StreamSchema) throws {
    var records = [record]
    try normalize(&records, schema)
    record = records[0]
  }

  func normalize(_ records: inout [JSONRecord], _ schema: StreamSchema) throws {
    let normalizer = try schema.compiled("Default") { TypeNormalizer(schema: .object($0)) }
    do {
      try normalizer.normalize(&records)
    } catch {
      throw SyncError(.system, "Cannot convert a record to the types of the schema: \(error).")
    }
  }
}
