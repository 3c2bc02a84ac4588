import Headwater
import HeadwaterTesting
import Testing

/// The examples' components keep to the contracts of their slots.
@Suite struct ExampleConformanceTests {
  private static func build<Slot>(_ yaml: String, as slot: Slot.Type, config: JSONObject = [:]) throws -> Slot {
    try ComponentBuilder(catalog: ExampleTests.catalog, config: config).build(yaml, as: slot)
  }

  @Test func signedRequests() async throws {
    let yaml = "{type: CustomAuthenticator, class_name: SignedRequests, key_id: k, secret: s}"
    try await Conformance.check(authenticator: Self.build(yaml, as: (any Authenticator).self))
  }

  @Test func loginToken() async throws {
    let yaml = """
      {type: CustomAuthenticator, class_name: LoginToken, login_url: http://127.0.0.1/login, username: u, password: p, lifetime_seconds: 60}
      """
    let authenticator = try Self.build(yaml, as: (any Authenticator).self)
    let transport = ScriptedTransport { _ in .json(#"{"token": "t"}"#) }
    let clock = FixedClock()
    let log = RecordingLog()
    let run = RunServices.testing(transport: transport, clock: clock, log: log)
    let scope = RequestScope(streamName: "s", run: run)
    _ = try await authenticator.requestOptions(scope)
    _ = try await authenticator.requestOptions(scope)
    #expect(transport.requests.count == 1)
    clock.advance(seconds: 61)
    _ = try await authenticator.requestOptions(scope)
    #expect(transport.requests.count == 2)
    #expect(log.secrets.contains("t"))
    try await Conformance.check(authenticator: authenticator, run: run)
  }

  @Test func aRefusedLoginIsTheUsersToMend() async throws {
    let yaml = "{type: CustomAuthenticator, class_name: LoginToken, login_url: http://127.0.0.1/login, username: u, password: p}"
    let authenticator = try Self.build(yaml, as: (any Authenticator).self)
    let run = RunServices.testing(transport: ScriptedTransport { _ in .status(403) })
    await #expect {
      _ = try await authenticator.requestOptions(RequestScope(streamName: "s", run: run))
    } throws: {
      ($0 as? SyncError)?.failureType == .config
    }
  }

  @Test func joinedArrays() async throws {
    let extractor = JoinedArrays(records: "orders", reference: "customer", others: "customers", key: "id", into: "who")
    let body: JSONValue = ["orders": [["customer": 1], ["customer": 2]], "customers": [["id": 1, "name": "a"]]]
    try await Conformance.check(recordExtractor: extractor, body: body, count: 2)
  }

  @Test func pairsToObject() async throws {
    let pairs: JSONObject = ["p": [["key": "a", "value": 1], ["key": "b"], "odd"]]
    try await Conformance.check(
      transformation: PairsToObject(field: "p", key: "key", value: "value"), records: Conformance.samples + [pairs])
  }

  @Test func timeOffset() throws {
    let strategy = TimeOffset(timeField: "at", size: 2, start: 5)
    let full = try TimeOffset.page(count: 2, last: ["at": 9], token: 5)
    #expect(try strategy.nextToken(after: full) == 9)
    #expect(try strategy.nextToken(after: TimeOffset.page(count: 1, last: ["at": 9], token: 5)) == nil)
    #expect(throws: SyncError.self) { try strategy.nextToken(after: TimeOffset.page(count: 2, last: [:], token: 5)) }
    #expect(throws: SyncError.self) { try strategy.nextToken(after: TimeOffset.page(count: 2, last: ["at": 5], token: 5)) }
  }

  @Test func batchedIDs() async throws {
    let stream = StreamPlan(name: "products", retriever: Unread(), schemaLoader: EndpointSchema(requester: NoRequester()))
    let router = BatchedIDs(stream: stream, idField: "id", size: 2, parameter: "ids")
    let run = RunServices.testing(streams: ["products": [["id": 1], ["id": nil], ["id": "b"], ["id": 3]]])
    try await Conformance.check(partitionRouter: router, run: run)
    var ids: [JSONValue?] = []
    _ = try await router.partitions(PartitionScope(streamName: "s", run: run)) { ids.append($0.slice["ids"]) }
    #expect(ids == ["1,b", "3"])
  }

  @Test func idSync() throws {
    try Conformance.check(incrementalSync: IDSync(cursorField: "id", parameter: "after"), records: [["id": 3], ["id": 7], ["id": 5], [:]])
    #expect(throws: SyncError.self) {
      try IDSync(cursorField: "id", parameter: "after").makeCursor(
        CursorSetup(streamName: "s", state: ["id": "old"], run: .testing()))
    }
  }

  @Test func logLines() throws {
    let body = Array("a=1 b=\"two words\"\n\nc=3".utf8)
    try Conformance.check(decoder: LogLines(), body: body, values: [["a": "1", "b": "two words"], ["c": "3"]])
  }

  @Test func twoEndpointsAndTheirRequesters() async throws {
    let yaml = """
      type: CustomRetriever
      class_name: TwoEndpoints
      list_requester: {type: HttpRequester, url: "http://127.0.0.1/list"}
      detail_requester: {type: HttpRequester, url: "http://127.0.0.1/{{ stream_slice.id }}"}
      record_selector: {type: RecordSelector, extractor: {type: DpathExtractor, field_path: []}}
      """
    let transport = ScriptedTransport { $0.url.hasSuffix("/list") ? .json(#"[{"id": 1}, {"id": 2}]"#) : .json(#"{"more": true}"#) }
    try await Conformance.check(retriever: Self.build(yaml, as: (any Retriever).self), run: .testing(transport: transport))
  }

  @Test func endpointSchema() async throws {
    let requester = try Self.build(#"{type: HttpRequester, url: "http://127.0.0.1/fields"}"#, as: (any Requester).self)
    let transport = ScriptedTransport { _ in .json(#"{"fields": [{"name": "id", "kind": "int"}]}"#) }
    try await Conformance.check(schemaLoader: EndpointSchema(requester: requester), run: .testing(transport: transport))
    try await Conformance.check(requester: requester)
  }
}

extension TimeOffset {
  static func page(count: Int, last: JSONObject, token: JSONValue) throws -> PageSummary {
    let response = Response(HTTPResponse(head: HTTPResponseHead(status: 200, url: "http://a"), body: []), to: HTTPRequest(url: "http://a"))
    return PageSummary(
      response: response, body: nil, extractedCount: count, selectedCount: count, lastRecord: JSONRecord(object: last),
      scope: RequestScope(streamName: "s", nextPageToken: token, run: .testing()))
  }
}

private struct Unread: Retriever {
  var partitionRouter: any PartitionRouter { SinglePartitionRouter() }
  func read(_ slice: StreamSlice, _ scope: RetrievalScope, _ emit: (RecordPage) async throws -> ReadControl) async throws {}
}

private struct NoRequester: Requester {
  func send(_ scope: RequestScope, additions: RequestOptions, path: String?) async throws -> RequestOutcome<Response> { .ignored }
  func open(_ scope: RequestScope, additions: RequestOptions, path: String?) async throws -> RequestOutcome<StreamingResponse> { .ignored }
}
