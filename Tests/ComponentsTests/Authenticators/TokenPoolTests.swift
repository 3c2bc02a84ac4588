import ConnectorKit
import JSON
import Testing
import Components

@Suite struct TokenPoolTests {
  private static let reset = TestServices.now / 1_000_000 + 100

  private static func declaration(_ fields: JSONObject = [:]) -> JSONObject {
    var declaration: JSONObject = [
      "type": "RateLimitedMultipleTokenAuthenticator", "tokens": "T1, T2",
      "quota_status_source": ["type": "QuotaStatusSource", "url": "https://api.test/quota", "unavailable_status_codes": [404]],
      "quotas": [
        [
          "type": "TokenQuota", "name": "core", "remaining_path": ["left"], "reset_path": ["reset"], "remaining_header": "X-Left",
          "exhaustion_status_codes": [429],
        ]
      ], "budget_min_reserve": 0, "budget_reserve_fraction": 0,
    ]
    for (name, value) in fields { declaration[name] = value }
    return declaration
  }

  private static func api(_ left: [String: Int], status: Int = 200) -> ScriptedAPI {
    ScriptedAPI { request, before in
      let token = String(request.headers["Authorization"]?.dropFirst(7) ?? "")
      let calls = before < 2 ? left[token] ?? 0 : 9
      return (status, ["left": .integer(calls), "reset": .integer(reset)], [:])
    }
  }

  private func sign(_ authenticator: any Authenticator, _ run: RunServices) async throws -> HTTPRequest {
    var request = HTTPRequest(url: "https://api.test/items")
    try await authenticator.sign(&request, RequestScope(streamName: "s", run: run))
    return request
  }

  private func tokens(_ count: Int, _ api: ScriptedAPI, _ fields: JSONObject = [:]) async throws -> [String?] {
    let authenticator = try TestServices.authenticator(Self.declaration(fields))
    let run = api.run()
    var tokens: [String?] = []
    for _ in 0..<count { tokens.append(try await sign(authenticator, run).headers["Authorization"]) }
    return tokens
  }

  @Test func goesOnToTheNextToken() async throws {
    #expect(try await tokens(3, Self.api(["T1": 1, "T2": 5])) == ["Bearer T1", "Bearer T2", "Bearer T2"])
  }

  @Test func waitsForTheReset() async throws {
    let api = Self.api(["T1": 1])
    #expect(try await tokens(2, api) == ["Bearer T1", "Bearer T1"])
    #expect(api.slept == [60, 40])
    #expect(api.count("/quota") == 4)
  }

  @Test func givesUpWhenTheResetIsTooFarAway() async throws {
    let error = await #expect(throws: SyncError.self) { try await tokens(1, Self.api([:]), ["max_wait_time": "PT1M"]) }
    #expect(error?.failureType == .transient)
  }

  @Test func takesTurnsWhenNothingIsCounted() async throws {
    #expect(try await tokens(3, Self.api([:], status: 404)) == ["Bearer T1", "Bearer T2", "Bearer T1"])
  }

  @Test func spreadsTheLastCalls() async throws {
    let api = Self.api(["T1": 10, "T2": 11])
    _ = try await tokens(1, api, ["budget_min_reserve": 50])
    #expect(api.slept == [5])
  }

  @Test func learnsFromAnswersAndRotates() async throws {
    let run = Self.api(["T1": 5, "T2": 5]).run()
    let authenticator = try TestServices.authenticator(Self.declaration())
    let scope = RequestScope(streamName: "s", run: run)
    let request = try await sign(authenticator, run)
    #expect(await !authenticator.canRotate(after: request, scope))
    await authenticator.observe(HTTPResponse(head: HTTPResponseHead(status: 429, url: request.url), body: []), to: request, scope)
    #expect(await authenticator.canRotate(after: request, scope))
    #expect(try await sign(authenticator, run).headers["Authorization"] == "Bearer T2")
  }

  @Test func needsTokens() {
    let error = #expect(throws: SyncError.self) { try TestServices.authenticator(Self.declaration(["tokens": " , "])) }
    #expect(error?.failureType == .config)
  }
}
