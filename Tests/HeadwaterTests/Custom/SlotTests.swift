import Headwater
import HeadwaterTesting
import JSON
import Testing

/// Every slot of the language takes a Swift component and runs it.
@Suite struct SlotTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var slot: ComponentSlot
    /// What stands in the manifest's places instead of the default.
    var parts: [String: String] = [:]
    var state: JSONObject?
    var records: [JSONValue] = [["id": 1, "name": "a"], ["id": 2, "name": "b"]]
    /// The requests' paths, queries and keys.
    var requests: [String] = ["/items? "]
    var finalState: JSONObject?

    var testDescription: String { slot.rawValue }
  }

  static let manifest = """
    version: 7.0.0
    type: DeclarativeSource
    check: {type: CheckStream, stream_names: [items]}
    spec:
      type: Spec
      connection_specification: {type: object}
      <spec>
    streams:
      - type: DeclarativeStream
        name: items
        <stream>
        retriever: <retriever>
        schema_loader: <schema>
    """

  static let simple = """
    {type: SimpleRetriever, requester: <requester>, record_selector: {type: RecordSelector, extractor: <extractor>, <selector>}, <more>}
    """
  static let defaults = [
    "spec": "", "stream": "", "schema": "{type: InlineSchemaLoader, schema: {type: object, properties: {id: {type: string}}}}",
    "retriever": simple, "requester": #"{type: HttpRequester, url: "{{ config['base'] }}/items", <request>}"#,
    "request": "http_method: GET",
    "extractor": "{type: DpathExtractor, field_path: [data]}", "selector": "schema_normalization: None", "more": "$parameters: {}",
  ]

  static let cases: [Case] = [
    Case(
      slot: .authenticator, parts: ["request": custom("authenticator", "HeaderKey", "key: \"k-{{ config['part'] }}\"")],
      requests: ["/items? k-p"]),
    Case(
      slot: .configTransformation,
      parts: [
        "spec":
          "config_normalization_rules: {type: ConfigNormalizationRules, transformations: [\(component(.configTransformation, "KeyMaker"))]}",
        "request": "authenticator: {type: ApiKeyAuthenticator, header: x-key, api_token: \"{{ config['key'] }}\"}",
      ], requests: ["/items? made-p"]),
    Case(
      slot: .validationStrategy,
      parts: [
        "spec":
          "config_normalization_rules: {type: ConfigNormalizationRules, validations: [{type: DpathValidator, field_path: [part], "
          + "validation_strategy: \(component(.validationStrategy, "NotEmpty"))}]}"
      ]),
    Case(
      slot: .decoder,
      parts: [
        "more": custom("decoder", "PipeDecoder"), "requester": #"{type: HttpRequester, url: "{{ config['base'] }}/pipes"}"#,
      ], requests: ["/pipes? "]),
    Case(
      slot: .errorHandler,
      parts: teapot(component(.errorHandler, "PatientHandler", "backoff_strategies: [\(component(.backoffStrategy, "ShortWait"))]")),
      requests: ["/teapot? ", "/teapot? "]),
    Case(
      slot: .backoffStrategy,
      parts: teapot(
        "{type: DefaultErrorHandler, backoff_strategies: [\(component(.backoffStrategy, "ShortWait"))], "
          + "response_filters: [{http_codes: [418], action: RETRY}]}"), requests: ["/teapot? ", "/teapot? "]),
    Case(
      slot: .incrementalSync, parts: ["stream": "incremental_sync: \(component(.incrementalSync, "LastID"))"], state: ["id": 1],
      requests: ["/items?after=1 "], finalState: ["id": 2]),
    Case(
      slot: .stateMigration,
      parts: [
        "stream":
          "incremental_sync: \(component(.incrementalSync, "LastID"))\n    state_migrations: [\(component(.stateMigration, "OldState"))]"
      ], state: ["last": 7], requests: ["/items?after=7 "], finalState: ["id": 7]),
    Case(
      slot: .paginationStrategy,
      parts: [
        "more":
          "paginator: {type: DefaultPaginator, page_token_option: {type: RequestOption, inject_into: request_parameter, field_name: page}, "
          + "pagination_strategy: \(component(.paginationStrategy, "NextByHeader"))}",
        "requester": #"{type: HttpRequester, url: "{{ config['base'] }}/pages"}"#,
      ], requests: ["/pages? ", "/pages?page=2 "]),
    Case(
      slot: .partitionRouter,
      parts: [
        "more": custom("partition_router", "TwoHalves"), "requester": #"{type: HttpRequester, url: "{{ config['base'] }}/halves"}"#,
      ], requests: ["/halves?half=high ", "/halves?half=low "]),
    Case(
      slot: .recordExtractor,
      parts: [
        "extractor": component(.recordExtractor, "RowsExtractor", "columns: names"),
        "requester": #"{type: HttpRequester, url: "{{ config['base'] }}/table"}"#,
      ], requests: ["/table? "]),
    Case(
      slot: .recordFilter, parts: ["selector": "record_filter: \(component(.recordFilter, "EvenOnly", "$parameters: {field: id}"))"],
      records: [["id": 2, "name": "b"]]),
    Case(slot: .requester, parts: ["requester": component(.requester, "PlainRequester", #"address: "{{ config['base'] }}/items""#)]),
    Case(
      slot: .retriever,
      parts: [
        "retriever": component(
          .retriever, "TwoCalls",
          #"requesters: [{type: HttpRequester, url: "{{ config['base'] }}/halves?half=low"}, {type: HttpRequester, url: "{{ config['base'] }}/halves?half=high"}], "#
            + "record_selector: {type: RecordSelector, extractor: {type: DpathExtractor, field_path: [data]}}")
      ], requests: ["/halves?half=high ", "/halves?half=low "]),
    Case(
      slot: .schemaLoader,
      parts: [
        "schema": component(.schemaLoader, "FetchedSchema", #"requester: {type: HttpRequester, url: "{{ config['base'] }}/schema"}"#),
        "selector": "schema_normalization: Default",
      ], records: [["id": "1", "name": "a"], ["id": "2", "name": "b"]], requests: ["/items? ", "/schema? "]),
    Case(
      slot: .schemaNormalization, parts: ["selector": "schema_normalization: \(component(.schemaNormalization, "TextOnly"))"],
      records: [["id": "#1", "name": "a"], ["id": "#2", "name": "b"]]),
    Case(
      slot: .transformation, parts: ["stream": "transformations: [\(component(.transformation, "Doubled"))]"],
      records: [["id": 2, "name": "a"], ["id": 4, "name": "b"]]),
  ]

  static func component(_ slot: ComponentSlot, _ name: String, _ fields: String = "") -> String {
    "{type: \(slot.rawValue), class_name: source_declarative_manifest.components.\(name)\(fields.isEmpty ? "" : ", " + fields)}"
  }

  static func custom(_ field: String, _ name: String, _ fields: String = "") -> String {
    let slot = ComponentSlot.allCases.first { $0.rawValue.dropFirst(6).lowercased() == field.split(separator: "_").joined() }
    return "\(field): \(component(slot ?? .decoder, name, fields))"
  }

  static func teapot(_ handler: String) -> [String: String] {
    ["requester": #"{type: HttpRequester, url: "{{ config['base'] }}/teapot", error_handler: \#(handler)}"#]
  }

  static let rows = #"{"data": [{"id": 1, "name": "a"}, {"id": 2, "name": "b"}]}"#
  static let routes: [LoopbackRoute] = [
    LoopbackRoute("GET", "/items", answers: [.json(rows)]),
    LoopbackRoute("GET", "/pipes", answers: [.text("1|a\n2|b\n")]),
    LoopbackRoute("GET", "/teapot", answers: [.status(418), .json(rows)]),
    LoopbackRoute("GET", "/pages", query: ["page": "2"], answers: [.json(#"{"data": [{"id": 2, "name": "b"}]}"#)]),
    LoopbackRoute("GET", "/pages", answers: [.json(#"{"data": [{"id": 1, "name": "a"}]}"#, headers: ["x-next": "2"])]),
    LoopbackRoute("GET", "/halves", query: ["half": "low"], answers: [.json(#"{"data": [{"id": 1, "name": "a"}]}"#)]),
    LoopbackRoute("GET", "/halves", answers: [.json(#"{"data": [{"id": 2, "name": "b"}]}"#)]),
    LoopbackRoute("GET", "/table", answers: [.json(#"{"names": ["id", "name"], "rows": [[1, "a"], [2, "b"]]}"#)]),
    LoopbackRoute("GET", "/schema", answers: [.json(#"{"type": "object", "properties": {"id": {"type": "string"}}}"#)]),
  ]

  @Test func everySlotHasACase() {
    #expect(Set(Self.cases.map(\.slot)) == Set(ComponentSlot.allCases))
  }

  @Test(arguments: cases) func componentRuns(_ test: Case) async throws {
    var text = Self.manifest
    for _ in 0..<3 {
      for (name, value) in Self.defaults { text = text.replacing("<\(name)>", with: test.parts[name] ?? value) }
    }
    let connector = try Connector(manifest: text, catalog: Catalog.standard.adding(SlotComponents.catalogue))
    try await LoopbackServer.serving(Self.routes) { server async throws -> Void in
      var records: [JSONValue] = []
      var states: [JSONObject] = []
      let config: JSONObject = ["base": .string(server.baseURL), "part": "p"]
      for try await event in try connector.read(config: config, states: test.state.map { ["items": $0] } ?? [:]) {
        switch event {
        case .record(let record, _): records.append(.object(record.object))
        case .state(let state, _): states.append(state)
        case .failure(let error): Issue.record(error)
        }
      }
      #expect(records.sorted { $0["id"]?.integerValue ?? 0 < $1["id"]?.integerValue ?? 0 } == test.records)
      if let state = test.finalState { #expect(states.last == state) }
      let requests = await server.requests.map { "\($0.path)?\($0.rawQuery) \($0.header("x-key") ?? "")" }
      #expect(requests.sorted() == test.requests.sorted())
    }
  }
}
