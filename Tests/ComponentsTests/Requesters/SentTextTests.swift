import ConnectorKit
import JSON
import Synchronization
import Templates
import Testing

@testable import Components

/// Settings that look like values go out as they are, wherever a request has text.
@Suite struct SentTextTests {
  static let texts = [
    "123e5", "0x1F", "1_000", "'x'", "['a','b']", "True", "None", "007.50", "+49123", "1e999", "b'x'", "(1, 2)", "{'a': 1}",
  ]
  private static let key: JSONValue = "{{ config['key'] }}"

  private func request(_ text: String, _ fields: JSONObject, api: ScriptedAPI) async throws -> HTTPRequest {
    var declaration: JSONObject = ["type": "HttpRequester", "url": "https://api.test/items", "http_method": "POST"]
    for (name, value) in fields { declaration[name] = value }
    let requester = try TestServices.build(declaration, as: HttpRequester.self, config: ["key": .string(text)])
    let scope = RequestScope(streamName: "s", run: api.run(config: ["key": .string(text)]))
    _ = try await requester.send(scope, additions: RequestOptions(), path: nil)
    return try #require(api.requests.last)
  }

  private static func silent() -> ScriptedAPI { ScriptedAPI { _, _ in (200, ["access_token": "A", "t": "123e5"], [:]) } }

  @Test("Headers, parameters, paths, forms and bodies", arguments: texts)
  func ofRequesters(text: String) async throws {
    let escaped = FormEncoding.escape(text)
    let sent = try await request(
      text,
      [
        "url": "https://api.test/{{ config['key'] | urlencode }}", "request_parameters": ["p": Self.key],
        "request_headers": ["X-Key": Self.key], "request_body_data": ["{{ config['key'] }}": Self.key],
      ], api: Self.silent())
    #expect(sent.headers["X-Key"] == text)
    #expect(sent.url.hasSuffix("?p=\(escaped)"))
    #expect(String(decoding: sent.body ?? [], as: UTF8.self) == "\(escaped)=\(escaped)")
    let plain = try await request(text, ["request_body_data": Self.key, "path": Self.key], api: Self.silent())
    #expect(String(decoding: plain.body ?? [], as: UTF8.self) == text)
    #expect(PercentEncoding.normalize("https://api.test/items/" + text).hasSuffix(plain.url.split(separator: "/").last ?? ""))
    let json = try await request(
      text, ["request_body_json": ["a": [["b": Self.key]]]], api: Self.silent())
    #expect(try JSONValue.parse(json.body ?? [])["a"] == [["b": .string(text)]])
  }

  /// Authenticators, and where their requests have the key.
  static let authenticators: [(JSONObject, @Sendable (HTTPRequest) -> String?, String)] = [
    (["type": "BearerAuthenticator", "api_token": key], { $0.headers["Authorization"] }, "Bearer TEXT"),
    (["type": "ApiKeyAuthenticator", "header": "X-Key", "api_token": key], { $0.headers["X-Key"] }, "TEXT"),
    (
      [
        "type": "ApiKeyAuthenticator", "api_token": key,
        "inject_into": ["type": "RequestOption", "inject_into": "header", "field_name": "X-Key"],
      ], { $0.headers["X-Key"] }, "TEXT"
    ),
    (
      ["type": "BasicHttpAuthenticator", "username": key, "password": key],
      { $0.headers["Authorization"].flatMap { Base64Text.decode($0.dropFirst(6)) } }, "TEXT:TEXT"
    ),
    (
      ["type": "JwtAuthenticator", "secret_key": "k", "algorithm": "HS256", "header_prefix": key],
      {
        $0.headers["Authorization"].map { String($0.split(separator: " ey")[0]) }
      }, "TEXT"
    ),
  ]

  @Test("Credentials", arguments: texts)
  func ofAuthenticators(text: String) async throws {
    for (declaration, find, expected) in Self.authenticators {
      let sent = try await request(text, ["authenticator": .object(declaration)], api: Self.silent())
      #expect(find(sent) == expected.replacing("TEXT", with: text), "\(declaration)")
    }
  }

  @Test("Token requests", arguments: texts)
  func ofTokenRequests(text: String) async throws {
    let api = Self.silent()
    let declaration: JSONObject = [
      "type": "OAuthAuthenticator", "token_refresh_endpoint": "https://api.test/token", "client_id": Self.key, "client_secret": Self.key,
      "refresh_token": Self.key, "refresh_request_body": ["extra": Self.key], "refresh_request_headers": ["X-Key": Self.key],
    ]
    _ = try await request(text, ["authenticator": .object(declaration)], api: api)
    let escaped = FormEncoding.escape(text)
    #expect(
      api.body(0)
        == "grant_type=refresh_token&client_id=\(escaped)&client_secret=\(escaped)&refresh_token=\(escaped)&extra=\(escaped)")
    #expect(api.requests[0].headers["X-Key"] == text)
  }

  @Test("Session tokens that look like numbers")
  func ofSessions() async throws {
    let use: JSONValue = [
      "type": "ApiKey", "api_token": "{{ session_token }}",
      "inject_into": ["type": "RequestOption", "inject_into": "header", "field_name": "X-S"],
    ]
    let declaration: JSONObject = [
      "type": "SessionTokenAuthenticator", "session_token_path": ["t"], "request_authentication": use,
      "login_requester": ["type": "HttpRequester", "url": "https://api.test/login", "http_method": "POST"],
    ]
    #expect(try await request("", ["authenticator": .object(declaration)], api: Self.silent()).headers["X-S"] == "123e5")
  }

  @Test("Claims and headers of JSON web tokens", arguments: texts)
  func ofTokens(text: String) async throws {
    let declaration: JSONObject = [
      "type": "JwtAuthenticator", "secret_key": "k", "algorithm": "HS256", "jwt_headers": ["kid": Self.key, "cty": Self.key],
      "jwt_payload": ["iss": Self.key, "sub": Self.key, "aud": Self.key], "additional_jwt_payload": ["x": Self.key],
      "additional_jwt_headers": ["y": Self.key],
    ]
    let sent = try await request(text, ["authenticator": .object(declaration)], api: Self.silent())
    let parts = try #require(sent.headers["Authorization"]).split(separator: ".")
    let headers = try JSONValue.parse(#require(Base64Text.decode(parts[0])))
    let claims = try JSONValue.parse(#require(Base64Text.decode(parts[1])))
    for name in ["kid", "cty", "y"] { #expect(headers[name] == .string(text)) }
    for name in ["iss", "sub", "aud", "x"] { #expect(claims[name] == .string(text)) }
  }
}

/// Base64 in either alphabet, padded or not.
private enum Base64Text {
  static func decode(_ text: Substring) -> String? {
    let standard = String(text).replacing("-", with: "+").replacing("_", with: "/")
    let padded = standard + String(repeating: "=", count: (4 - standard.count % 4) % 4)
    return (try? Base64.decode(padded)).map { String(decoding: $0, as: UTF8.self) }
  }
}
