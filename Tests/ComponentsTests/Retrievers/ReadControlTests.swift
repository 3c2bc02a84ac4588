import ConnectorKit
import JSON
import Testing

@testable import Components

@Suite("Whoever takes the records of a slice can stop its reading") struct ReadControlTests {
  private static func pages(_ pages: Int) -> ScriptedAPI {
    ScriptedAPI { request, _ in
      let offset = request.parameter("offset").flatMap { Int($0) } ?? 0
      let records = (0..<4).map { JSONValue.object(["id": .integer(offset + $0)]) }
      return (200, ["data": .array(offset / 4 < pages ? records : [])], [:])
    }
  }

  /// Reads until so many pages have come.
  private func read(_ retriever: any Retriever, _ run: RunServices, until count: Int, prefetches: Bool) async throws -> [Int] {
    let plan = StreamPlan(name: "items", retriever: retriever, schemaLoader: InlineSchemaLoader(schema: [:]))
    var scope = RetrievalScope(stream: plan, run: run)
    scope.prefetches = prefetches
    var sizes: [Int] = []
    try await retriever.read(StreamSlice(), scope) { page in
      sizes.append(page.records.count)
      return sizes.count == count ? .stop : .proceed
    }
    return sizes
  }

  @Test("A reading that is stopped hands over no further page and asks for none", arguments: [1, 2, 3], [true, false])
  func stops(until count: Int, prefetches: Bool) async throws {
    let api = Self.pages(5)
    let retriever = try RetrieverFixtures.simple("items", ["paginator": RetrieverFixtures.offsets])
    #expect(try await read(retriever, api.run(), until: count, prefetches: prefetches) == Array(repeating: 4, count: count))
    #expect(api.requests.count == count + (prefetches ? 1 : 0))
  }

  @Test("A reading that is never stopped comes to its last page", arguments: [true, false])
  func proceeds(prefetches: Bool) async throws {
    let api = Self.pages(3)
    let retriever = try RetrieverFixtures.simple("items", ["paginator": RetrieverFixtures.offsets])
    #expect(try await read(retriever, api.run(), until: 9, prefetches: prefetches) == [4, 4, 4])
    #expect(api.requests.count == 4)
  }

  @Test("Pages are requested by stream, slice and number", arguments: [RequestOrigin.Purpose.page, .schema])
  func namesPages(_ purpose: RequestOrigin.Purpose) async throws {
    let api = Self.pages(1)
    let retriever = try RetrieverFixtures.simple("items", ["paginator": RetrieverFixtures.offsets])
    let plan = StreamPlan(name: "items", retriever: retriever, schemaLoader: InlineSchemaLoader(schema: [:]))
    var scope = RetrievalScope(stream: plan, run: api.run())
    scope.purpose = purpose
    let slice = StreamSlice(partition: ["region": "eu"])
    try await retriever.read(slice, scope) { _ in .proceed }
    let origins = api.requests.compactMap(\.origin)
    #expect(origins.map(\.page) == [1, 2])
    #expect(origins.allSatisfy { $0.stream == "items" && $0.slice == slice && $0.purpose == purpose })
  }

  @Test("What a request is made for is no part of what makes requests equal")
  func originsAreNotCompared() {
    let plain = HTTPRequest(url: "https://api.test/items")
    var named = plain
    named.origin = RequestOrigin(.page, stream: "items", page: 2)
    #expect(plain == named && plain.hashValue == named.hashValue)
    named.url += "?page=2"
    #expect(plain != named)
  }
}
