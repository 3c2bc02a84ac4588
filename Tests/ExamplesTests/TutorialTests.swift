import Foundation
import Headwater
import HeadwaterTesting
import Testing

/// The tutorial's Swift is this file's Swift, so all of it compiles and runs.
@Suite struct TutorialTests {
  let manifest = """
    version: 7.0.0
    type: DeclarativeSource
    check: {type: CheckStream, stream_names: [products]}
    streams:
      - type: DeclarativeStream
        name: products
        retriever:
          type: SimpleRetriever
          requester: {type: HttpRequester, url: "{{ config['api_url'] }}/products"}
          record_selector: {type: RecordSelector, extractor: {type: DpathExtractor, field_path: []}}
        schema_loader: {type: InlineSchemaLoader, schema: {type: object}}
        transformations:
          - {type: CustomTransformation, class_name: AttributesToObject, field: attributes}
    """

  @Test func attributesBecomeAnObject() async throws {
    try await Conformance.check(transformation: AttributesToObject(field: "attributes"))
    let connector = try Connector(manifest: manifest, catalog: Catalog.standard.adding(AttributesToObject.spec))
    let products = LoopbackRoute(
      "GET", "/products", answers: [.json(#"[{"id": 1, "attributes": [{"name": "color", "value": "red"}]}]"#)])
    try await LoopbackServer.serving([products]) { server async throws -> Void in
      for try await record in try connector.records(of: "products", config: ["api_url": .string(server.baseURL)]) {
        #expect(record["attributes"] == ["color": "red"])
      }
    }
  }

  @Test func aProgramReadsRecords() async throws {
    let connector = try Connector(manifest: manifest, catalog: catalog)
    let products = LoopbackRoute("GET", "/products", answers: [.json(#"[{"name": "a"}, {"name": "b"}, {}]"#)])
    let found = try await LoopbackServer.serving([products]) { try await names(connector, ["api_url": .string($0.baseURL)]) }
    #expect(found == ["a", "b"])
  }

  /// Every snippet of the tutorial stands in a file that is compiled here.
  @Test func everySnippetIsCompiled() throws {
    let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    let sources = try ["TutorialTests.swift", "Tutorial.swift", "TutorialProgram.swift"].map {
      try String(contentsOf: tests.appendingPathComponent($0), encoding: .utf8)
    }.joined(separator: "\n")
    let page = tests.deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("Documentation/CustomComponents.md")
    let snippets = try String(contentsOf: page, encoding: .utf8).components(separatedBy: "```swift\n").dropFirst().compactMap {
      $0.components(separatedBy: "\n```").first
    }
    #expect(snippets.count >= 4)
    for snippet in snippets { #expect(sources.contains(snippet), "This snippet is not compiled:\n\(snippet)") }
  }
}
