import ConnectorKit
import Document
import JSON
import Testing

@testable import Components

@Suite struct DynamicStreamTests {
  private static func mapping(_ path: JSONValue, _ value: JSONValue, _ more: JSONObject = [:]) -> JSONValue {
    var mapping: JSONObject = ["type": "ComponentMappingDefinition", "field_path": path, "value": value]
    for (key, value) in more { mapping[key] = value }
    return .object(mapping)
  }

  private func declarations(_ resolver: JSONValue, _ template: JSONValue, config: JSONObject = [:]) async throws -> [JSONValue] {
    try await StreamFixtures.build(resolver, as: (any ComponentsResolver).self, config: config)
      .declarations(from: Node(json: template), run: StreamFixtures.run(config: config)).map(\.json)
  }

  @Test func configMakesAStreamOfEachEntry() async throws {
    let made = try await declarations(
      [
        "type": "ConfigComponentsResolver",
        "stream_config": ["type": "StreamConfig", "configs_pointer": ["{{ 'ts' }}"], "default_values": [["id": "c"]]],
        "components_mapping": [
          Self.mapping(["name"], "{{ components_values['id'] }}"), Self.mapping(["**", "path"], "/{{ components_values['id'] }}"),
          Self.mapping(["list", "*"], "{{ stream_template_config['name'] }}"),
          Self.mapping(["missing"], "x"),
          Self.mapping(["new", "0", "a"], "y", ["create_or_update": true, "condition": "{{ components_values['id'] == 'a' }}"]),
        ],
      ], ["name": "t", "path": 1, "r": ["path": 2], "list": [1, 2]], config: ["ts": [["id": "a"]]])
    #expect(
      made == [
        ["name": "a", "path": "/a", "r": ["path": "/a"], "list": ["t", "t"], "new": [["a": "y"]]],
        ["name": "c", "path": "/c", "r": ["path": "/c"], "list": ["t", "t"]],
      ])
  }

  @Test func severalListsMakeTheirProduct() async throws {
    let made = try await declarations(
      [
        "type": "ConfigComponentsResolver",
        "stream_config": [["type": "StreamConfig", "configs_pointer": ["a"]], ["type": "StreamConfig", "configs_pointer": ["b"]]],
        "components_mapping": [
          Self.mapping(
            ["name"], "{{ components_values['source_config_0'][1] ~ components_values['source_config_0'][0] ~ components_values['w'] }}")
        ],
      ], ["name": "t"], config: ["a": ["x", "y"], "b": [["w": "p"], ["w": "q"]]])
    #expect(made == [["name": "x0p"], ["name": "x0q"], ["name": "y1p"], ["name": "y1q"]])
  }

  @Test func manifestAndRecordsMakeStreams() async throws {
    let mappings: JSONValue = [
      Self.mapping(["name"], "{{ components_values.id }}"), Self.mapping(["new"], "z", ["create_or_update": true]),
    ]
    let listed = try await declarations(
      [
        "type": "ParametrizedComponentsResolver", "components_mapping": mappings,
        "stream_parameters": ["type": "StreamParametersDefinition", "list_of_parameters_for_stream": [["id": "u"]]],
      ], ["name": "t"])
    #expect(listed == [["name": "u", "new": "z"]])
    let read = try await declarations(
      [
        "type": "HttpComponentsResolver", "components_mapping": mappings,
        "retriever": ["type": "FixedRetriever", "records": [["id": "u"], ["id": "v"]]],
      ], ["name": "t"])
    #expect(read == [["name": "u"], ["name": "v"]])
  }

  @Test func namesAreTextsWhereverStreamsHaveThem() async throws {
    let paths: [JSONValue] = [["name"], ["full_refresh_stream", "name"], ["incremental_stream", "name"], ["other", "name"]]
    let made = try await declarations(
      [
        "type": "ConfigComponentsResolver", "stream_config": ["type": "StreamConfig", "configs_pointer": ["ts"]],
        "components_mapping": .array(paths.map { Self.mapping($0, "{{ components_values.id }}") }),
      ], ["name": "t", "full_refresh_stream": ["name": "t"], "incremental_stream": ["name": "t"], "other": ["name": "t"]],
      config: ["ts": [["id": 5]]])
    #expect(
      made == [["name": "5", "full_refresh_stream": ["name": "5"], "incremental_stream": ["name": "5"], "other": ["name": 5]]])
  }

  @Test func streamsOfOneNameAreRefused() async throws {
    let dynamic = try StreamFixtures.build(
      [
        "type": "DynamicDeclarativeStream", "stream_template": ["type": "Fixed", "name": "t"],
        "components_resolver": [
          "type": "ConfigComponentsResolver", "stream_config": ["type": "StreamConfig", "configs_pointer": ["ts"]],
          "components_mapping": [Self.mapping(["name"], "{{ components_values.id }}")],
        ],
      ], as: (any DynamicStreamSource).self, config: ["ts": [["id": "u"], ["id": "u"]]])
    let check = try StreamFixtures.build(["type": "CheckStream"], as: (any ConnectionChecker).self)
    let plan = ConnectorPlan(checker: check, streams: [], dynamicStreams: [dynamic], concurrency: 1, budget: UnlimitedBudget())
    let run = StreamFixtures.run(config: ["ts": [["id": "u"], ["id": "u"]]])
    let error = await #expect(throws: SyncError.self) { try await plan.allStreams(run: run) }
    #expect(error?.failureType == .config)
  }

  @Test(
    arguments: [
      (nil, false, SyncError.FailureType.config), (nil, true, .system), ([1], false, .config),
      (["a": 1], true, .system),
    ] as [(JSONValue, Bool, SyncError.FailureType)])
  func aNameMustBeText(_ name: JSONValue, compat: Bool, _ type: SyncError.FailureType) async throws {
    let config: JSONObject = ["ts": [["id": name]]]
    let dynamic = try StreamFixtures.build(
      [
        "type": "DynamicDeclarativeStream", "stream_template": ["type": "Fixed", "name": "t"],
        "components_resolver": [
          "type": "ConfigComponentsResolver", "stream_config": ["type": "StreamConfig", "configs_pointer": ["ts"]],
          "components_mapping": [Self.mapping(["name"], "{{ components_values.id }}")],
        ],
      ], as: (any DynamicStreamSource).self, config: config)
    let run = TestServices.run(config: config, compat: compat)
    let error = await #expect(throws: SyncError.self) { _ = try await dynamic.streams(run: run) }
    #expect(error?.failureType == type)
    #expect(error?.message.contains("needs a string as its name") == true)
  }

  @Test func schemasAreMadeOfRecords() async throws {
    let loader = try StreamFixtures.build(
      [
        "type": "DynamicSchemaLoader",
        "retriever": [
          "type": "FixedRetriever",
          "records": [
            ["f": [["n": "A", "t": "num"], ["n": "b", "t": "l"], ["n": "c"], ["n": "drop", "t": "date"], ["n": "e", "t": "two"]]]
          ],
        ],
        "schema_filter": ["type": "RecordFilter", "condition": "{{ 'drop' not in record }}"],
        "schema_transformations": [["type": "KeysToLower"]],
        "schema_type_identifier": [
          "schema_pointer": ["f"], "key_pointer": ["n"], "type_pointer": ["t"],
          "types_mapping": [
            ["current_type": "num", "target_type": "integer", "condition": "{{ raw_schema.n == 'x' }}"],
            ["current_type": "num", "target_type": "number"], ["current_type": "two", "target_type": ["boolean", "date"]],
            ["current_type": "l", "target_type": ["field_type": "array", "items": ["field_type": "array", "items": "string"]]],
          ],
        ],
      ], as: (any SchemaLoader).self)
    let schema = try await loader.schema(streamName: "s", run: StreamFixtures.run())
    let text: JSONValue = ["type": ["null", "string"]]
    #expect(
      schema["properties"] == [
        "a": ["type": ["null", "number"]],
        "b": ["type": ["null", "array"], "items": ["type": ["null", "array"], "items": text]], "c": text,
        "e": ["oneOf": [["type": ["null", "boolean"]], ["type": ["null", "string"], "format": "date"]]],
      ])
  }

  @Test func aMappingOfFieldsIsReadByItsNames() async throws {
    let loader = try StreamFixtures.build(
      [
        "type": "DynamicSchemaLoader", "retriever": ["type": "FixedRetriever", "records": [["f": ["a": 1, "b": ["t": "num"]]]]],
        "schema_type_identifier": ["schema_pointer": ["f"], "key_pointer": [], "type_pointer": []],
      ], as: (any SchemaLoader).self)
    let schema = try await loader.schema(streamName: "s", run: StreamFixtures.run())
    #expect(schema["properties"] == ["a": ["type": ["null", "string"]], "b": ["type": ["null", "string"]]])
  }

  @Test func ofSeveralSchemasTheFirstHolds() async throws {
    let one = InlineSchemaLoader(schema: ["properties": ["a": 1]])
    let two = InlineSchemaLoader(schema: ["properties": ["a": 2, "b": 3]])
    let schema = try await CompositeSchemaLoader(loaders: [one, two]).schema(streamName: "s", run: StreamFixtures.run())
    #expect(schema["properties"] == ["a": 1, "b": 3])
  }
}
