import HeadwaterTesting
import JSON
import Quirks

private typealias Make = DifferenceManifest

extension DifferenceCase {
  /// Templates that do not give what their author meant.
  static let templates: [DifferenceCase] = [
    DifferenceCase(
      id: .quirk(.keepsFirstUnchangedResult), name: "a sum that fails for the first record",
      manifest: adding("{{ record.n + 1 }}"), api: [items(page(["n": nil], ["n": 2]))],
      usual: .records(["sum": "{{ record.n + 1 }}"], ["n": 2, "sum": 3]),
      compat: .records(["sum": "{{ record.n + 1 }}"], ["n": 2, "sum": "{{ record.n + 1 }}"])),
    DifferenceCase(
      id: .quirk(.hidesTypeErrors), name: "a warning with the place",
      manifest: adding("{{ record.n + 1 }}"), api: [items(page(["n": nil], ["n": nil]))],
      usual: Outcome(status: "COMPLETE", shows: ["WARN", "The template `{{ record.n + 1 }}` at ", "manifest.yaml:1:"]),
      compat: Outcome(status: "COMPLETE", hides: ["The template"])),
    DifferenceCase(
      id: .fixed(.splitsWideCharacters), name: "a list as text", manifest: adding("{{ record.n | string }}"),
      api: [items(page(["n": ["😀"]]))], usual: Outcome(records: [["n": ["😀"], "sum": #"["😀"]"#]])),
    DifferenceCase(
      id: .fixed(.runsTemplatesWithoutLimits), name: "a text that would have 10 GB",
      manifest: adding("{{ ('a' * 100000) | replace('a', 'b' * 100000) | length }}"), api: [items(page(["n": 1]))],
      usual: .failure("bytes, which is the limit", records: [])),
    DifferenceCase(
      id: .fixed(.runsTemplatesWithoutLimits), name: "an expression of a thousand operators",
      manifest: adding(.string("{{ " + String(repeating: "record.n + ", count: 1000) + "1 }}")), api: [items(page(["n": 1]))],
      usual: .failure("more than 500 operations build on each other, which is the limit", records: [])),
    DifferenceCase(
      id: .fixed(.refusesLongIntegers), name: "passed on by a template", manifest: adding("{{ record.n }}"),
      api: [items(page(["n": .bigInteger(longDigits)]))],
      usual: .records(["n": .bigInteger(longDigits), "sum": .bigInteger(longDigits)])),
    DifferenceCase(
      id: .fixed(.refusesLongIntegers), name: "computed with", manifest: adding("{{ record.n + 1 }}"),
      api: [items(page(["n": .bigInteger(longDigits)]))], usual: .failure("the integer has 5000 digits", records: [])),
  ]

  private static let longDigits = String(repeating: "7", count: 5000)

  private static func adding(_ template: JSONValue) -> JSONValue {
    Make.connector(
      Make.stream([
        "transformations": [
          ["type": "AddFields", "fields": [["type": "AddedFieldDefinition", "path": ["sum"], "value": template]]]
        ]
      ]))
  }

  /// A connector with a secret in its config.
  private static func secretive(_ authenticator: JSONValue) -> JSONValue {
    Make.connector(
      Make.stream(requester: ["authenticator": authenticator]),
      more: [
        "spec": [
          "type": "Spec",
          "connection_specification": ["type": "object", "properties": ["key": ["type": "string", "airbyte_secret": true]]],
        ]
      ])
  }

  /// Whole commands.
  static let commands: [DifferenceCase] = [
    DifferenceCase(
      id: .fixed(.quotesSecretsInTraces), name: "an answer that quotes a secret",
      manifest: secretive(["type": "BearerAuthenticator", "api_token": "{{ config['key'] }}"]), config: ["key": "s3cr3t-key"],
      api: [items(.text("token s3cr3t-key refused", status: 400))],
      usual: Outcome(succeeds: false, status: "INCOMPLETE", hides: ["s3cr3t-key"], shows: ["****"])),
    DifferenceCase(
      id: .fixed(.quotesSecretsInTraces), name: "an answer that quotes a secret where the message ends",
      manifest: secretive(["type": "BearerAuthenticator", "api_token": "{{ config['key'] }}"]),
      config: ["key": "s3cr3t-key-of-many-letters"],
      api: [items(.text(String(repeating: "-", count: 490) + "s3cr3t-key-of-many-letters", status: 400))],
      usual: Outcome(succeeds: false, hides: ["s3cr3t"], shows: ["-****"])),
    DifferenceCase(
      id: .fixed(.quotesSecretsInTraces), name: "a body of another kind that quotes a secret where the message ends",
      manifest: secretive(["type": "BearerAuthenticator", "api_token": "{{ config['key'] }}"]),
      config: ["key": "s3cr3t-key-of-many-letters"],
      api: [items(.text(String(repeating: "-", count: 70) + "s3cr3t-key-of-many-letters", status: 200))],
      usual: Outcome(succeeds: false, hides: ["s3cr3t"], shows: ["-****"]), compat: Outcome(hides: ["s3cr3t"])),
    DifferenceCase(
      id: .fixed(.quotesSecretsInTraces), name: "an answer that quotes a token made for the request",
      manifest: secretive([
        "type": "JwtAuthenticator", "secret_key": "{{ config['key'] }}", "algorithm": "HS256", "header_prefix": "Bearer",
      ]),
      config: ["key": "s3cr3t-key"],
      api: [LoopbackRoute("GET", "/items") { request, _ in .text("no \(request.headers["authorization"] ?? "")", status: 400) }],
      usual: Outcome(succeeds: false, status: "INCOMPLETE", hides: ["eyJ"], shows: ["no Bearer ****"])),
    DifferenceCase(
      id: .quirk(.failsCheckOfUnknownStream), name: "a check of a stream that is not there", verb: "check",
      manifest: Make.connector(Make.stream(), more: ["check": ["type": "CheckStream", "stream_names": ["things"]]]),
      usual: Outcome(shows: [#""FAILED""#, "things", "items"]), compat: Outcome(succeeds: false, hides: [#""CONNECTION_STATUS""#])),
    DifferenceCase(
      id: .quirk(.failsCheckOfUnknownStream), name: "a check of a stream whose condition does not hold", verb: "check",
      manifest: Make.connector(
        ["type": "ConditionalStreams", "condition": "{{ config['all'] }}", "streams": [.object(Make.stream(["name": "things"]))]],
        Make.stream(), more: ["check": ["type": "CheckStream", "stream_names": ["things"]]]),
      usual: Outcome(shows: [#""FAILED""#, "things", "Streams: items"]),
      compat: Outcome(succeeds: false, hides: [#""CONNECTION_STATUS""#])),
    DifferenceCase(
      id: .quirk(.requiresSpec), name: "a read",
      manifest: Make.connector(Make.stream(), without: ["spec"]), config: ["whatever": 1], api: [items(page(["id": 1]))],
      usual: .records(["id": 1]), compat: .refusal("spec")),
    DifferenceCase(
      id: .quirk(.emptyKeyIsAName), name: "an empty text", verb: "discover",
      manifest: Make.connector(Make.stream(["primary_key": ""])), usual: Outcome(hides: ["source_defined_primary_key"]),
      compat: Outcome(shows: [#""source_defined_primary_key":[[""]]"#])),
    DifferenceCase(
      id: .quirk(.configErrorsAreInternalErrors), name: "a start in another format", verb: "discover",
      manifest: Make.connector(Make.stream(["incremental_sync": Make.days(["start_datetime": "{{ config['start'] }}"])])),
      config: ["start": "01.02.2026"],
      usual: Outcome(succeeds: false, says: ["01.02.2026", "%Y-%m-%d"], shows: ["config_error"]),
      compat: Outcome(succeeds: false, shows: ["system_error"])),
    DifferenceCase(
      id: .quirk(.makesPartitionCursorsLate), name: "streams with partitions are listed", verb: "discover",
      manifest: dividedFromConfig, config: ["start": "01.02.2026"], usual: Outcome(shows: [#""CATALOG""#])),
    DifferenceCase(
      id: .quirk(.configErrorsAreInternalErrors), name: "a stream with partitions fails when it is read",
      manifest: dividedFromConfig, config: ["start": "01.02.2026"],
      usual: Outcome(
        succeeds: false, records: [], status: "INCOMPLETE", says: ["01.02.2026", "%Y-%m-%d"], hides: ["system_error"]),
      compat: Outcome(succeeds: false, records: [], status: "INCOMPLETE", shows: ["system_error"], requests: ["/items": 0])),
    DifferenceCase(
      id: .quirk(.findsNoSchemaFiles), name: "a file beside the manifest", verb: "discover",
      manifest: Make.connector(
        Make.stream(["schema_loader": ["type": "JsonFileSchemaLoader", "file_path": "./schemas/items.json"]])),
      files: ["schemas/items.json": #"{"type": "object", "properties": {"from_a_file": {"type": "string"}}}"#],
      usual: Outcome(shows: ["from_a_file"]), compat: Outcome(succeeds: false)),
    DifferenceCase(
      id: .quirk(.refusesRepeatedRequirements), name: "a name given twice",
      manifest: Make.connector(
        Make.stream(),
        more: [
          "spec": [
            "type": "Spec",
            "connection_specification": ["type": "object", "required": ["key", "key"], "properties": ["key": ["type": "string"]]],
          ]
        ]),
      config: ["key": "k"], api: [items(page(["id": 1]))], usual: .records(["id": 1]), compat: .refusal()),
    DifferenceCase(
      id: .quirk(.refusesNestedPrimaryKeys), name: "a nested key", verb: "discover",
      manifest: Make.connector(Make.stream(["primary_key": [["a", "b"], ["c"]]])),
      usual: Outcome(shows: [#"[["a","b"],["c"]]"#]), compat: Outcome(succeeds: false)),
    DifferenceCase(
      id: .quirk(.reportsTopLevelMigrationsOnly), name: "a member of a member is renamed", verb: "check",
      manifest: Make.connector(Make.stream(), more: ["spec": migratedBelow]), config: ["account": ["region": "north"]],
      api: [items(page(["id": 1]))], usual: Outcome(shows: [#""CONTROL""#, #"{"account":{"region":"n"}"#]),
      compat: Outcome(hides: [#""CONTROL""#], shows: [#""SUCCEEDED""#])),
    DifferenceCase(
      id: .quirk(.ignoresUnknownStreams), name: "a stream that is not there", manifest: Make.connector(Make.stream()),
      streams: ["things"], usual: Outcome(status: "INCOMPLETE"), compat: Outcome(status: "")),
    DifferenceCase(
      id: .quirk(.ignoresUnknownStreams), name: "one of two, in both modes", manifest: Make.connector(Make.stream()),
      streams: ["things", "items"], api: [items(page(["id": 1]))], usual: Outcome(status: "INCOMPLETE", shows: [#""COMPLETE""#])),
    DifferenceCase(
      id: .quirk(.endsSyncOnUnreadyStreams), name: "a schema that cannot be made", manifest: undescribed,
      streams: ["items", "others"],
      api: [items(page(["id": 1])), LoopbackRoute("GET", "/fields", answers: [page(["fields": [["type": "text"]]])])],
      usual: Outcome(succeeds: false, records: [], status: "INCOMPLETE", says: ["schema of stream items"], shows: [#""COMPLETE""#]),
      compat: .refusal("schema of stream items")),
    DifferenceCase(
      id: .quirk(.evaluatesStreamNames), name: "a number and texts", verb: "discover", manifest: named,
      config: ["names": [5, "007", "1.50", "yes", "null", "2026-01-15"]],
      usual: Outcome(shows: ["5", "007", "1.50", "yes", "null", "2026-01-15"].map { #""name":"\#($0)""# }),
      compat: Outcome(succeeds: false, shows: ["system_error"])),
    DifferenceCase(
      id: .fixed(.refusesEmptyMappings), name: "a list and nothing", manifest: mapped,
      config: ["names": ["items"]], api: [items(page(["id": 1]))], usual: Outcome(records: [["id": 1]], queries: ["tag=a&tag=b"])),
    validated("a plain text for a DpathValidator", ["type": "DpathValidator", "field_path": ["name"]]),
    validated("a PredicateValidator", ["type": "PredicateValidator", "value": "{{ config['name'] }}"], .predicateValidatorsAlwaysFail),
    DifferenceCase(
      id: .quirk(.looksOnePartitionAhead), name: "a check asks for no page of parents that it does not need", verb: "check",
      manifest: checkedSubstream,
      api: [
        LoopbackRoute("GET", "/parents", query: ["page": "1"], answers: [page(["id": 8])]),
        LoopbackRoute("GET", "/parents", query: ["page": "2"], answers: [page(["id": 9])]),
        LoopbackRoute("GET", "/parents", query: ["page": "3"], answers: [page()]),
        LoopbackRoute("GET", "/parents", answers: [page(["id": 7])]), items(page(["at": "2026-01-25"])),
      ],
      usual: Outcome(shows: [#""SUCCEEDED""#], requests: ["/parents": 2, "/items": 1]),
      compat: Outcome(shows: [#""SUCCEEDED""#], requests: ["/parents": 3, "/items": 1])),
  ]

  /// The fields of the first of two streams have no names.
  /// A stream with a partition and a cursor that starts where the config says.
  private static var dividedFromConfig: JSONValue {
    Make.connector(
      Make.stream(
        ["incremental_sync": Make.days(["start_datetime": "{{ config['start'] }}"])],
        retriever: ["partition_router": ["type": "ListPartitionRouter", "values": ["a"], "cursor_field": "region"]]))
  }

  private static var undescribed: JSONValue {
    let loader: JSONValue = [
      "type": "DynamicSchemaLoader",
      "retriever": [
        "type": "SimpleRetriever", "requester": .object(Make.requester("/fields")), "record_selector": .object(Make.selector()),
      ],
      "schema_type_identifier": ["schema_pointer": ["fields"], "key_pointer": ["name"]],
    ]
    return Make.connector(Make.stream(["schema_loader": loader]), Make.stream(["name": "others"]))
  }

  private static var named: JSONValue {
    dynamic(Make.stream(), [["type": "ComponentMappingDefinition", "field_path": ["name"], "value": .string(eachName)]])
  }

  private static var mapped: JSONValue {
    func parameter(_ name: JSONValue, _ value: JSONValue) -> JSONValue {
      ["type": "ComponentMappingDefinition", "field_path": ["retriever", "requester", "request_parameters", name], "value": value]
    }
    return dynamic(
      Make.stream(requester: ["request_parameters": ["tag": "", "other": ""]]),
      [
        ["type": "ComponentMappingDefinition", "field_path": ["name"], "value": .string(eachName)],
        parameter("tag", "{{ ['a', 'b'] }}"), parameter("other", "{{ components_values.missing }}"),
      ])
  }

  private static let eachName = "{{ components_values['source_config_0'][1] }}"

  /// A stream for each of the names in the config.
  private static func dynamic(_ template: JSONObject, _ mappings: JSONValue) -> JSONValue {
    let source: JSONValue = [
      "type": "DynamicDeclarativeStream", "stream_template": .object(template),
      "components_resolver": [
        "type": "ConfigComponentsResolver", "stream_config": ["type": "StreamConfig", "configs_pointer": ["names"]],
        "components_mapping": mappings,
      ],
    ]
    return Make.connector(Make.stream(["name": "fixed"]), more: ["dynamic_streams": [source]])
  }

  private static func validated(
    _ name: String, _ validator: JSONObject, _ quirk: Quirk = .validatorsParseText
  ) -> DifferenceCase {
    var validator = validator
    validator["validation_strategy"] = [
      "type": "ValidateAdheresToSchema", "base_schema": ["type": "string", "minLength": 3],
    ]
    let spec: JSONValue = [
      "type": "Spec", "connection_specification": ["type": "object", "properties": [:]],
      "config_normalization_rules": ["type": "ConfigNormalizationRules", "validations": [.object(validator)]],
    ]
    return DifferenceCase(
      id: .quirk(quirk), name: name,
      manifest: Make.connector(Make.stream(), more: ["spec": spec]),
      config: ["name": "north"], api: [items(page(["id": 1]))], usual: .records(["id": 1]), compat: .refusal())
  }

  private static var migratedBelow: JSONValue {
    let rename: JSONValue = ["type": "ConfigRemapField", "field_path": ["account", "region"], "map": ["north": "n"]]
    return [
      "type": "Spec", "connection_specification": ["type": "object", "properties": [:]],
      "config_normalization_rules": [
        "type": "ConfigNormalizationRules", "config_migrations": [["type": "ConfigMigration", "transformations": [rename]]],
      ],
    ]
  }

  private static var checkedSubstream: JSONValue {
    let parent: JSONObject = [
      "type": "DeclarativeStream", "name": "parents",
      "retriever": [
        "type": "SimpleRetriever", "requester": .object(Make.requester("/parents")), "record_selector": .object(Make.selector()),
        "paginator": Make.paginator(["type": "PageIncrement", "page_size": 1]),
      ],
      "schema_loader": ["type": "InlineSchemaLoader", "schema": ["type": "object", "properties": [:]]],
    ]
    let router: JSONValue = [
      "type": "SubstreamPartitionRouter",
      "parent_stream_configs": [
        ["type": "ParentStreamConfig", "parent_key": "id", "partition_field": "parent", "stream": .object(parent)]
      ],
    ]
    return Make.connector(Make.stream(["incremental_sync": Make.days()], retriever: ["partition_router": router]))
  }
}
