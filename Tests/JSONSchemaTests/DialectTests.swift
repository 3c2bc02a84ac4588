import JSON
import Testing
import JSONSchema

@Suite
struct DialectTests {
  private static let draft4 = "http://json-schema.org/draft-04/schema#"
  private static let draft7 = "http://json-schema.org/draft-07/schema"
  private static let latest = "https://json-schema.org/draft/2020-12/schema"

  static let rows: [(schema: JSONValue, value: JSONValue, isValid: Bool)] = [
    (["$schema": .string(draft4), "minimum": 1, "exclusiveMinimum": true], 1, false),
    (["$schema": .string(draft4), "const": 1], 2, true),
    (["$schema": .string(draft7), "dependencies": ["a": ["b"]]], ["a": 1], false),
    (["$schema": .string(draft7), "dependentRequired": ["a": ["b"]]], ["a": 1], true),
    (["$schema": .string(draft7), "items": [["type": "string"]]], [1], false),
    (["$schema": .string(draft7), "$ref": "#/definitions/a", "minimum": 5, "definitions": ["a": true]], 1, true),
    (["dependencies": ["a": ["b"]]], ["a": 1], true),
    (["dependentRequired": ["a": ["b"]]], ["a": 1], false),
    (["dependentSchemas": ["a": ["required": ["b"]]]], ["a": 1], false),
    (["$ref": "#/definitions/a", "minimum": 5, "definitions": ["a": true]], 1, false),
    (["$ref": "#here", "$defs": ["a": ["$anchor": "here", "type": "string"]]], 1, false),
    (["prefixItems": [["type": "string"]], "items": ["type": "integer"]], ["a", 1], true),
    (["prefixItems": [["type": "string"]], "items": ["type": "integer"]], ["a", "b"], false),
    (["contains": ["type": "integer"], "minContains": 2], [1, "a"], false),
    (["contains": ["type": "integer"], "maxContains": 1], [1, 2], false),
    (["contains": ["type": "integer"], "minContains": 0], [], true),
    (["$schema": .string(latest), "additionalItems": false, "prefixItems": [true]], [1, 2], true),
    (["$schema": "https://json-schema.org/draft-07/schema#", "dependencies": ["a": ["b"]]], ["a": 1], true),
  ]

  @Test(arguments: rows)
  func declaredDialectDecides(schema: JSONValue, value: JSONValue, isValid: Bool) throws {
    #expect(try JSONSchema.compile(schema, options: JSONSchemaOptions(dialect: .declared)).isValid(value) == isValid)
  }

  @Test
  func listsOfItemsAreAnErrorInTheLatestDialect() throws {
    let error = try #require(throws: JSONSchemaError.self) {
      try JSONSchema.compile(["items": [true]], options: JSONSchemaOptions(dialect: .declared))
    }
    #expect(error.path.pointer == "/items")
  }
}
