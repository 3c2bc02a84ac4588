import HeadwaterTesting
import JSON
import Testing

/// A template that fails while running is reported with its place, whatever component it belongs to.
@Suite("Templates that fail while running")
struct TemplatePlaceTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let field: String
    /// Lines of the stream, with the template behind the mark.
    let lines: String
    var says = "integer division or modulo by zero"
    var testDescription: String { field }
  }

  static let cases = [
    Case(field: "path", lines: "requester: {type: HttpRequester, url_base: http://127.0.0.1:1, path: «'{{ 1 // 0 }}'}"),
    Case(field: "url", lines: "requester: {type: HttpRequester, url: «'{{ 1 // 0 }}'}"),
    Case(
      field: "request_parameters.since",
      lines: "requester: {type: HttpRequester, url: '{{ config.base }}/items', request_parameters: {a: b, since: «'{{ 1 // 0 }}'}}"),
    Case(
      field: "request_headers.X-Key",
      lines: "requester: {type: HttpRequester, url: '{{ config.base }}/items', request_headers: {X-Key: «'{{ 1 // 0 }}'}}"),
    Case(
      field: "value.a.1.b",
      lines: "requester: {type: HttpRequester, url: '{{ config.base }}/items', http_method: POST, "
        + "request_body_json: {a: [c, {b: «'{{ 1 // 0 }}'}]}}"),
    Case(
      field: "api_token",
      lines: "requester: {type: HttpRequester, url: '{{ config.base }}/items', authenticator: {type: BearerAuthenticator, "
        + "api_token: «'{{ 1 // 0 }}'}}"),
    Case(field: "condition", lines: "filter: «'{{ record.id // 0 }}'"), Case(field: "value", lines: "added: «'{{ record.id // 0 }}'"),
    Case(
      field: "cursor_value", lines: "paged: «'{{ response.data.items.pageInfo.endCursor }}'",
      says: "'pageInfo' is undefined: `response.data.items` is a method of mappings in Jinja; write `response.data['items']`"),
    Case(field: "cursor_value", lines: "paged: «'{{ 1 // 0 }}'"),
  ]

  private static func manifest(_ test: Case) -> String {
    var requester = "requester: {type: HttpRequester, url: '{{ config.base }}/items'}"
    var selector = "record_selector: {type: RecordSelector, extractor: {type: DpathExtractor, field_path: [rows]}}"
    var paginator = ""
    var transformations = ""
    let words = test.lines.split(separator: ": ", maxSplits: 1)
    switch words[0] {
    case "filter":
      selector =
        "record_selector: {type: RecordSelector, extractor: {type: DpathExtractor, field_path: [rows]}, record_filter: {type: RecordFilter, "
        + "condition: \(words[1])}}"
    case "added":
      transformations = "transformations: [{type: AddFields, fields: [{type: AddedFieldDefinition, path: [x], value: \(words[1])}]}]"
    case "paged":
      paginator =
        "paginator: {type: DefaultPaginator, page_token_option: {type: RequestPath}, pagination_strategy: {type: "
        + "CursorPagination, cursor_value: \(words[1])}}"
    default: requester = test.lines
    }
    return """
      version: 7.0.0
      type: DeclarativeSource
      check: {type: CheckStream, stream_names: [items]}
      streams:
        - type: DeclarativeStream
          name: items
          retriever:
            type: SimpleRetriever
            \(requester)
            \(selector)
            \(paginator)
          \(transformations)
      """
  }

  @Test("the message names file, line, column, field and stream", arguments: cases)
  func place(_ test: Case) async throws {
    let marked = Self.manifest(test)
    let lines = marked.split(separator: "\n", omittingEmptySubsequences: false)
    let line = try #require(lines.firstIndex { $0.contains("«") })
    let column = try #require(lines[line].firstIndex(of: "«"))
    let place = "manifest.yaml:\(line + 1):\(lines[line].distance(from: lines[line].startIndex, to: column) + 1)"
    try await LoopbackServer.serving([
      LoopbackRoute("GET", "/items", answers: [.json(#"{"rows": [{"id": 1}], "data": {"items": {}}}"#)])
    ]) { server in
      let result = try await CommandResult(
        "read", manifest: marked.replacing("«", with: ""), config: ["base": .string(server.baseURL)],
        catalog: DifferenceManifest.catalog(["items"]))
      let message = result.errors.first?["message"]?.stringValue ?? ""
      #expect(message.contains("\(place): `\(test.field)` of stream `items` failed: \(test.says)"), "\(message)")
      #expect(result.errors.last?["message"]?.stringValue?.contains("\(place): `\(test.field)`") == true)
    }
  }

  @Test("a template of a manifest without a file is quoted instead")
  func quoted() async throws {
    let manifest: JSONValue = DifferenceManifest.connector(
      DifferenceManifest.stream(requester: ["request_parameters": ["a": "{{ 1 // 0 }}"]]))
    let result = try await CommandResult(
      "read", manifest: nil, config: ["base": "http://127.0.0.1:1", "__injected_declarative_manifest": manifest],
      catalog: DifferenceManifest.catalog(["items"]))
    let message = result.errors.first?["message"]?.stringValue ?? ""
    #expect(
      message.contains("`request_parameters.a` of stream `items` (`{{ 1 // 0 }}`) failed: integer division or modulo by zero"), "\(message)"
    )
  }

  @Test("a type error that leaves a condition true says so in the log, with the method that was taken for a field")
  func warning() async throws {
    let filter: JSONObject = ["record_filter": ["type": "RecordFilter", "condition": "{{ record.items | length > 0 }}"]]
    try await LoopbackServer.serving([LoopbackRoute("GET", "/items", answers: [.json(#"{"data": [{"id": 1}]}"#)])]) { server in
      let result = try await CommandResult(
        "read", manifest: JSONText.compact(DifferenceManifest.connector(DifferenceManifest.stream(selector: filter))),
        config: ["base": .string(server.baseURL)], catalog: DifferenceManifest.catalog(["items"]))
      #expect(
        result.log.contains { $0.contains("`record.items` is a method of mappings in Jinja; write `record['items']`") }, "\(result.log)")
    }
  }
}
