/// Stubs for what finds and changes records.
extension ComponentStub {
  static let recordExtractor = ComponentStub(
    summary: "Finds the records in a list of the body.",
    fields: "Field<String>.string(\"field\", doc: \"The name of the list.\"),", make: "NAME.init",
    body: """
      let field: String

      func extract(from body: JSONView, into found: inout ExtractedRecords, _ scope: RecordScope) async throws {
        guard let list = body[field] else { return }
        for element in list.elements { found.append(element) }
      }
      """)

  static let recordFilter = ComponentStub(
    summary: "Drops records that are marked as deleted.",
    body: """
      func filter(_ records: inout [JSONRecord], _ scope: RecordScope) throws {
        records.removeAll { $0["deleted"] == true }
      }
      """)

  static let transformation = ComponentStub(
    summary: "Notes the stream in each record.",
    body: """
      func transform(_ records: inout [JSONRecord], _ scope: RecordScope) throws {
        for place in records.indices { records[place]["stream"] = .string(scope.streamName) }
      }
      """)

  static let schemaNormalization = ComponentStub(
    summary: "Makes text of numbers where the schema says text.",
    body: """
      func normalize(_ record: inout JSONRecord, _ schema: StreamSchema) throws {
        for (name, property) in schema.object["properties"]?.objectValue ?? [:] where property["type"] == "string" {
          if let number = record[name]?.integerValue { record[name] = .string(String(number)) }
        }
      }
      """)

  static let schemaLoader = ComponentStub(
    summary: "Gives a schema that allows everything.",
    body: """
      func schema(streamName: String, run: RunServices) async throws -> JSONObject {
        ["type": "object", "additionalProperties": true, "properties": [:]]
      }
      """)
}
