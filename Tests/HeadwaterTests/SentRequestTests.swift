import HeadwaterTesting
import JSON
import Testing

private typealias Make = DifferenceManifest

/// What requests say, whatever the form in which the manifest has it.
@Suite struct SentRequestTests {
  /// Fields of a requester of a stream with `$parameters: {k: v}`, and the body that is sent.
  static let bodies: [(JSONObject, String)] = [
    (["request_body_data": ["a": "{{ parameters.k }}"]], "a=v"), (["request_body_data": "a is {{ parameters['k'] }}"], "a is v"),
    (["request_body_json": ["a": ["b": "{{ parameters.k }}"]]], #"{"a": {"b": "v"}}"#),
    (["request_body_json": "{{ {'a': parameters.k} }}"], #"{"a": "v"}"#),
    (["request_body": ["type": "RequestBodyPlainText", "value": "{{ parameters.k }}"]], "v"),
    (["request_body": ["type": "RequestBodyGraphQL", "value": ["query": "{ {{ parameters.k }} }"]]], #"{"query": "{ v }"}"#),
    (["request_body_json": ["a": "{{ {5: 'x'} }}"]], #"{"a": {"5": "x"}}"#),
    (["request_body_json": ["5": [["6": 7]]]], #"{"5": [{"6": 7}]}"#),
    (["request_body_json": "{{ {1.5: 1, none: 2, true: 3} }}"], #"{"1.5": 1, "null": 2, "true": 3}"#),
  ]

  @Test(arguments: bodies) func bodyIsSent(_ fields: JSONObject, _ body: String) async throws {
    var requester: JSONObject = ["http_method": "POST"]
    for (name, value) in fields { requester[name] = value }
    let manifest = Make.connector(Make.stream(["$parameters": ["k": "v"]], requester: requester))
    let api = [LoopbackRoute("POST", "/items", answers: [DifferenceCase.page(["id": 1])])]
    let (result, requests) = try await read(JSONText.compact(manifest), api)
    #expect(result.exitCode == 0, Comment(rawValue: result.text))
    #expect(requests.map { String(decoding: $0.body, as: UTF8.self) } == [body])
  }

  @Test func aMappingAsThePartOfAFormCountsAsItsKeys() async throws {
    let router: JSONValue = [
      "type": "ListPartitionRouter", "values": "{{ [{'x': 1, 'y': 2}] }}", "cursor_field": "p",
      "request_option": ["type": "RequestOption", "inject_into": "body_data", "field_name": "p"],
    ]
    let manifest = Make.connector(Make.stream(retriever: ["partition_router": router], requester: ["http_method": "POST"]))
    let api = [LoopbackRoute("POST", "/items", answers: [DifferenceCase.page(["id": 1])])]
    let (result, requests) = try await read(JSONText.compact(manifest), api)
    #expect(result.exitCode == 0, Comment(rawValue: result.text))
    #expect(requests.map { String(decoding: $0.body, as: UTF8.self) } == ["p=x&p=y"])
  }

  @Test func asManyTriesAsANumberCanSayAreAllowed() async throws {
    let handler: JSONValue = ["type": "DefaultErrorHandler", "max_retries": .integer(.max)]
    let api = [LoopbackRoute("GET", "/items", answers: [DifferenceCase.page(["id": 1])])]
    let manifest = Make.connector(Make.stream(requester: ["error_handler": handler]))
    let (result, requests) = try await read(JSONText.compact(manifest), api)
    #expect(result.exitCode == 0, Comment(rawValue: result.text))
    #expect(requests.count == 1)
  }

  /// A value, what is sent of it as a parameter, and as a header.
  static let lists: [(JSONValue, query: String, header: String)] = [
    ("{{ [[1, 2], [3]] }}", "p=1&p=2&p=3", "[[1, 2], [3]]"), ("(1, 2)", "p=%281%2C+2%29", "(1, 2)"), ("{{ (1,) }}", "p=%281%2C%29", "(1,)"),
    ("{{ [(1, none), 'x'] }}", "p=1&p=None&p=x", "[(1, None), 'x']"),
    ("{{ [{'a': 1, 'b': 2}, none] }}", "p=a&p=b", "[{'a': 1, 'b': 2}, None]"),
    ("()", "p=%28%29", "()"), ("{{ [[[1]]] }}", "p=%5B1%5D", "[[[1]]]"),
  ]

  @Test(arguments: lists) func listsAreSentAsTheReferenceSendsThem(_ value: JSONValue, query: String, header: String) async throws {
    let manifest = Make.connector(Make.stream(requester: ["request_parameters": ["p": value], "request_headers": ["X-P": value]]))
    let (result, requests) = try await read(JSONText.compact(manifest), [DifferenceCase.items(DifferenceCase.page(["id": 1]))])
    #expect(requests.map(\.rawQuery) == [query], Comment(rawValue: result.text))
    #expect(requests.map { $0.header("X-P") } == [header])
  }

  @Test(arguments: [("2024-01-01", "2024-01-01"), ("2024-01-01T10:00:00Z", "2024-01-01+10%3A00%3A00%2B00%3A00")])
  func parametersThatYAMLTakesForTimesAreTexts(written: String, sent: String) async throws {
    let stream = Make.stream(["$parameters": ["k": "TIME"]], requester: ["request_parameters": ["p": "{{ parameters.k }}"]])
    let manifest = JSONText.compact(Make.connector(stream)).replacing("\"TIME\"", with: " \(written)")
    let (result, requests) = try await read(manifest, [DifferenceCase.items(DifferenceCase.page(["id": 1]))])
    #expect(requests.map(\.rawQuery) == ["p=\(sent)"], Comment(rawValue: result.text))
  }

  @Test func namesThatAreNoTextsAreSentAsTheirText() async throws {
    let requester: JSONObject = ["request_parameters": ["KEY": "v"]]
    let manifest = JSONText.compact(Make.connector(Make.stream(requester: requester)))
    for (key, sent) in [("on", "True"), ("5", "5"), ("1.0", "1.0")] {
      let (result, requests) = try await read(
        manifest.replacing("\"KEY\":", with: "\(key): "), [DifferenceCase.items(DifferenceCase.page(["id": 1]))])
      #expect(requests.map(\.rawQuery) == ["\(sent)=v"], Comment(rawValue: result.text))
    }
  }

  @Test func filtersKnowOfNoPageToken() async throws {
    let manifest = Make.connector(
      Make.stream(
        retriever: ["paginator": Make.paginator(["type": "PageIncrement", "page_size": 1])],
        selector: ["record_filter": ["type": "RecordFilter", "condition": "{{ not next_page_token }}"]]))
    let api = [DifferenceCase.items(DifferenceCase.page(["id": 1]), DifferenceCase.page(["id": 2]), DifferenceCase.page())]
    let (result, requests) = try await read(JSONText.compact(manifest), api)
    #expect(result.records(of: "items") == [["id": 1], ["id": 2]], Comment(rawValue: result.text))
    #expect(requests.map(\.rawQuery) == ["", "page=1", "page=2"])
  }

  @Test func parametersMayBeLeftOutByTheConfig() async throws {
    let manifest = Make.connector(Make.stream(requester: ["request_parameters": "{{ config.get('extra') }}"]))
    let (result, _) = try await read(JSONText.compact(manifest), [DifferenceCase.items(DifferenceCase.page(["id": 1]))])
    #expect(result.records(of: "items") == [["id": 1]], Comment(rawValue: result.text))
  }

  @Test(arguments: ["to\nken", "to\0ken", "token\r\n"]) func aHeaderThatCannotBeSentFailsAtOnce(token: String) async throws {
    let manifest = Make.connector(
      Make.stream(requester: ["authenticator": ["type": "BearerAuthenticator", "api_token": "{{ config['token'] }}"]]))
    let api = [DifferenceCase.items(DifferenceCase.page())]
    let (result, requests) = try await read(JSONText.compact(manifest), api, config: ["token": .string(token)])
    #expect(result.exitCode != 0)
    #expect(requests.isEmpty)
    let error = result.errors.first { $0["stream_descriptor"] != nil }
    #expect(error?["failure_type"] == "config_error")
    #expect(error?["message"]?.stringValue?.contains("Cannot send the header \"Authorization\"") ?? false)
    #expect(!result.log.contains { $0.contains("Retrying") })
  }

  private func read(
    _ manifest: String, _ api: [LoopbackRoute], config: JSONObject = [:]
  ) async throws -> (result: CommandResult, requests: [LoopbackRequest]) {
    try await LoopbackServer.serving(api) { server in
      var config = config
      config["base"] = .string(server.baseURL)
      let result = try await CommandResult("read", manifest: manifest, config: .object(config), catalog: Make.catalog(["items"]))
      return (result, await server.requests(path: "/items"))
    }
  }
}
