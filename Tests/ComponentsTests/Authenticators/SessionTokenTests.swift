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
    try await requester.send(RequestScope(streamName: "s", run: run), additions: RequestOptions(), path: nil).answer()
  }

  @Test("A login belongs to no stream, and says that it is one")
  func loginsAreNamed() async throws {
    let api = Self.api()
    _ = try await read(requester(), api.run())
    let origins = api.requests.compactMap(\.origin)
    #expect(origins.map(\.purpose) == [.login, .page])
    #expect(origins.map(\.stream) == [nil, "s"])
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

  @Test("A login that was tried for long in vain is not tried anew for the next slice") func loginThatIsDown() async throws {
    let api = ScriptedAPI { _, _ in (500, [:], [:]) }
    let run = api.run()
    let requester = try requester()
    let first = await #expect(throws: SyncError.self) { try await read(requester, run) }
    let count = api.requests.count
    let second = await #expect(throws: SyncError.self) { try await read(requester, run) }
    #expect(first?.message.contains("HTTP 500") == true && second?.message == first?.message && api.requests.count == count)
  }

  @Test("A login that redirects nowhere is an error with the status") func loginThatRedirects() async throws {
    let api = ScriptedAPI { _, _ in (302, ["auth": ["tok": "S"]], [:]) }
    let error = await #expect(throws: SyncError.self) { try await read(try requester(), api.run()) }
    #expect(error?.message.contains("HTTP status 302") == true && api.requests.count == 1)
  }

  private static let legacy: JSONObject = [
    "type": "LegacySessionTokenAuthenticator", "header": "X-S", "login_url": "/login", "validate_session_url": "/me",
    "session_token_response_key": "id", "username": "u", "password": "p",
  ]

  private func legacyRequester(_ fields: JSONObject = [:]) throws -> HttpRequester {
    var authenticator = Self.legacy
    for (name, value) in fields { authenticator[name] = value }
    let declaration: JSONObject = [
      "type": "HttpRequester", "url": "https://api.test", "path": "/items", "authenticator": .object(authenticator),
    ]
    return try TestServices.build(declaration, as: HttpRequester.self)
  }

  @Test("A legacy login that is busy is asked again when it says") func busyLegacyLogin() async throws {
    let api = ScriptedAPI { request, before in
      if request.url.hasSuffix("/login"), before == 0 { return (503, [:], ["Retry-After": "20"]) }
      return (200, ["id": "S"], [:])
    }
    _ = try await read(try legacyRequester(), api.run())
    #expect(api.slept == [20] && api.requests.last?.headers["X-S"] == "S")
  }

  @Test("A legacy session whose endpoints redirect nowhere is none", arguments: [[:], ["session_token": "given"]] as [JSONObject])
  func legacyLoginThatRedirects(_ fields: JSONObject) async throws {
    let api = ScriptedAPI { _, _ in (301, ["id": "S"], [:]) }
    let error = await #expect(throws: SyncError.self) { try await read(try legacyRequester(fields), api.run()) }
    #expect(error?.message.contains("HTTP status 301") == true && api.requests.count == 1, "\(error?.message ?? "")")
  }
}
