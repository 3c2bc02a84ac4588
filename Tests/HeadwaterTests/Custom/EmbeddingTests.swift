import Headwater
import HeadwaterTesting
import JSON
import Testing

/// Connectors in a program, without the command.
@Suite struct EmbeddingTests {
  static let manifest = """
    version: 7.0.0
    type: DeclarativeSource
    check: {type: CheckStream, stream_names: [items]}
    spec: {type: Spec, connection_specification: {type: object, required: [base], properties: {base: {type: string}}}}
    definitions:
      stream:
        type: DeclarativeStream
        retriever:
          type: SimpleRetriever
          requester: {type: HttpRequester, url_base: "{{ config['base'] }}", path: "{{ parameters.name }}"}
          paginator:
            type: DefaultPaginator
            page_token_option: {type: RequestOption, inject_into: request_parameter, field_name: page}
            pagination_strategy: {type: PageIncrement, start_from_page: 1, page_size: 2}
          record_selector: {type: RecordSelector, extractor: {type: DpathExtractor, field_path: []}}
        schema_loader: {type: InlineSchemaLoader, schema: {type: object}}
    streams:
      - {$ref: "#/definitions/stream", name: items, $parameters: {name: items}}
      - {$ref: "#/definitions/stream", name: broken, $parameters: {name: broken}}
    """

  private static let routes: [LoopbackRoute] = [
    LoopbackRoute("GET", "/items", query: ["page": "2"], answers: [.json(#"[{"id": 3}]"#)]),
    LoopbackRoute("GET", "/items", answers: [.json(#"[{"id": 1}, {"id": 2}]"#)]),
    LoopbackRoute("GET", "/broken", answers: [.status(403)]),
  ]

  private static func reading<R: Sendable>(_ body: @Sendable (Connector, JSONObject, LoopbackServer) async throws -> R) async throws -> R {
    let connector = try Connector(manifest: manifest)
    return try await LoopbackServer.serving(routes) { try await body(connector, ["base": .string($0.baseURL)], $0) }
  }

  @Test func recordsOfAStreamComeInOrder() async throws {
    let ids = try await Self.reading { connector, config, _ in
      var ids: [Int?] = []
      for try await record in try connector.records(of: "items", config: config) { ids.append(record["id"]?.integerValue) }
      return ids
    }
    #expect(ids == [1, 2, 3])
  }

  @Test func aFailingStreamIsAnEventAndTheOthersGoOn() async throws {
    let (records, states, failures) = try await Self.reading { connector, config, _ in
      var (records, states, failures) = (0, [String](), [String?]())
      for try await event in try connector.read(config: config) {
        switch event {
        case .record: records += 1
        case .state(_, let name): states.append(name)
        case .failure(let error): failures.append(error.streamName)
        }
      }
      return (records, states, failures)
    }
    #expect(records == 3)
    #expect(states.contains("items"))
    #expect(failures == ["broken"])
  }

  @Test func theRecordsOfAFailingStreamThrow() async throws {
    await #expect(throws: SyncError.self) {
      try await Self.reading { connector, config, _ in
        for try await _ in try connector.records(of: "broken", config: config) {}
      }
    }
  }

  @Test func nothingIsRequestedAheadOfAConsumerThatLeaves() async throws {
    let requests = try await Self.reading { connector, config, server in
      let reading = try connector.records(of: "items", config: config)
      #expect(await server.requests.isEmpty)
      for try await _ in reading { break }
      return await server.requests.count
    }
    #expect(requests <= 2)
  }

  @Test func aConfigThatDoesNotFitAndAnUnknownStreamAreSaid() async throws {
    let connector = try Connector(manifest: Self.manifest)
    #expect(throws: SyncError.self) { _ = try connector.read(config: [:]) }
    await #expect {
      for try await _ in try connector.records(of: "itmes", config: ["base": "http://127.0.0.1:1"]) {}
    } throws: {
      "\($0)".contains("itmes") && "\($0)".contains("items, broken".split(separator: ",")[0])
    }
  }

  @Test func checkAndNamesNeedNoCommand() async throws {
    let (problem, names) = try await Self.reading { connector, config, _ in
      (try await connector.check(config: config), try await connector.streamNames(config: config))
    }
    #expect(problem == nil)
    #expect(names == ["items", "broken"])
  }
}
