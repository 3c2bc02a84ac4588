internal import ConnectorKit
package import JSON

/// The JSON schema of connections files, for editors.
package enum ConnectionsSchema {
  package static let document: JSONObject = {
    var document: JSONObject = [
      "$schema": "http://json-schema.org/draft-07/schema#", "title": "Headwater connections",
      "description": "Sources, destinations, and the streams that are kept up to date between them.",
    ]
    for (key, value) in schema(of: ConnectionsFields.file) { document[key] = value }
    // Members that only hold anchors.
    document["patternProperties"] = ["^x-": [:]]
    return document
  }()

  /// The schema as the text of a file.
  package static var text: String { JSONText.python(.object(document), ensureASCII: false, indent: 2) + "\n" }

  private static func schema(of type: FieldType) -> JSONObject {
    switch type {
    case .any, .component: [:]
    case .string: ["type": "string"]
    case .integer: ["type": "integer"]
    case .number: ["type": "number"]
    case .boolean: ["type": "boolean"]
    case .null: ["type": "null"]
    case .object: ["type": "object"]
    case .mapping(let inner): ["type": "object", "additionalProperties": .object(schema(of: inner))]
    case .list(let inner): ["type": "array", "items": .object(schema(of: inner))]
    case .choice(let words): ["type": "string", "enum": .array(words.map(JSONValue.string))]
    case .anyOf(let types): ["anyOf": .array(types.map { .object(schema(of: $0)) })]
    case .limited(let inner, let limit): limited(schema(of: inner), limit)
    case .record(let fields, let isClosed): record(fields, isClosed)
    }
  }

  private static func limited(_ schema: JSONObject, _ limit: FieldLimit) -> JSONObject {
    var schema = schema
    if case .minimumCount(let count) = limit { schema["minItems"] = .integer(count) }
    return schema
  }

  private static func record(_ fields: [FieldInfo], _ isClosed: Bool) -> JSONObject {
    var object: JSONObject = ["type": "object"]
    let required = fields.filter(\.isRequired).map { JSONValue.string($0.name) }
    if !required.isEmpty { object["required"] = .array(required) }
    object["properties"] = .object(
      JSONObject(
        fields.map { field in
          var property = schema(of: field.type)
          property["description"] = .string(field.doc)
          return (field.name, .object(property))
        }))
    if isClosed { object["additionalProperties"] = false }
    return object
  }
}
