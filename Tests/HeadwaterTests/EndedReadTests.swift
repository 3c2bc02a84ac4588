import HeadwaterTesting
import JSON
import Testing

/// A read that is ended from outside, as SIGTERM does.
@Suite struct EndedReadTests {
  private static let manifest = """
    version: 7.0.0
    type: DeclarativeSource
    check: {type: CheckStream, stream_names: [items]}
    spec: {type: Spec, connection_specification: {type: object, properties: {}}}
    concurrency_level: {type: ConcurrencyLevel, default_concurrency: 1}
    streams:
      - type: DeclarativeStream
        name: items
        retriever:
          type: SimpleRetriever
          requester: {type: HttpRequester, url_base: "{{ config['base'] }}", path: "/{{ stream_partition.part }}"}
          partition_router: {type: ListPartitionRouter, values: [quick, stuck], cursor_field: part}
          record_selector:
            type: RecordSelector
            extractor: {type: DpathExtractor, field_path: [data]}
        incremental_sync:
          type: DatetimeBasedCursor
          cursor_field: at
          datetime_format: "%Y-%m-%d"
          start_datetime: "2026-01-01"
        schema_loader: {type: InlineSchemaLoader, schema: {type: object, properties: {}}}
    """

  private static let catalog: JSONValue = [
    "streams": [
      [
        "stream": ["name": "items", "json_schema": [:], "supported_sync_modes": ["full_refresh", "incremental"]],
        "sync_mode": "incremental", "destination_sync_mode": "append",
      ]
    ]
  ]

  @Test(.timeLimit(.minutes(5))) func whatWasReadAndItsCheckpointAreOut() async throws {
    let routes = [
      LoopbackRoute("GET", "/quick", answers: [.json(#"{"data": [{"id": 1, "at": "2026-01-02"}]}"#)]),
      LoopbackRoute("GET", "/stuck", answers: [.json(#"{"data": []}"#).delayed(by: .seconds(3600))]),
    ]
    try await LoopbackServer.serving(routes) { server async throws -> Void in
      let read = Task {
        try await CommandResult("read", manifest: Self.manifest, config: ["base": .string(server.baseURL)], catalog: Self.catalog)
      }
      while await server.requests(path: "/stuck").isEmpty { try await Task.sleep(for: .milliseconds(5)) }
      read.cancel()
      let result = try await read.value
      #expect(result.exitCode == 143)
      #expect(result.records(of: "items") == [["id": 1, "at": "2026-01-02"]])
      let kept = try #require(result.states(of: "items").last?["states"]?.arrayValue)
      #expect(kept.first?["cursor"] == ["at": "2026-01-02"])
      #expect(result.statuses(of: "items").contains("COMPLETE") == false)
    }
  }
}
