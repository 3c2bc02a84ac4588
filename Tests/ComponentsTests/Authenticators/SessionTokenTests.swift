import ConnectorKit
import JSON
import Testing

@testable import Components

@Suite struct SessionTokenTests {
  private static func api(refused: Set<String> = []) -> ScriptedAPI {
    ScriptedAPI { request, before in
      if request.url.hasSuffix("/login") { return (200, ["auth": ["tok": .string("S\(before + 1)")]], [:]) }
      return (refused.contains(request.headers["X-S"] ?? "") ? 401 : 200, ["data": []], [:])
    }
  }

  private func requester(_ fields: JSONObject = [:]) throws -> HttpRequester {
    var login: JSONObject = [
      "type": "SessionTokenAuthenticator", "session_token_path": ["auth", "tok"],
      "login_requester": ["type": "HttpRequester", "url": "https://api.test/login", "http_method": "POST"],
      "request_authentication": [
        "type": "ApiKey", "inject_into": ["type": "RequestOption", "inject_into": "header", "field_name": "X-S"],
        "api_token": "{{ session_token }}",
      ],
    ]
    for (name, value) in fields { login[name] = value }
    let declaration: JSONObject = ["type": "HttpRequester", "url": "https://api.test/items", "authenticator": .object(login)]
    return try TestServices.build(declaration, as: HttpRequester.self)
  }

  private func read(_ requester: HttpRequester, _ run: RunServices) async throws -> Response? {
    try await requester.send(RequestScope(streamName: "s", run: run), additions: RequestOptions(), path: nil)
  }

  @Test func logsInOnceForATokenWithoutExpiry() async throws {
    let api = Self.api()
    let run = api.run()
    let requester = try requester()
    for _ in 0..<3 { _ = try await read(requester, run) }
    #expect(api.count("/login") == 1)
    #expect(api.secrets == ["S1"])
  }

  @Test func logsInForEachReadingAsTheReference() async throws {
    let api = Self.api()
    let run = api.run(compat: true)
    _ = try await read(try requester(["request_authentication": ["type": "Bearer"]]), run)
    #expect(api.count("/login") == 2)
    #expect(api.requests.last?.headers["Authorization"] == "Bearer S2")
  }

  @Test func renewsARefusedToken() async throws {
    let api = Self.api(refused: ["S1"])
    let answer = try await read(try requester(), api.run())
    #expect(answer?.status == 200)
    #expect(api.requests.map { $0.headers["X-S"] } == [nil, "S1", nil, "S2"])
  }

  @Test("A refused token is not renewed in the reference") func keepsARefusedTokenAsTheReference() async throws {
    let api = Self.api(refused: ["S1", "S2", "S3"])
    let run = api.run(compat: true)
    _ = try? await read(try requester(["request_authentication": ["type": "Bearer"], "expiration_duration": "PT1H"]), run)
    #expect(api.count("/login") == 1)
  }

  @Test func renewsARefusedTokenOnlyOnce() async throws {
    let api = Self.api(refused: ["S1", "S2", "S3"])
    let requester = try requester()
    await #expect(throws: SyncError.self) { try await read(requester, api.run()) }
    #expect(api.count("/login") == 2)
  }

  @Test func renewsAnExpiredToken() async throws {
    let api = Self.api()
    let run = api.run()
    let requester = try requester(["expiration_duration": "PT1M"])
    _ = try await read(requester, run)
    try await api.sleep(seconds: 60)
    _ = try await read(requester, run)
    #expect(api.count("/login") == 1)
    try await api.sleep(seconds: 1)
    _ = try await read(requester, run)
    #expect(api.count("/login") == 2)
  }
}
