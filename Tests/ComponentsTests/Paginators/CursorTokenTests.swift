import ConnectorKit
import Document
import JSON
import Testing
import Components

@Suite struct CursorTokenTests {
  private func token(_ body: JSONValue, _ template: String = "{{ response.next }}", compat: Bool = false) throws -> JSONValue? {
    let strategy = try TestServices.context(compat: compat).build(
      Node(json: ["type": "CursorPagination", "cursor_value": .string(template)]), as: (any PaginationStrategy).self)
    let http = HTTPResponse(head: HTTPResponseHead(status: 200, url: "https://api.test/items"), body: Array(JSONText.python(body).utf8))
    let response = Response(http, to: HTTPRequest(url: "https://api.test/items"))
    let page = PageSummary(
      response: response, body: response.json, extractedCount: 1, selectedCount: 1, lastRecord: nil,
      scope: RequestScope(streamName: "s", run: TestServices.run(compat: compat)))
    return try strategy.nextToken(after: page)
  }

  @Test(
    "Tokens are those that the API gave; usual numbers can be counted with",
    arguments: [
      ("123e5", "123e5", 12_300_000.0), ("0x1F", "0x1F", 31), ("1_000", "1_000", 1000), ("'x'", "'x'", "x"), ("['a']", "['a']", ["a"]),
      ("007.50", "007.50", 7.5), ("(1, 2)", "(1, 2)", [1, 2]), ("+5", "+5", 5), ("5", 5, 5), (5, 5, 5), (["a"], ["a"], ["a"]),
      ("12345678901234567890", .bigInteger("12345678901234567890"), .bigInteger("12345678901234567890")), ("2.5", 2.5, 2.5),
      ("abc", "abc", "abc"),
      ("0", 0, 0), (0, 0, 0), ("None", .null, .null), ("[]", [], []), (.null, .null, .null), ("0012", "0012", "0012"),
    ] as [(JSONValue, usual: JSONValue, compat: JSONValue)])
  func readsTokens(given: JSONValue, usual: JSONValue, compat: JSONValue) throws {
    #expect(try token(["next": given]) == usual)
    #expect(try token(["next": given], compat: true) == compat)
  }

  @Test("A token goes into JSON as what it reads as, and as it is anywhere else")
  func sendsTokens() throws {
    for (place, expected) in [
      ("body_json", JSONValue.integer(31)), ("body_data", "0x1F"), ("request_parameter", "0x1F"), ("header", "0x1F"),
    ] {
      let paginator = try TestServices.build(
        [
          "type": "DefaultPaginator", "pagination_strategy": ["type": "CursorPagination", "cursor_value": "{{ response.next }}"],
          "page_token_option": ["type": "RequestOption", "inject_into": .string(place), "field_name": "t"],
        ], as: DefaultPaginator.self)
      let options = try paginator.requestOptions(RequestScope(streamName: "s", nextPageToken: "0x1F", run: TestServices.run()))
      var sent = options.bodyJSON?["t"] ?? options.parameters["t"] ?? options.headers["t"]
      if case .fields(let fields) = options.bodyData, let field = fields["t"] { sent = field }
      #expect(sent == expected)
    }
  }
}
