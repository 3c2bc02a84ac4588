import Document
import Testing
import Manifest

@Suite struct ModernizerTests {
  private static func requester(_ fields: String) -> String { "{type: HttpRequester, \(fields)}" }

  /// Fields of a requester, what they become, and how many old spellings are warned about.
  static let table: [(String, String, Int)] = [
    ("url_base: a, path: b", "url: 'a', path: 'b'", 1), ("url: a, path: b", "url: 'a', path: 'b'", 0),
    ("url_base: a, url: b", "url_base: 'a', url: 'b'", 1), ("url_base: a, url: ''", "url: 'a'", 1), ("url_base: ~, url: b", "url: 'b'", 1),
    ("request_body_data: {a: b}", "request_body: {type: 'RequestBodyUrlEncodedForm', value: {a: 'b'}}", 1),
    ("request_body_data: text", "request_body: {type: 'RequestBodyPlainText', value: 'text'}", 1),
    ("request_body_json: {query: q}", "request_body: {type: 'RequestBodyJsonObject', value: {query: 'q'}}", 1),
    ("request_body_json: '{{ x }}'", "request_body_json: '{{ x }}'", 1),
    ("request_body_json: {}, request_body_data: x", "request_body: {type: 'RequestBodyPlainText', value: 'x'}", 2),
    (
      "request_body_json: {a: b}, $parameters: {k: v}",
      "request_body: {type: 'RequestBodyJsonObject', value: {a: 'b'}, $parameters: {k: 'v'}}, $parameters: {k: 'v'}", 1
    ),
    (
      "request_body_json: {a: 1}, request_body_data: x",
      "request_body_json: {a: 1}, request_body: {type: 'RequestBodyPlainText', value: 'x'}", 2
    ),
    (
      "request_body_json: {a: 1}, request_body: {type: RequestBodyJsonObject, value: {b: 2}}",
      "request_body: {type: 'RequestBodyJsonObject', value: {b: 2}}", 1
    ),
    (
      "request_body_json: {a: 1}, request_body: {type: RequestBodyPlainText, value: x}",
      "request_body_json: {a: 1}, request_body: {type: 'RequestBodyPlainText', value: 'x'}", 1
    ),
  ]

  @Test(arguments: table) func requesterIsRewritten(_ fields: String, _ expected: String, _ warnings: Int) throws {
    let (node, found) = DeprecationRewriter.modernize(try yaml("{x: [\(Self.requester(fields))]}"))
    #expect(spelling(node) == "{x: [{type: 'HttpRequester', \(expected)}]}")
    #expect(found.count == warnings)
    #expect(found.allSatisfy { $0.severity == .warning && $0.code == .deprecated && $0.location != nil })
  }

  @Test(arguments: [
    "{type: DynamicDeclarativeStream, stream_template: {r: {type: 'HttpRequester', url_base: 'a'}}}",
    "{type: InlineSchemaLoader, schema: {r: {type: 'HttpRequester', url_base: 'a'}}}", "{type: CustomRequester, url_base: 'a'}",
    "{type: DeclarativeSource, definitions: {r: {type: 'HttpRequester', url_base: 'a'}}}",
    "{type: A, $parameters: {r: {type: 'HttpRequester', url_base: 'a'}}}", "{type: HttpRequestRegexMatcher, url_base: 'a'}",
  ]) func otherPlacesAreLeftAlone(_ text: String) throws {
    let node = try yaml(text)
    let (modern, warnings) = DeprecationRewriter.modernize(node)
    #expect(spelling(modern) == spelling(node))
    #expect(warnings.isEmpty)
  }

  @Test func sharedDefinitionsWarnOnce() throws {
    let loaded = try ManifestLoader.load(
      text: """
        version: 7.0.0
        definitions:
          r: {type: HttpRequester, url_base: a}
        streams:
          - retriever: {requester: {$ref: '#/definitions/r'}}
          - retriever: {requester: {$ref: '#/definitions/r', path: p}}
        """, file: "m.yaml")
    #expect(loaded.warnings.map { $0.location?.description } == ["m.yaml:3:28"])
    #expect(loaded.root["streams"]?.sequence?[1]["retriever"]?["requester"]?["url"]?.string == "a")
  }
}
