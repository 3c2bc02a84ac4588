import ConnectorKit
import Document
import JSON
import Testing
import Components

@Suite struct OAuthAuthenticatorTests {
  private static let plain: JSONObject = [
    "type": "OAuthAuthenticator", "token_refresh_endpoint": "https://api.test/token", "client_id": "{{ config.id }}",
    "client_secret": "SECRET", "refresh_token": "R0",
  ]
  private static let config: JSONObject = ["id": "CID"]

  private func declaration(_ fields: JSONObject) -> JSONObject {
    var declaration = Self.plain
    for (name, value) in fields { declaration[name] = value.isNull ? nil : value }
    return declaration
  }

  private static func issuing(_ fields: JSONObject = [:]) -> ScriptedAPI {
    ScriptedAPI { _, before in
      var answer: JSONObject = ["access_token": .string("A\(before + 1)"), "expires_in": 60]
      for (name, value) in fields { answer[name] = value }
      return (200, .object(answer), [:])
    }
  }

  private func header(_ authenticator: any Authenticator, _ run: RunServices) async throws -> String? {
    try await authenticator.requestOptions(RequestScope(streamName: "s", run: run)).headers["Authorization"]?.stringValue
  }

  @Test func asksOnceForAllWhoWait() async throws {
    let api = Self.issuing()
    let run = api.run(config: Self.config)
    let authenticator = try TestServices.authenticator(Self.plain, config: Self.config)
    try await withThrowingTaskGroup(of: String?.self) { group in
      for _ in 0..<20 { group.addTask { try await header(authenticator, run) } }
      for try await header in group { #expect(header == "Bearer A1") }
    }
    #expect(api.requests.count == 1)
    #expect(api.body(0) == "grant_type=refresh_token&client_id=CID&client_secret=SECRET&refresh_token=R0")
    #expect(api.secrets == ["A1"])
    try await api.sleep(seconds: 61)
    #expect(try await header(authenticator, run) == "Bearer A2")
  }

  @Test func refreshesARefusedTokenUnlessSomebodyElseDid() async throws {
    let api = Self.issuing()
    let run = api.run(config: Self.config)
    let scope = RequestScope(streamName: "s", run: run)
    let authenticator = try TestServices.authenticator(Self.plain, config: Self.config)
    let sent = HTTPRequest(url: "https://api.test/items", headers: ["Authorization": try await header(authenticator, run) ?? ""])
    #expect(try await authenticator.refresh(after: sent, scope))
    #expect(try await authenticator.refresh(after: sent, scope))
    #expect(api.requests.count == 2)
    #expect(try await header(authenticator, run) == "Bearer A2")
  }

  @Test(
    arguments: [
      (["scopes": ["a", "b"]], "", "grant_type=refresh_token&client_id=CID&client_secret=SECRET&refresh_token=R0&scopes=a&scopes=b"),
      (["refresh_request_headers": ["Authorization": "Basic x"]], "", "grant_type=refresh_token&refresh_token=R0"),
      (
        ["refresh_request_body": ["client_id": "no", "n": 1]], "",
        "grant_type=refresh_token&client_id=CID&client_secret=SECRET&refresh_token=R0&n=1"
      ),
      (["grant_type": "client_credentials", "refresh_token": nil], "", "grant_type=client_credentials&client_id=CID&client_secret=SECRET"),
      (
        ["send_refresh_request_as_query_params": true],
        "grant_type=refresh_token&client_id=CID&client_secret=SECRET&refresh_token=R0", ""
      ),
    ] as [(JSONObject, String, String)])
  func sends(_ fields: JSONObject, query: String, body: String) async throws {
    let api = Self.issuing()
    _ = try await header(TestServices.authenticator(declaration(fields), config: Self.config), api.run(config: Self.config))
    #expect(Address(api.requests[0].url).query ?? "" == query)
    #expect(api.body(0) == body)
  }

  @Test(
    arguments: [
      ["client_id": nil], ["refresh_token": nil], ["use_profile_assertion": true], ["token_expiry_date": "soon"],
      [
        "refresh_token_error_key": "a", "refresh_token_updater": ["refresh_token_error_key": "b"],
      ], ["token_refresh_endpoint": nil, "refresh_token_updater": [:]],
    ] as [JSONObject])
  func refusesWhatCannotWork(_ fields: JSONObject) {
    #expect(throws: (any Error).self) { try TestServices.authenticator(declaration(fields), config: Self.config) }
  }

  @Test(
    arguments: [
      (400, ["error": "invalid_grant"], .config), (400, ["error": "other"], .system), (401, ["error": "invalid_grant"], .system),
      (200, ["token": "x"], .system), (200, ["a": ["b": ["c": ["d": ["e": ["f": 1]]]]]], .config),
    ] as [(Int, JSONValue, SyncError.FailureType)])
  func fails(status: Int, body: JSONValue, as type: SyncError.FailureType) async throws {
    let api = ScriptedAPI { _, _ in (status, body, [:]) }
    let authenticator = try TestServices.authenticator(Self.plain, config: Self.config)
    let error = await #expect(throws: SyncError.self) { try await header(authenticator, api.run(config: Self.config)) }
    #expect(error?.failureType == type)
    #expect(api.requests.count == 1)
  }

  @Test func showsTheProvidersCodeButNoSecret() async throws {
    let answer: JSONValue = ["error": "invalid_grant", "error_description": "AADSTS50173: at 12:00 with SECRET for REFRESH"]
    let api = ScriptedAPI { _, _ in (400, answer, [:]) }
    let authenticator = try TestServices.authenticator(declaration(["refresh_token": "REFRESH"]), config: Self.config)
    let error = await #expect(throws: SyncError.self) { try await header(authenticator, api.run(config: Self.config)) }
    #expect(error?.message.hasSuffix("Provider error: invalid_grant: AADSTS50173") == true)
    for secret in ["SECRET", "REFRESH"] { #expect(error?.internalMessage.contains(secret) == false) }
  }

  @Test("A busy token endpoint is asked again when it says") func keepsRetryAfterOfTheEndpoint() async throws {
    let api = ScriptedAPI { _, before in before < 2 ? (503, [:], ["Retry-After": "20"]) : (200, ["access_token": "A"], [:]) }
    let authenticator = try TestServices.authenticator(Self.plain, config: Self.config)
    #expect(try await header(authenticator, api.run(config: Self.config)) == "Bearer A")
    #expect(api.slept == [20, 20])
  }

  @Test("The tries at a token endpoint that is down are an option; the next slice does not begin anew", arguments: [nil, 20.0, 0])
  func endpointThatIsDown(limit: Double?) async throws {
    let api = ScriptedAPI { _, _ in (500, [:], [:]) }
    var run = api.run(config: Self.config)
    if let limit { run.options.loginTimeout = limit }
    let authenticator = try TestServices.authenticator(Self.plain, config: Self.config)
    let error = try #require(await #expect(throws: SyncError.self) { try await header(authenticator, run) })
    #expect(error.failureType == .transient && error.message.contains("HTTP status 500") && error.message.contains("--login-timeout"))
    #expect(abs(api.slept.reduce(0, +) - (limit ?? 300)) < 0.1, "\(api.slept)")
    let count = api.requests.count
    let other = try TestServices.authenticator(Self.plain, config: Self.config)
    let again = await #expect(throws: SyncError.self) { try await header(other, run) }
    #expect(again?.message == error.message && api.requests.count == (limit == 0 ? count + 1 : count))
    try await api.sleep(seconds: 400)
    await #expect(throws: SyncError.self) { try await header(authenticator, run) }
    #expect(api.requests.count > count)
  }

  @Test("A token endpoint that asks for more than its time has failed") func longWaitOfTheEndpoint() async throws {
    let api = ScriptedAPI { _, _ in (429, [:], ["Retry-After": "5000"]) }
    let authenticator = try TestServices.authenticator(Self.plain, config: Self.config)
    let error = await #expect(throws: SyncError.self) { try await header(authenticator, api.run(config: Self.config)) }
    #expect(error?.message.contains("5000") == true && error?.message.contains("300 seconds") == true, "\(error?.message ?? "")")
    #expect(api.slept.isEmpty && api.requests.count == 1)
  }

  @Test("A redirect of the token endpoint that leads nowhere is no token") func redirectOfTheEndpoint() async throws {
    let api = ScriptedAPI { _, _ in (302, ["access_token": "A"], [:]) }
    let authenticator = try TestServices.authenticator(Self.plain, config: Self.config)
    let error = await #expect(throws: SyncError.self) { try await header(authenticator, api.run(config: Self.config)) }
    #expect(error?.message.contains("HTTP status 302") == true && error?.message.contains("token_refresh_endpoint") == true)
    #expect(api.requests.count == 1)
  }

  @Test(
    "Answers of token endpoints are never quoted",
    arguments: [
      (200, .string("eyJ.VERYSECRET.TOKEN")), (200, ["token": "VERYSECRET"]), (200, ["access_token": "A", "expires_in": "VERYSECRET"]),
      (400, ["error": "VERYSECRET"]), (400, ["error": "invalid_grant", "error_description": "VERYSECRET1234 is old"]),
      (401, ["message": "the token VERYSECRET"]), (403, .string("VERYSECRET")), (503, ["error": "VERYSECRET"]),
    ] as [(Int, JSONValue)])
  func quotesNoAnswer(status: Int, body: JSONValue) async throws {
    let api = ScriptedAPI { _, _ in (status, body, [:]) }
    let authenticator = try TestServices.authenticator(Self.plain, config: Self.config)
    let error = await #expect(throws: SyncError.self) { try await header(authenticator, api.run(config: Self.config)) }
    #expect(error?.message.contains("VERYSECRET") == false)
    #expect(error?.internalMessage.contains("VERYSECRET") == false)
  }

  @Test("What token endpoints answer, and their cookies, are secrets of the run")
  func keepsAnswersSecret() async throws {
    let api = ScriptedAPI { _, _ in
      (
        200, ["access_token": "A1", "id_token": "eyJhbGciOiJIUzI1NiJ9.abc", "scope": "read_everything_there_is"],
        ["Set-Cookie": "sid=abcdef123; Path=/"]
      )
    }
    _ = try await header(TestServices.authenticator(Self.plain, config: Self.config), api.run(config: Self.config))
    #expect(Set(api.secrets) == ["A1", "eyJhbGciOiJIUzI1NiJ9.abc", "abcdef123"])
  }

  @Test func asksABusyEndpointAgain() async throws {
    let api = ScriptedAPI { _, before in before < 3 ? (503, [:], [:]) : (200, ["access_token": "A"], [:]) }
    let authenticator = try TestServices.authenticator(Self.plain, config: Self.config)
    #expect(try await header(authenticator, api.run(config: Self.config)) == "Bearer A")
    #expect(api.slept.count == 3)
  }

  @Test func givesUpAfterFiveMinutes() async throws {
    let api = ScriptedAPI { _, _ in (503, [:], [:]) }
    let authenticator = try TestServices.authenticator(Self.plain, config: Self.config)
    let error = await #expect(throws: SyncError.self) { try await header(authenticator, api.run(config: Self.config)) }
    #expect(error?.failureType == .transient)
    #expect((299.9...300.1).contains(api.slept.reduce(0, +)))
  }

  @Test func usesAGivenTokenWithoutEndpoint() async throws {
    let fields: JSONObject = ["token_refresh_endpoint": nil, "access_token_value": "{{ config.at }}"]
    let config: JSONObject = ["id": "CID", "at": "GIVEN"]
    let api = Self.issuing()
    #expect(try await header(TestServices.authenticator(declaration(fields), config: config), api.run(config: config)) == "Bearer GIVEN")
    #expect(api.requests.isEmpty)
  }

  @Test(
    arguments: [
      (60, false, 60), ("60", false, 60), (" 60 ", false, 60), (60.9, false, 60), ("1e2", false, 100), (0, false, 0), (.null, false, 3600),
      ("2026-01-15T00:10:00Z", true, 600), ("2026-01-15 01:10:00+01:00", true, 600), ("2026-01-15", true, 0), (1_768_435_800, true, 600),
    ] as [(JSONValue, Bool, Double)])
  func asksAgainWhenTheTokenHasExpired(stated: JSONValue, isDate: Bool, seconds: Double) async throws {
    let api = Self.issuing(["expires_in": stated])
    let run = api.run(config: Self.config)
    let declaration = declaration(isDate ? ["token_expiry_date_format": "any"] : [:])
    let authenticator = try TestServices.authenticator(declaration, config: Self.config)
    _ = try await header(authenticator, run)
    try await api.sleep(seconds: seconds)
    #expect(try await header(authenticator, run) == "Bearer A1")
    try await api.sleep(seconds: 1)
    #expect(try await header(authenticator, run) == "Bearer A2")
  }

  /// The reference asks for the header twice, and for a token each time.
  @Test(arguments: [(false, 1), (true, 2)]) func asksForATokenThatHasExpiredWhenItComes(compat: Bool, count: Int) async throws {
    let api = Self.issuing(["expires_in": -60])
    let authenticator = try TestServices.authenticator(Self.plain, config: Self.config)
    #expect(try await header(authenticator, api.run(config: Self.config, compat: compat)) == "Bearer A\(count)")
    #expect(api.requests.count == count)
  }

  @Test(
    arguments: [("soon", false), (true, false), ("6 0", false), ("2026-01-15T00:10:00Z", false), ("soon", true)] as [(JSONValue, Bool)])
  func refusesAnExpiryThatCannotBeRead(stated: JSONValue, isDate: Bool) async throws {
    let declaration = declaration(isDate ? ["token_expiry_date_format": "any"] : [:])
    let authenticator = try TestServices.authenticator(declaration, config: Self.config)
    let run = Self.issuing(["expires_in": stated]).run(config: Self.config)
    await #expect(throws: SyncError.self) { try await header(authenticator, run) }
  }

  @Test(
    arguments: [
      ("2026-01-16T00:00:00Z", "GIVEN"), ("{{ config.until }}", "GIVEN"), ("2026-01-14T00:00:00Z", "A1"), (nil, "A1"),
    ] as [(String?, String)])
  func usesAGivenTokenUntilItExpires(date: String?, token: String) async throws {
    let config: JSONObject = ["id": "CID", "until": "2026-01-15T00:00:01Z"]
    let api = Self.issuing()
    let fields: JSONObject = ["access_token_value": "GIVEN", "token_expiry_date": date.map { .string($0) } ?? .null]
    let authenticator = try TestServices.authenticator(declaration(fields), config: config)
    #expect(try await header(authenticator, api.run(config: config)) == "Bearer \(token)")
    #expect(api.requests.count == (token == "GIVEN" ? 0 : 1))
  }

  @Test func sendsHeadersToTheTokenEndpoint() async throws {
    let config: JSONObject = ["id": "CID", "app": "12345", "none": .null]
    let api = Self.issuing()
    let headers: JSONValue = [
      "X-App": "{{ config.app }}", "X-{{ config.id }}": "a b", "X-None": "{{ config.none }}", "Accept": "text/plain",
    ]
    _ = try await header(
      TestServices.authenticator(declaration(["refresh_request_headers": headers]), config: config), api.run(config: config))
    let sent = api.requests[0].headers
    #expect(sent["X-App"] == "12345")
    #expect(sent["X-CID"] == "a b")
    #expect(sent["X-None"] == nil)
    #expect(sent["Accept"] == "text/plain")
    #expect(sent["Authorization"] == nil)
  }
}

@Suite struct RefreshTokenUpdaterTests {
  private static let config: JSONObject = ["credentials": ["client_id": "C", "client_secret": "S", "refresh_token": "R0"], "other": 1]
  private static let declaration: JSONObject = [
    "type": "OAuthAuthenticator", "token_refresh_endpoint": "https://api.test/token", "refresh_token_updater": [:],
  ]

  @Test func sharesTheTokensOfTheConfigAndTellsThePlatform() async throws {
    let api = ScriptedAPI { _, before in
      (200, before == 0 ? ["access_token": "A1", "refresh_token": "R1", "expires_in": 60] : ["access_token": "A2", "expires_in": 60], [:])
    }
    let scope = RequestScope(streamName: "s", run: api.run(config: Self.config))
    let authenticators = try (0..<2).map { _ in try TestServices.authenticator(Self.declaration, config: Self.config) }
    for authenticator in authenticators {
      #expect(try await authenticator.requestOptions(scope).headers["Authorization"] == "Bearer A1")
    }
    #expect(api.body(0) == "grant_type=refresh_token&client_id=C&client_secret=S&refresh_token=R0")
    let credentials: JSONValue = [
      "client_id": "C", "client_secret": "S", "refresh_token": "R1", "access_token": "A1",
      "token_expiry_date": "2026-01-15T00:01:00+00:00",
    ]
    #expect(api.configs == [["credentials": credentials, "other": 1]])
    try await api.sleep(seconds: 61)
    #expect(try await authenticators[1].requestOptions(scope).headers["Authorization"] == "Bearer A2")
    #expect(api.body(1).hasSuffix("refresh_token=R1"))
    #expect(api.configs.last?["credentials"]?["refresh_token"] == "R1")
    #expect(api.requests.count == 2)
  }
}
