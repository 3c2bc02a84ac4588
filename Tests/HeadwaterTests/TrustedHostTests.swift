import JSON
import Testing

@testable import Headwater

/// Where redirects may take credentials, as a manifest's metadata says.
@Suite struct TrustedHostTests {
  @Test(
    "`metadata.allowedHosts.hosts` names hosts, with settings of the config",
    arguments: [
      ("[api.example.com, '*.example.org']", ["api.example.com", "*.example.org"]), ("['${sub}.example.com']", ["acme.example.com"]),
      ("['${account.host}']", ["h.example.com"]), ("['https://${sub}.example.com:8443/v1']", ["acme.example.com"]),
      ("['${missing}.example.com', 'a.test']", ["a.test"]), ("['${number}.example.com']", []), ("[]", []), ("'api.example.com'", []),
    ])
  func hosts(_ hosts: String, _ expected: [String]) throws {
    let manifest = """
      version: 7.0.0
      type: DeclarativeSource
      check: {type: CheckStream, stream_names: [items]}
      metadata: {allowedHosts: {hosts: \(hosts)}}
      streams:
        - type: DeclarativeStream
          name: items
          retriever:
            type: SimpleRetriever
            requester: {type: HttpRequester, url: "https://api.test"}
            record_selector: {type: RecordSelector, extractor: {type: DpathExtractor, field_path: []}}
          schema_loader: {type: InlineSchemaLoader, schema: {type: object}}
      """
    let config: JSONObject = ["sub": "acme", "account": ["host": "h.example.com"], "number": 5]
    #expect(try Connector(manifest: manifest).trustedHosts(config: config) == expected)
  }
}
