import ConnectorKit
import Document
import JSON
import Testing
import Components

@Suite struct PageSizeTests {
  private static let config: JSONObject = ["size": "2", "padded": "02", "flag": true, "none": .null]

  private func strategy(_ type: String, _ size: JSONValue, compat: Bool) throws -> any PaginationStrategy {
    var declaration: JSONObject = ["type": .string(type), "page_size": size]
    if type == "CursorPagination" { declaration["cursor_value"] = "{{ response.next }}" }
    return try TestServices.context(config: Self.config, compat: compat)
      .build(Node(json: .object(declaration)), as: (any PaginationStrategy).self)
  }

  /// What is no size of a mode is nil.
  @Test(
    arguments: [
      (2, 2, 2), (2.0, 2, 2), ("2", 2, 2), ("02", 2, 2), (" 2 ", 2, 2), ("+2", 2, 2), ("1_0", 10, 10), (-1, -1, -1),
      ("{{ config['size'] }}", 2, 2), ("{{ 1 + 1 }}", 2, 2), ("2.0", 2, nil), ("{{ 2.0 }}", 2, nil), ("{{ config['padded'] }}", 2, nil),
      ("{{ config['flag'] }}", nil, 1), ("{{ 2.5 }}", nil, nil), ("{{ [2] }}", nil, nil), ("ab", nil, nil), ("", nil, nil),
      ("{{ config['none'] }}", nil, nil), ("100000000000000000000", nil, nil),
    ] as [(size: JSONValue, usual: Int?, compat: Int?)], ["PageIncrement", "OffsetIncrement", "CursorPagination"])
  func reads(_ given: (size: JSONValue, usual: Int?, compat: Int?), of type: String) throws {
    for (compat, expected) in [(false, given.usual), (true, given.compat)] {
      if let expected {
        #expect(try strategy(type, given.size, compat: compat).pageSize() == expected)
      } else {
        #expect(throws: SyncError.self) { try strategy(type, given.size, compat: compat).pageSize() }
      }
    }
  }

  /// An offset asks for its size after each page, when the answer is there. A page here has two records.
  @Test(
    arguments: [
      (2, 2, 2), (3, nil, nil), ("{{ response.size }}", 2, 2), ("{{ 0 }}", 2, 2), ("", 2, 2), ("{{ config['none'] }}", 2, 2),
      ("{{ 1.5 + 0.5 }}", 2, 2), ("{{ [] }}", 2, 2),
    ] as [(size: JSONValue, usual: JSONValue?, compat: JSONValue?)])
  func goesOn(_ given: (size: JSONValue, usual: JSONValue?, compat: JSONValue?)) throws {
    for (compat, expected) in [(false, given.usual), (true, given.compat)] {
      #expect(try token(after: given.size, compat: compat) == expected)
    }
  }

  @Test func fractionsAreComparedAsInTheReference() throws {
    #expect(try token(after: "{{ 2.5 }}", compat: true) == nil)
    #expect(throws: SyncError.self) { try token(after: "{{ 2.5 }}", compat: false) }
    #expect(throws: SyncError.self) { try token(after: "{{ 'ab' }}", compat: true) }
  }

  /// Not a silent end: there may be more.
  @Test func noNumberIsBehindTheLast() throws {
    let strategy = try TestServices.context().build(
      Node(json: ["type": "PageIncrement", "start_from_page": .integer(.max - 1)]), as: (any PaginationStrategy).self)
    var page = try page(compat: false)
    page.scope.nextPageToken = try strategy.nextToken(after: page)
    #expect(page.scope.nextPageToken == .integer(.max))
    #expect(throws: SyncError.self) { try strategy.nextToken(after: page) }
  }

  private func token(after size: JSONValue, compat: Bool) throws -> JSONValue? {
    try strategy("OffsetIncrement", size, compat: compat).nextToken(after: page(compat: compat))
  }

  private func page(compat: Bool) throws -> PageSummary {
    let head = HTTPResponseHead(status: 200, headers: [:], url: "https://api.test/items")
    let response = Response(HTTPResponse(head: head, body: []), to: HTTPRequest(url: "https://api.test/items"))
    let scope = RequestScope(streamName: "items", run: TestServices.run(config: Self.config, compat: compat))
    return PageSummary(
      response: response, body: try JSONTape(Array(#"{"size": 2}"#.utf8)).root, extractedCount: 2, selectedCount: 2, lastRecord: nil,
      scope: scope)
  }
}
