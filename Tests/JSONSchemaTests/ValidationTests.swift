import JSON
import TestSupport
import Testing
import JSONSchema

@Suite
struct ValidationTests {
  /// Each row: a schema, a value, the messages for people and the reference's words for the one it would show.
  @Test
  func rowsHold() throws {
    for row in try PackageFiles.rows("Tests/JSONSchemaTests/Rows/validation.jsonl", options: .python) {
      let schema = try JSONSchema.compile(try #require(row["schema"]))
      let value = try #require(row["value"])
      let violations = schema.validate(value)
      #expect(.array(violations.map { .string($0.message) }) == row["messages"], "\(row)")
      #expect(JSONSchemaViolation.bestMatch(of: violations)?.referenceMessage == row["reference"]?.stringValue, "\(row)")
      #expect(schema.isValid(value) == violations.isEmpty, "\(row)")
    }
  }

  @Test(
    "Schemas that apply others without end, or ever more of them, give up and say so",
    arguments: [
      ["allOf": [["$ref": "#"], ["$ref": "#"]]], ["anyOf": [["$ref": "#"], ["$ref": "#"]]], ["not": ["$ref": "#"]],
      ["oneOf": [["$ref": "#"], ["$ref": "#"]]], doubling("allOf"), doubling("anyOf"), doubling("oneOf"),
    ] as [JSONValue])
  func givesUp(_ schema: JSONValue) throws {
    let violations = try JSONSchema.compile(schema).validate(["a": 1])
    #expect("\(violations.map(\.message))".contains("without end") || violations.isEmpty == false, "\(violations.count)")
  }

  /// Each of 40 definitions applies the next one twice.
  private static func doubling(_ keyword: String) -> JSONValue {
    var definitions: JSONObject = ["d40": ["type": "string"]]
    for place in 0..<40 {
      let next: JSONValue = ["$ref": .string("#/definitions/d\(place + 1)")]
      definitions["d\(place)"] = [keyword: [next, next]]
    }
    return ["$ref": "#/definitions/d0", "definitions": .object(definitions)]
  }

  @Test("Integers of very many digits are compared and divided by their digits")
  func comparesLongIntegers() throws {
    let long = JSONValue.bigInteger("1" + String(repeating: "0", count: 500_000))
    let negative = JSONValue.bigInteger("-9" + String(repeating: "0", count: 500_000))
    for (schema, value, fits) in [
      (["minimum": 5], long, true), (["maximum": 5], long, false), (["maximum": 1e300], long, false), (["maximum": 5], negative, true),
      (["exclusiveMinimum": long], long, false), (["minimum": long], long, true), (["minimum": long], negative, false),
      (["maximum": long], 7, true), (["multipleOf": 8], long, true), (["multipleOf": 7], long, false), (["multipleOf": long], 7, false),
    ] as [(JSONValue, JSONValue, Bool)] {
      #expect(try JSONSchema.compile(schema).isValid(value) == fits, "\(schema.kind)")
    }
  }

  static let brokenSchemas: [(schema: JSONValue, path: String, message: String)] = [
    (5, "", "must be an object or true or false, got integer"),
    (["type": "text"], "/type", "must be one of: array, boolean, integer, null, number, object, string"),
    (["type": []], "/type", "fits none of the choices: `type` must be one of: array"),
    (["properties": ["a": ["type": 5]]], "/properties/a/type", "must be one of: array"),
    (["properties": ["a": ["required": true]]], "/properties/a/required", "must be a list, got boolean"),
    (["minLength": -1], "/minLength", "must be at least 0"),
    (["minimum": "1"], "/minimum", "must be a number, got text"),
    (["exclusiveMinimum": true], "/exclusiveMinimum", "must be a number, got boolean"),
    (["multipleOf": 0], "/multipleOf", "must be more than 0"),
    (["allOf": []], "/allOf", "must not be empty"),
    (["enum": "a"], "/enum", "must be a list, got text"),
    (["required": ["a", "a"]], "/required", "must not contain duplicate items"),
    (["properties": ["a": ["pattern": "("]]], "/properties/a/pattern", "has a pattern that does not parse (`(`): "),
    (["patternProperties": ["[": true]], "/patternProperties", "has a pattern that does not parse (`[`): "),
    (["items": [["type": "x"]]], "/items/0/type", "must be one of: array"),
  ]

  @Test(arguments: brokenSchemas)
  func brokenSchemasSayWhere(schema: JSONValue, path: String, message: String) throws {
    let error = try #require(throws: JSONSchemaError.self) { try JSONSchema.compile(schema) }
    #expect(error.path.pointer == path)
    #expect(error.message.hasPrefix(message), "\(error.message)")
  }

  @Test
  func secretsAreNotInMessages() throws {
    let schema = try JSONSchema.compile(
      [
        "properties": [
          "key": [
            "type": "string", "airbyte_secret": true, "pattern": "^k-", "maxLength": 3, "not": ["const": "hunter2"], "enum": ["k-1"],
            "format": "uuid",
          ]
        ]
      ], options: JSONSchemaOptions(formats: .checked))
    let violations = schema.validate(["key": "hunter2"])
    #expect(violations.count == 5)
    for violation in violations { #expect(!violation.message.contains("hunter2")) }
  }

  @Test
  func danglingReferencesMatterOnlyWhenReached() throws {
    let schema = try JSONSchema.compile(["properties": ["a": ["$ref": "#/definitions/none"], "b": ["type": "string"]]])
    #expect(schema.danglingReferences == ["#/definitions/none"])
    #expect(schema.isValid(["b": "x"]))
    #expect(
      schema.validate(["a": 1]).map(\.message) == [
        "`a` cannot be checked: the schema refers to `#/definitions/none`, which does not exist"
      ])
  }

  @Test
  func endlessReferencesEnd() throws {
    let schema = try JSONSchema.compile(["$ref": "#"])
    #expect(schema.validate(1).count == 1)
  }

  @Test
  func documentsComeFromTheResolver() throws {
    let options = JSONSchemaOptions(resolver: { address in
      let documents: [String: JSONValue] = [
        "http://example.com/a/base.json": ["definitions": ["x": ["$ref": "other.json"]]],
        "http://example.com/a/other.json": ["type": "integer"],
      ]
      return documents[address]
    })
    let schema = try JSONSchema.compile(["$ref": "http://example.com/a/base.json#/definitions/x"], options: options)
    #expect(schema.danglingReferences.isEmpty)
    #expect(schema.isValid(1) && !schema.isValid("x"))
  }

  @Test
  func pathsSayWhere() throws {
    let schema = try JSONSchema.compile([
      "definitions": ["d": ["properties": ["n": ["type": "integer"]]]], "properties": ["a/b": ["items": ["$ref": "#/definitions/d"]]],
    ])
    let violation = try #require(schema.validate(["a/b": [["n": 1], ["n": "x"]]]).first)
    #expect(violation.instancePath.pointer == "/a~1b/1/n")
    #expect(violation.instancePath.dotted == "a/b[1].n")
    #expect(violation.schemaPath.pointer == "/properties/a~1b/items/$ref/properties/n/type")
    #expect(violation.keyword == "type")
  }
}
