import ConnectorKit

/// Makes an object of a list of pairs: `[{"key": "a", "value": 1}]` becomes `{"a": 1}`.
struct PairsToObject: RecordTransformation {
  static let spec = ComponentSpec<any RecordTransformation>(
    "PairsToObject", "Makes an object of a field that holds a list of pairs.",
    fields: Field<String>.string("field", doc: "The field with the list."),
    Field<String>.string("key", doc: "What a pair calls its name.").default("key", shown: "key"),
    Field<String>.string("value", doc: "What a pair calls its value.").default("value", shown: "value"),
    make: PairsToObject.init)

  let field: String
  let key: String
  let value: String

  func transform(_ records: inout [JSONRecord], _ scope: RecordScope) throws {
    for place in records.indices {
      guard let pairs = records[place][field]?.arrayValue else { continue }
      var object = JSONObject()
      for pair in pairs {
        guard let name = pair[key]?.stringValue else { continue }
        object[name] = pair[value] ?? .null
      }
      records[place][field] = .object(object)
    }
  }
}
