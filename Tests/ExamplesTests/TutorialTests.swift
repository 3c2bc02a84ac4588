import Foundation
import Headwater
import HeadwaterTesting
import TestSupport
import Testing

/// What the package of the tutorial has: the manifest of `headwater new connector` with the component added.
private enum MyShop {
  static let manifest = """
    version: 7.0.0
    type: DeclarativeSource
    check: {type: CheckStream, stream_names: [items]}
    streams:
      - type: DeclarativeStream
        name: items
        retriever:
          type: SimpleRetriever
          requester: {type: HttpRequester, url: "{{ config['api_url'] }}/items"}
          record_selector: {type: RecordSelector, extractor: {type: DpathExtractor, field_path: [items]}}
        schema_loader: {type: InlineSchemaLoader, schema: {type: object}}
        transformations:
          - {type: CustomTransformation, class_name: AttributesToObject, field: attributes}
    """
  static let catalog = Catalog.standard.adding(AttributesToObject.spec)
}

/// The tutorial's Swift is this file's Swift, so all of it compiles and runs.
@Suite struct TutorialTests {
  @Test func attributesBecomeAnObject() async throws {
    try await Conformance.check(transformation: AttributesToObject(field: "attributes"))
    let connector = try Connector(manifest: MyShop.manifest, catalog: MyShop.catalog)
    let items = LoopbackRoute(
      "GET", "/items", answers: [.json(#"{"items": [{"id": 1, "attributes": [{"name": "color", "value": "red"}]}]}"#)])
    try await LoopbackServer.serving([items]) { server async throws -> Void in
      let config: JSONObject = ["api_url": .string(server.baseURL), "api_key": "secret"]
      for try await record in try connector.records(of: "items", config: config) {
        #expect(record["attributes"] == ["color": "red"])
      }
    }
  }

  @Test func aProgramReadsRecords() async throws {
    let connector = try Connector(manifest: MyShop.manifest, catalog: catalog)
    let items = LoopbackRoute("GET", "/items", answers: [.json(#"{"items": [{"name": "a"}, {"name": "b"}, {}]}"#)])
    let found = try await LoopbackServer.serving([items]) { try await names(connector, ["api_url": .string($0.baseURL)]) }
    #expect(found == ["a", "b"])
  }

  /// Every snippet of the tutorial stands in a file that is compiled here.
  @Test func everySnippetIsCompiled() throws {
    let sources = try ["TutorialTests.swift", "Tutorial.swift", "TutorialProgram.swift"].map {
      try PackageFiles.text("Tests/ExamplesTests/\($0)")
    }.joined(separator: "\n")
    let snippets = try PackageFiles.text("Documentation/CustomComponents.md").components(separatedBy: "```swift\n").dropFirst().compactMap {
      $0.components(separatedBy: "\n```").first
    }
    #expect(snippets.count >= 4)
    for snippet in snippets { #expect(sources.contains(snippet), "This snippet is not compiled:\n\(snippet)") }
  }
}
