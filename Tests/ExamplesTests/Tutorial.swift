import ConnectorKit

/// Makes an object of a list of name and value.
struct AttributesToObject: RecordTransformation {
  static let spec = ComponentSpec<any RecordTransformation>(
    "AttributesToObject", "Makes an object of a list of name and value.",
    fields: Field<String>.string("field", doc: "The field with the list.").default("attributes", shown: "attributes"),
    make: AttributesToObject.init)

  let field: String

  func transform(_ records: inout [JSONRecord], _ scope: RecordScope) throws {
    for place in records.indices {
      guard let pairs = records[place][field]?.arrayValue else { continue }
      var object = JSONObject()
      for pair in pairs {
        if let name = pair["name"]?.stringValue { object[name] = pair["value"] ?? .null }
      }
      records[place][field] = .object(object)
    }
  }
}
