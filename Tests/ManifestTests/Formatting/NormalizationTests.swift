import Components
import ConnectorKit
import Document
import Foundation
import Testing
import YAML

@testable import Manifest

@Suite struct NormalizationTests {
  static let paginator = """
    type: DefaultPaginator
    page_token_option: {type: RequestOption, inject_into: request_parameter, field_name: page}
    pagination_strategy: {type: PageIncrement, page_size: 3}
    """

  /// Three streams, of which the fields of each retriever but its type are given.
  static func manifest(_ retrievers: [String], definitions: String = "") -> String {
    var text = "version: 7.0.0\ntype: DeclarativeSource\ncheck: {type: CheckStream, stream_names: [s0]}\n\(definitions)streams:\n"
    for (place, retriever) in retrievers.enumerated() {
      text += "  - type: DeclarativeStream\n    name: s\(place)\n    retriever:\n      type: SimpleRetriever\n      name: r\(place)\n"
      for line in retriever.split(separator: "\n") { text += "      \(line)\n" }
    }
    return text
  }

  static func field(_ name: String, _ component: String) -> String {
    "\(name):\n" + component.split(separator: "\n").map { "  \($0)" }.joined(separator: "\n")
  }

  static func definition(_ name: String) -> String {
    "definitions:\n" + field(name, paginator).split(separator: "\n").map { "  \($0)\n" }.joined()
  }

  private func normalized(_ text: String) throws -> String {
    let result = try ManifestFormatter.normalize(Array(text.utf8), file: "manifest.yaml")
    #expect(try ManifestFormatter.normalize(Array(result.utf8), file: "manifest.yaml") == result, "a second run changes nothing")
    return result
  }

  @Test func repeatedComponentsAreLifted() throws {
    let full = Self.field("paginator", Self.paginator)
    let lifted = "paginator:\n  $ref: \"#/definitions/paginator\""
    let expected = Self.manifest(
      [lifted, lifted, "ignore_stream_slicer_parameters_on_paginated_requests: true"], definitions: Self.definition("paginator"))
    let text = Self.manifest([full, full, "ignore_stream_slicer_parameters_on_paginated_requests: true"])
    #expect(try normalized(text) == expected)
  }

  /// The order of fields and quotes of names say nothing.
  @Test func sameContentIsFoundInOtherSpelling() throws {
    let other = """
      pagination_strategy: {page_size: 3, type: "PageIncrement"}
      type: DefaultPaginator
      page_token_option: {type: RequestOption, field_name: 'page', inject_into: request_parameter}
      """
    let lifted = "paginator:\n  $ref: \"#/definitions/paginator\""
    let text = Self.manifest([Self.field("paginator", Self.paginator), Self.field("paginator", other)])
    #expect(try normalized(text) == Self.manifest([lifted, lifted], definitions: Self.definition("paginator")))
  }

  @Test func definitionsThatExistAreUsed() throws {
    let lifted = "paginator:\n  $ref: \"#/definitions/pages\""
    let text = Self.manifest([Self.field("paginator", Self.paginator), lifted], definitions: Self.definition("pages"))
    #expect(try normalized(text) == Self.manifest([lifted, lifted], definitions: Self.definition("pages")))
  }

  @Test func takenNamesGetNumbers() throws {
    let full = Self.field("paginator", Self.paginator)
    let result = try normalized(Self.manifest([full, full], definitions: "definitions:\n  paginator: {a: 1}\n"))
    #expect(result.contains("  paginator_2:\n    type: DefaultPaginator") && result.contains("$ref: \"#/definitions/paginator_2\""))
  }

  @Test(arguments: [
    // With a comment, an anchor, as a value of parameters, as a schema, and too small.
    [field("paginator", paginator), field("paginator", paginator + "\n# why")],
    [field("paginator", paginator), field("paginator", paginator.replacingOccurrences(of: "page_size: 3", with: "page_size: &size 3"))],
    [field("$parameters", field("p", paginator)), field("$parameters", field("p", paginator))],
    [field("paginator", paginator), field("paginator", paginator.replacingOccurrences(of: "page_size: 3", with: "page_size: '3'"))],
    ["paginator: {type: NoPagination}", "paginator: {type: NoPagination}"],
  ])
  func othersStay(_ retrievers: [String]) throws {
    #expect(!(try normalized(Self.manifest(retrievers)).contains("$ref")))
  }

