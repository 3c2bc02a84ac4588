import ConnectorKit
import Document
import JSON
import Testing
import Components

@Suite struct ConfigRuleTests {
  struct Row: Sendable, CustomTestStringConvertible {
    var rule: JSONValue
    var before: JSONObject
    var after: JSONObject
    var testDescription: String { "\(JSONText.compact(rule))" }
  }

  private static func adding(_ path: JSONValue, _ value: JSONValue, _ more: JSONObject = [:]) -> JSONValue {
    var rule: JSONObject = [
      "type": "ConfigAddFields", "fields": [["type": "AddedFieldDefinition", "path": path, "value": value]],
    ]
    for (key, value) in more { rule[key] = value }
    return .object(rule)
  }

  static let rows: [Row] = [
    Row(rule: adding(["b"], "{{ config['a'] + 1 }}"), before: ["a": 1], after: ["a": 1, "b": 2]),
    Row(rule: adding(["b", "c"], "x"), before: [:], after: ["b": ["c": "x"]]),
    Row(rule: adding(["b"], "2", ["condition": "{{ value == 3 }}"]), before: [:], after: [:]),
    Row(
      rule: ["type": "ConfigRemoveFields", "field_pointers": [["a", "*"], ["no", "way"]]], before: ["a": ["x": 1], "b": 2],
      after: ["a": [:], "b": 2]),
    Row(
      rule: ["type": "ConfigRemoveFields", "field_pointers": [["a"]], "condition": "{{ config.b == 3 }}"], before: ["a": 1, "b": 2],
      after: ["a": 1, "b": 2]),
    Row(
      rule: ["type": "ConfigRemapField", "map": ["x": "{{ config.b }}", "y": 5], "field_path": ["a", "{{ 'k' }}"]],
      before: ["a": ["k": "x"], "b": 2], after: ["a": ["k": 2], "b": 2]),
    Row(rule: ["type": "ConfigRemapField", "map": ["x": 1], "field_path": ["a"]], before: ["a": "z"], after: ["a": "z"]),
  ]

  @Test(arguments: rows) func changes(_ row: Row) throws {
    var config = row.before
    try StreamFixtures.build(row.rule, as: (any ConfigTransformation).self).transform(&config)
    #expect(config == row.after)
  }

  struct Demand: Sendable, CustomTestStringConvertible {
    var path: JSONValue
    var schema: JSONValue
    var config: JSONObject
    var holds: Bool
    var holdsInCompat: Bool
    var testDescription: String { "\(JSONText.compact(path)) \(JSONText.compact(schema)) \(JSONText.compact(.object(config)))" }
  }

  static let demands: [Demand] = [
    Demand(path: ["a"], schema: ["type": "integer"], config: ["a": 1], holds: true, holdsInCompat: true),
    Demand(path: ["a"], schema: ["type": "integer"], config: ["a": "1"], holds: true, holdsInCompat: true),
    Demand(path: ["a"], schema: ["type": "string"], config: ["a": "x"], holds: true, holdsInCompat: false),
    Demand(path: ["a"], schema: "{\"type\": \"integer\"}", config: ["a": "x"], holds: false, holdsInCompat: false),
    Demand(path: ["a", "*"], schema: ["type": "integer"], config: ["a": [1, true]], holds: false, holdsInCompat: false),
    Demand(path: ["no"], schema: ["type": "integer"], config: [:], holds: true, holdsInCompat: true),
  ]

  @Test(arguments: demands, [false, true]) func validates(_ row: Demand, compat: Bool) throws {
    let validation = try StreamFixtures.build(
      [
        "type": "DpathValidator", "field_path": row.path,
        "validation_strategy": ["type": "ValidateAdheresToSchema", "base_schema": row.schema],
      ], as: (any ConfigValidation).self, compat: compat)
    if compat ? row.holdsInCompat : row.holds {
      try validation.validate(row.config)
    } else {
      #expect(throws: SyncError.self) { try validation.validate(row.config) }
    }
  }

  @Test func platformsAreToldHowScopesAreJoined() throws {
    let settings = try StreamFixtures.build(
      [
        "type": "Spec", "connection_specification": [:],
        "advanced_auth": [
          "auth_flow_type": "oauth2.0",
          "oauth_config_specification": ["oauth_connector_input_specification": ["consent_url": "c", "access_token_url": "t"]],
        ],
      ], as: ConnectorSettings.self)
    let oauth = settings.advancedAuth?["oauth_config_specification"]?["oauth_connector_input_specification"]
    #expect(oauth == ["consent_url": "c", "access_token_url": "t", "scopes_join_strategy": "space"])
  }
}
