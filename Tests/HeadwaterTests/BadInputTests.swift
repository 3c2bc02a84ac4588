import JSON
import Testing

/// What a person meets who gives a command something that is wrong.
@Suite struct BadInputTests {
  private static let manifest = """
    version: 7.0.0
    type: DeclarativeSource
    check: {type: CheckStream, stream_names: [items]}
    spec:
      type: Spec
      connection_specification:
        type: object
        required: [base]
        properties: {base: {type: string}}
    streams:
      - type: DeclarativeStream
        name: items
        retriever:
          type: SimpleRetriever
          requester: {type: HttpRequester, url: "{{ config['base'] }}/items"}
          record_selector: {type: RecordSelector, extractor: {type: DpathExtractor, field_path: []}}
    """
  private static let catalog: JSONValue = [
    "streams": [
      [
        "stream": ["name": "items", "json_schema": [:], "supported_sync_modes": ["full_refresh"]], "sync_mode": "full_refresh",
        "destination_sync_mode": "overwrite",
      ]
    ]
  ]

  struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    let verb: String
    var manifest = BadInputTests.manifest
    var config: JSONValue = ["base": "http://127.0.0.1:1"]
    var catalog = BadInputTests.catalog
    var state: JSONValue?
    /// What the error has to say.
    let says: [String]
    var testDescription: String { name }
  }

  static let cases = [
    Case(name: "malformed YAML", verb: "spec", manifest: "streams: [", says: ["manifest.yaml:1:"]),
    Case(name: "empty manifest", verb: "spec", manifest: "", says: ["empty"]),
    Case(
      name: "unknown reference", verb: "discover", manifest: "streams:\n  - $ref: '#/nowhere'\n", says: ["manifest.yaml:2:", "nowhere"]),
    Case(
      name: "unknown type", verb: "discover", manifest: manifest.replacing("DpathExtractor", with: "DpathExtracter"), says: ["DpathExtract"]
    ),
    Case(
      name: "a wait that reads what no answer gives", verb: "discover",
      manifest: manifest.replacing(
        "/items\"}",
        with: "/items\", error_handler: {type: DefaultErrorHandler, backoff_strategies: "
          + "[{type: WaitTimeFromResponse, wait_time_in_seconds: '{{ resposne.wait }}'}]}}"), says: ["`resposne`", "`response`"]),
    Case(
      name: "a number of tries that is none", verb: "discover",
      manifest: manifest.replacing(
        "/items\"}", with: "/items\", error_handler: {type: DefaultErrorHandler, max_retries: '{{ 1e300 }}'}}"), says: ["`max_retries`"]),
    Case(name: "config misses a field", verb: "discover", config: [:], says: ["base"]),
    Case(name: "config of the wrong type", verb: "read", config: ["base": 5], says: ["base"]),
    Case(name: "catalog without streams", verb: "read", catalog: ["stream": []], says: ["streams"]),
    Case(name: "state of the wrong shape", verb: "read", state: "yesterday", says: ["state"]),
  ]

  @Test(arguments: cases) func isOneClearError(_ test: Case) async throws {
    let result = try await CommandResult(
      test.verb, manifest: test.manifest, config: test.config, catalog: test.catalog, state: test.state)
    #expect(result.exitCode != 0)
    let message = result.errors.compactMap { $0["message"]?.stringValue }.joined()
    for part in test.says { #expect(message.contains(part), "\(message)") }
  }

  @Test func aConfigThatDoesNotFitFailsACheckWithoutFailingTheCommand() async throws {
    let result = try await CommandResult("check", manifest: Self.manifest, config: [:])
    #expect(result.exitCode == 0)
    let status = result.messages.compactMap { $0["connectionStatus"] }.first
    #expect(status?["status"] == "FAILED")
    #expect(status?["message"]?.stringValue?.contains("base") == true)
  }
}
