import ConnectorKit
import JSON
import TestSupport
import Testing

@testable import Components

@Suite struct BudgetTests {
  private func budget(_ policies: JSONValue..., config: JSONObject = [:]) throws -> any RequestBudget {
    try TestServices.build(["type": "HTTPAPIBudget", "policies": .array(policies)], as: (any RequestBudget).self, config: config)
  }

  private let api = ScriptedAPI { _, _ in (200, [:], [:]) }
  private let request = HTTPRequest(url: "https://api.test/items?kind=a")

  private func moving(_ limit: JSONValue, weight: JSONValue = 1) -> JSONValue {
    [
      "type": "MovingWindowCallRatePolicy", "rates": [["limit": limit, "interval": "PT10S"]],
      "matchers": [["url_path_pattern": "^/items", "weight": weight]],
    ]
  }

  @Test func movesTheWindow() async throws {
    let budget = try budget(moving("{{ config.limit }}"), config: ["limit": 2])
    let run = api.run()
    for _ in 0..<5 { try await budget.acquire(request, run: run) }
    #expect(api.slept == [10.001, 10.001])
  }

  @Test func countsByWeight() async throws {
    let budget = try budget(moving(4, weight: 3))
    let run = api.run()
    for _ in 0..<3 { try await budget.acquire(request, run: run) }
    #expect(api.slept == [10.001, 10.001])
  }

  @Test(
    arguments: [
      (["headers": ["accept": "*/*"]], true), (["headers": ["Connection": "keep-alive"]], true),
      (["headers": ["Accept": "text/csv"]], false),
      (["type": "Anything", "method": "get"], true), (["method": "POST"], false), (["params": ["kind": "a"]], true),
    ] as [(JSONObject, Bool)]) func matchesWhatEveryRequestHas(_ matcher: JSONObject, _ isMatched: Bool) async throws
  {
    var matcher = matcher
    matcher["weight"] = 3
    let budget = try budget([
      "type": "MovingWindowCallRatePolicy", "rates": [["type": "Of any name", "limit": 2, "interval": "PT1S"]],
      "matchers": [.object(matcher)],
    ])
    var isAllowed = true
    do { try await budget.acquire(request, run: api.run()) } catch { isAllowed = false }
    #expect(isAllowed != isMatched)
  }

  @Test func refusesRatesOfNothing() {
    #expect(throws: (any Error).self) { try budget(moving(0)) }
  }

  @Test func refusesWhatNeverFits() async throws {
    let budget = try budget(moving(2, weight: 3))
    await #expect(throws: SyncError.self) { try await budget.acquire(request, run: api.run()) }
  }

  /// The first window of the reference has ten days.
  @Test(arguments: [(false, 60.0), (true, 864_000)]) func startsFixedWindowsAnew(compat: Bool, first: Double) async throws {
    let budget = try budget(["type": "FixedWindowCallRatePolicy", "period": "PT1M", "call_limit": 2, "matchers": []])
    let run = api.run(compat: compat)
    for _ in 0..<2 { try await budget.acquire(request, run: run) }
    #expect(api.slept.isEmpty)
    for _ in 0..<2 { try await budget.acquire(request, run: run) }
    #expect((first...first + 0.01).contains(api.slept.reduce(0, +)))
    try await budget.acquire(request, run: run)
    #expect((first + 60...first + 60.01).contains(api.slept.reduce(0, +)))
  }

  @Test func learnsFromAnswers() async throws {
    let budget = try budget(["type": "FixedWindowCallRatePolicy", "period": "PT1M", "call_limit": 100, "matchers": []])
    let run = api.run()
    try await budget.acquire(request, run: run)
    let reset = TestServices.now / 1_000_000 + 5
    let headers: HTTPHeaders = ["ratelimit-remaining": "0", "ratelimit-reset": "\(reset)"]
    try await budget.observe(
      HTTPResponse(head: HTTPResponseHead(status: 200, headers: headers, url: request.url), body: []), to: request, run: run)
    try await budget.acquire(request, run: run)
    #expect((5...5.01).contains(api.slept.reduce(0, +)))
  }

  /// Has an answer to everything at hand.
  private struct KeepingTransport: Transport {
    func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse { try await NoTransport().send(request) }
    func open(_ request: HTTPRequest) async throws(TransportError) -> HTTPStreamingResponse { try await NoTransport().open(request) }
    func cachedResponse(for request: HTTPRequest) -> HTTPResponse? {
      HTTPResponse(head: HTTPResponseHead(status: 200, headers: ["ratelimit-remaining": "0"], url: request.url), body: Array("[]".utf8))
    }
  }

  @Test func answersAtHandCostNothing() async throws {
    var run = api.run()
    run.transport = KeepingTransport()
    run.budget = try budget(["type": "FixedWindowCallRatePolicy", "period": "PT1M", "call_limit": 1, "matchers": []])
    let requester = try TestServices.build(
      ["type": "HttpRequester", "url_base": "https://api.test", "path": "items"], as: (any Requester).self)
    let scope = RequestScope(streamName: "items", run: run)
    for _ in 0..<2 {
      #expect(try await run.fetch(request).status == 200)
      #expect(try await requester.send(scope, additions: RequestOptions(), path: nil).answer()?.status == 200)
      #expect(try await requester.open(scope, additions: RequestOptions(), path: nil).answer()?.response.status == 200)
    }
    #expect(api.slept.isEmpty)
  }

  @Test func takesTheFirstPolicyThatFits() async throws {
    let budget = try budget(["type": "UnlimitedCallRatePolicy", "matchers": [["params": ["kind": "a"]]]], moving(1))
    let run = api.run()
    for _ in 0..<3 { try await budget.acquire(request, run: run) }
    #expect(api.slept.isEmpty)
  }

  @Test(
    arguments: [
      ([:], true), (["method": "get"], true), (["method": "POST"], false), (["url_base": "https://api.test/"], true),
      (["url_base": "https://other.test"], false), (["url_path_pattern": "items$"], true), (["url_path_pattern": "^items"], false),
      (["params": ["kind": "a b", "n": 1]], true), (["params": ["empty": ""]], false), (["headers": ["x-k": "1"]], true),
      (["headers": ["x-k": "2"]], false),
    ] as [(JSONObject, Bool)])
  func matches(_ fields: JSONObject, fits: Bool) throws {
    var declaration = fields
    declaration["type"] = "HttpRequestRegexMatcher"
    let matcher = try TestServices.build(declaration, as: HttpRequestRegexMatcher.self)
    let request = HTTPRequest(url: "https://api.test/v1/items/?kind=a%20b&n=1&empty=", headers: ["X-K": "1"])
    #expect(matcher.matches(request) == fits)
  }
}
