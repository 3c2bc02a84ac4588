import HeadwaterTesting
import JSON
import Testing

/// Whole reads against an API on this machine.
@Suite struct ReadTests {
  private static let manifest = """
    version: 7.0.0
    type: DeclarativeSource
    check: {type: CheckStream, stream_names: [items]}
    spec:
      type: Spec
      connection_specification:
        type: object
        required: [base, key]
        properties:
          base: {type: string}
          key: {type: string, airbyte_secret: true}
    definitions:
      requester:
        type: HttpRequester
        url_base: "{{ config['base'] }}"
        authenticator: {type: BearerAuthenticator, api_token: "{{ config['key'] }}"}
      selector:
        type: RecordSelector
        extractor: {type: DpathExtractor, field_path: [data]}
      items:
        type: DeclarativeStream
        name: items
        primary_key: id
        retriever:
          type: SimpleRetriever
          requester: {$ref: "#/definitions/requester", path: /items}
          paginator:
            type: DefaultPaginator
            page_token_option: {type: RequestOption, inject_into: request_parameter, field_name: cursor}
            pagination_strategy:
              type: CursorPagination
              cursor_value: "{{ response.next }}"
          record_selector: {$ref: "#/definitions/selector"}
        schema_loader: {type: InlineSchemaLoader, schema: {type: object, properties: {}}}
    streams:
      - $ref: "#/definitions/items"
      - type: DeclarativeStream
        name: parts
        retriever:
          type: SimpleRetriever
          requester: {$ref: "#/definitions/requester", path: "/items/{{ stream_partition.item }}/parts"}
          partition_router:
            type: SubstreamPartitionRouter
            parent_stream_configs:
              - {type: ParentStreamConfig, parent_key: id, partition_field: item, stream: {$ref: "#/definitions/items"}}
          record_selector: {$ref: "#/definitions/selector"}
        schema_loader: {type: InlineSchemaLoader, schema: {type: object, properties: {}}}
    """

  private static func catalog(_ names: String...) -> JSONValue {
    let streams = names.map { name -> JSONValue in
      [
        "stream": ["name": .string(name), "json_schema": [:], "supported_sync_modes": ["full_refresh"]],
        "sync_mode": "full_refresh", "destination_sync_mode": "overwrite",
      ]
    }
    return ["streams": .array(streams)]
  }

  private static let pages: [LoopbackRoute] = [
    LoopbackRoute("GET", "/items", query: ["cursor": "two"], answers: [json(["data": [["id": 2, "note": nil]], "next": nil])]),
    LoopbackRoute("GET", "/items", answers: [json(["data": [["id": 1, "name": "é", "note": nil]], "next": "two"])]),
    LoopbackRoute("GET", "/items/1/parts", answers: [json(["data": [["part": "a"], ["part": "b"]]])]),
    LoopbackRoute("GET", "/items/2/parts", answers: [.status(404)]),
  ]

  @Test func pagesAreFollowedAndTopLevelNullsLeftOut() async throws {
    try await LoopbackServer.serving(Self.pages) { server async throws -> Void in
      let config: JSONValue = ["base": .string(server.baseURL), "key": "s3cr3t-key"]
      let result = try await CommandResult("read", manifest: Self.manifest, config: config, catalog: Self.catalog("items"))
      #expect(result.exitCode == 0)
      #expect(result.records(of: "items") == [["id": 1, "name": "é"], ["id": 2]])
      #expect(result.statuses(of: "items") == ["STARTED", "RUNNING", "COMPLETE"])
      #expect(result.states(of: "items") == [["__ab_no_cursor_state_message": true]])
    }
  }

  @Test func aFailingSliceEndsItsStreamAloneAndKeepsWhatWasRead() async throws {
    try await LoopbackServer.serving(Self.pages) { server async throws -> Void in
      let config: JSONValue = ["base": .string(server.baseURL), "key": "s3cr3t-key"]
      let result = try await CommandResult("read", manifest: Self.manifest, config: config, catalog: Self.catalog("parts", "items"))
      #expect(result.exitCode == 1)
      #expect(result.records(of: "parts") == [["part": "a"], ["part": "b"]])
      #expect(result.statuses(of: "parts").last == "INCOMPLETE")
      #expect(result.statuses(of: "items").last == "COMPLETE")
      #expect(result.errors.contains { $0["stream_descriptor"]?["name"] == "parts" && $0["failure_type"] == "system_error" })
      #expect(result.errors.last?["failure_type"] == "system_error")
    }
  }

  @Test func aParentIsFetchedOnceForAllWhoReadIt() async throws {
    try await LoopbackServer.serving(Self.pages) { server async throws -> Void in
      let config: JSONValue = ["base": .string(server.baseURL), "key": "s3cr3t-key"]
      _ = try await CommandResult("read", manifest: Self.manifest, config: config, catalog: Self.catalog("items", "parts"))
      #expect(await server.requests(path: "/items").count == 2)
    }
  }

  @Test func secretsShowNowhere() async throws {
    let echo = LoopbackRoute("GET", "/items", answers: [LoopbackAnswer(status: 400, body: Array("token s3cr3t-key refused".utf8))])
    try await LoopbackServer.serving([echo]) { server async throws -> Void in
      let config: JSONValue = ["base": .string(server.baseURL), "key": "s3cr3t-key"]
      let result = try await CommandResult("read", manifest: Self.manifest, config: config, catalog: Self.catalog("items"))
      #expect(result.exitCode == 1)
      #expect(!result.text.contains("s3cr3t-key"))
      #expect(result.text.contains("****"))
    }
  }

  @Test func aRepeatedPageTokenIsAnErrorAndNotAnEndlessRead() async throws {
    let endless = LoopbackRoute("GET", "/items", answers: [json(["data": [["id": 1]], "next": "again"])])
    try await LoopbackServer.serving([endless]) { server async throws -> Void in
      let config: JSONValue = ["base": .string(server.baseURL), "key": "k"]
      let result = try await CommandResult("read", manifest: Self.manifest, config: config, catalog: Self.catalog("items"))
      #expect(result.exitCode == 1)
      let message = result.errors.first?["message"]?.stringValue ?? ""
      #expect(message.contains("items") && message.contains("page 2"))
    }
  }
}

/// An answer whose body is a JSON document.
private func json(_ value: JSONValue) -> LoopbackAnswer { .json(JSONText.compact(value)) }