  /// A reference does not go through another one, so what it passes on its way stays.
  @Test func waysOfReferencesStay() throws {
    let full = Self.field("paginator", Self.paginator)
    let size = "ignored: \"#/streams/0/retriever/paginator/page_token_option\""
    #expect(!(try normalized(Self.manifest([full, full, size])).contains("definitions")))
  }

  // MARK: Resolved

  @Test func everythingIsFilledIn() throws {
    let text = """
      type: DeclarativeSource
      check: {type: CheckStream, stream_names: [a]}
      definitions:
        selector: {type: RecordSelector, extractor: {type: DpathExtractor, field_path: ["{{ parameters.path }}"]}}
      streams:
        - name: a # gone
          $parameters: {path: p}
          retriever:
            requester: {url_base: "https://x.test", request_body_json: {a: "yes", b: "line\\nline", c: "'\\""}}
            record_selector: "#/definitions/selector"
      """
    let expected = """
      type: DeclarativeSource
      check:
        type: CheckStream
        stream_names: [a]
      streams:
        - type: DeclarativeStream
          name: a
          retriever:
            type: SimpleRetriever
            requester:
              type: HttpRequester
              url: "https://x.test"
              request_body:
                type: RequestBodyJsonObject
                value:
                  a: "yes"
                  b: |-
                    line
                    line
                  c: "'\\""
              path: p
            record_selector:
              type: RecordSelector
              extractor:
                type: DpathExtractor
                field_path: ["{{ parameters.path }}"]
                $parameters:
                  path: p

      """
    #expect(try ManifestFormatter.resolve(Array(text.utf8), file: "manifest.yaml", catalog: .standard) == expected)
  }

  @Test(arguments: [
    "plain", "two words", "yes", "null", "~", "12", "1.5", "2024-01-31", "", " x ", "a: b", "# c", "- d", "{{ e }}", "'", "\"", "'\"", "\\",
    "a\tb",
    "a\nb", "a\nb\n", "\n", "a\n\n", " a\nb", "é", "\u{1F600}", "\u{85}", "\u{7}", "*", "&a", "!b", "%", "@", "`", "?", "y", "0x1F", "1:30",
    "<<", "=",
  ])
  func textsAreReadAsTheyWere(_ text: String) throws {
    let node = Node(.mapping(Node.Mapping([.init(key: Node(.string(text)), value: Node(.sequence([Node(.string(text))])))])))
    #expect(try YAMLReader.read(NodeWriter.text(of: node), file: "f").root.isEquivalent(to: node))
  }

  @Test(arguments: [
    Node.Value.null, .bool(true), .integer(-5), .bigInteger("123456789012345678901234567890"), .double(0.1), .double(1e30), .double(1e-7),
    .double(.infinity), .double(-.infinity), .date("2024-01-31"), .datetime("2024-01-31T10:00:00.500000+02:00"), .binary([0, 255, 7]),
    .sequence([]), .mapping(Node.Mapping()),
  ])
  func valuesAreReadAsTheyWere(_ value: Node.Value) throws {
    let node = Node(.mapping(Node.Mapping([.init(key: Node(.string("k")), value: Node(value))])))
    #expect(try YAMLReader.read(NodeWriter.text(of: node), file: "f").root.isEquivalent(to: node))
  }

  @Test(.enabled(if: !OpenConnectorTests.names.isEmpty)) func openManifests() throws {
    for place in stride(from: 3, to: OpenConnectorTests.names.count, by: 12) {
      let path = OpenConnectorTests.folder.appendingPathComponent("\(OpenConnectorTests.names[place])/manifest.yaml").path
      guard FileManager.default.fileExists(atPath: path) else { continue }
      let bytes = try TextFile.bytes(path)
      _ = try normalized(String(decoding: bytes, as: UTF8.self))
      _ = try ManifestFormatter.resolve(bytes, file: path, catalog: .standard)
    }
  }
}
