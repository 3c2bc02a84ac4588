import JSON

/// The schema of draft-07 schemas.
enum MetaSchema {
  private static let address = "http://json-schema.org/draft-07/schema"

  /// The built-in document at an address, or nil.
  static func document(at address: String) -> JSONValue? { address == self.address ? .some(text) : .none }

  private static let compiled: JSONSchema? = try? JSONSchema.compile(text, options: JSONSchemaOptions(checksSchema: false))

  /// Throws what is most wrong with a schema.
  static func check(_ schema: JSONValue) throws(JSONSchemaError) {
    guard let compiled else { return }
    guard let violation = JSONSchemaViolation.mostTelling(of: compiled.validate(schema)) else { return }
    throw JSONSchemaError(path: violation.deepest.instancePath, message: violation.complaintText)
  }

  private static let itself: JSONValue = ["$ref": "#"]
  private static let words: JSONValue = ["type": "string"]
  private static let flag: JSONValue = ["type": "boolean"]
  private static let number: JSONValue = ["type": "number"]
  private static let schemas: JSONValue = ["$ref": "#/definitions/schemaArray"]
  private static let names: JSONValue = ["$ref": "#/definitions/stringArray"]
  private static let count: JSONValue = ["$ref": "#/definitions/nonNegativeInteger"]
  private static let schemasByName: JSONValue = ["type": "object", "additionalProperties": ["$ref": "#"]]

  private static let definitions: JSONValue = [
    "schemaArray": ["type": "array", "minItems": 1, "items": ["$ref": "#"]],
    "nonNegativeInteger": ["type": "integer", "minimum": 0],
    "simpleTypes": ["enum": ["array", "boolean", "integer", "null", "number", "object", "string"]],
    "stringArray": ["type": "array", "items": ["type": "string"], "uniqueItems": true],
  ]

  private static let typeRule: JSONValue = [
    "anyOf": [
      ["$ref": "#/definitions/simpleTypes"],
      ["type": "array", "items": ["$ref": "#/definitions/simpleTypes"], "minItems": 1, "uniqueItems": true],
    ]
  ]

  private static let keywords: [(String, JSONValue)] =
    [("$id", words), ("$schema", words), ("$ref", words), ("$comment", words), ("title", words), ("description", words)]
    + [("default", true), ("readOnly", flag), ("examples", ["type": "array"])]
    + [("multipleOf", ["type": "number", "exclusiveMinimum": 0]), ("maximum", number), ("exclusiveMaximum", number)]
    + [("minimum", number), ("exclusiveMinimum", number), ("maxLength", count), ("minLength", count), ("pattern", words)]
    + [("additionalItems", itself), ("items", ["anyOf": [itself, schemas]]), ("maxItems", count), ("minItems", count)]
    + [("uniqueItems", flag), ("contains", itself), ("maxProperties", count), ("minProperties", count), ("required", names)]
    + [("additionalProperties", itself), ("definitions", schemasByName), ("properties", schemasByName)]
    + [("patternProperties", schemasByName), ("propertyNames", itself), ("const", true), ("enum", ["type": "array"])]
    + [("dependencies", ["type": "object", "additionalProperties": ["anyOf": [itself, names]]]), ("type", typeRule)]
    + [("format", words), ("contentMediaType", words), ("contentEncoding", words)]
    + [("if", itself), ("then", itself), ("else", itself), ("allOf", schemas), ("anyOf", schemas), ("oneOf", schemas)]
    + [("not", itself)]

  private static let text: JSONValue = [
    "$id": .string(address),
    "definitions": definitions,
    "type": ["object", "boolean"],
    "properties": .object(JSONObject(keywords)),
    "default": true,
  ]
}
