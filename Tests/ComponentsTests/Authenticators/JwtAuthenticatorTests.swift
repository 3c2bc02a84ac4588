import ConnectorKit
import JSON
import Templates
import Testing

@testable import Components

@Suite struct JwtAuthenticatorTests {
  private func token(_ fields: JSONObject, config: JSONObject = ["key": "secret"]) async throws -> String {
    var declaration: JSONObject = ["type": "JwtAuthenticator", "secret_key": "{{ config.key }}", "algorithm": "HS256"]
    for (name, value) in fields { declaration[name] = value }
    let scope = RequestScope(streamName: "s", run: TestServices.run(config: config))
    return try await TestServices.authenticator(declaration, config: config).requestOptions(scope).headers["Authorization"]?.stringValue
      ?? ""
  }

  private func part(_ place: Int, _ token: String) throws -> JSONValue {
    let text = token.split(separator: ".")[place].replacing("-", with: "+").replacing("_", with: "/")
    return try JSONValue.parse(Base64.decode(text + String(repeating: "=", count: (4 - text.count % 4) % 4)))
  }

  @Test func signsHeadersAndClaims() async throws {
    let token = try await token([
      "header_prefix": "JWT", "jwt_headers": ["kid": "7"], "jwt_payload": ["iss": "me", "aud": "{{ ['a', 'b'] }}"],
      "additional_jwt_payload": ["n": "{{ 1 + 1 }}"], "token_duration": 60,
    ])
    #expect(token.hasPrefix("JWT "))
    let signed = String(token.dropFirst(4))
    #expect(try part(0, signed) == ["typ": "JWT", "alg": "HS256", "kid": "7"])
    #expect(
      try part(1, signed)
        == ["n": 2, "iss": "me", "aud": ["a", "b"], "iat": 1_768_435_200, "exp": 1_768_435_260, "nbf": 1_768_435_200])
  }

  @Test func signsWithTheKeyAsItIsOrEncoded() async throws {
    let plain = try await token([:])
    let encoded = try await token(["base64_encode_secret_key": true])
    let same = try await token([:], config: ["key": "c2VjcmV0"])
    #expect(plain != encoded)
    #expect(encoded == same)
  }

  @Test(
    arguments: [
      ["additional_jwt_headers": ["alg": "none"]], ["additional_jwt_payload": ["exp": 1]], ["algorithm": "RS256"],
      ["secret_key": "-----BEGIN PRIVATE KEY-----"], ["secret_key": ""], ["passphrase": "p"],
    ] as [JSONObject])
  func refuses(_ fields: JSONObject) async {
    await #expect(throws: SyncError.self) { try await token(fields) }
  }

  @Test(
    "What is wrong with a key is an error of the config that does not show it",
    arguments: [
      (["algorithm": "RS256", "secret_key": "VERYSECRETKEY"], "not a PEM or DER key. If it was pasted into a form"),
      (["algorithm": "RS256", "secret_key": "-----BEGIN PUBLIC KEY-----VERYSECRETKEY"], "it is a public key. Give the private key"),
      (["algorithm": "ES256", "secret_key": "-----BEGIN OPENSSH PRIVATE KEY-----\nVERYSECRETKEY"], "ssh-keygen"),
      (["algorithm": "RS256", "secret_key": " "], "`secret_key` is empty"), (["algorithm": "HS256", "secret_key": ""], "shared secret"),
      (["algorithm": "HS256", "secret_key": "-----BEGIN PRIVATE KEY-----VERYSECRETKEY"], "shared secret"),
    ] as [(JSONObject, String)])
  func saysWhatIsWrongWithAKey(_ fields: JSONObject, message: String) async {
    let error = await #expect(throws: SyncError.self) { try await token(fields) }
    #expect(error?.failureType == .config)
    #expect(error?.message.contains(message) == true, "\(error?.message ?? "")")
    for text in [error?.message, error?.internalMessage] { #expect(text?.contains("VERYSECRETKEY") == false) }
  }

  @Test("A signed token that an API repeats is not shown, wherever it was sent", arguments: ["header", "request_parameter", "body_data"])
  func hidesRepeatedTokens(place: String) async throws {
    let api = ScriptedAPI { request, _ in
      let sent = "\(request.url) \(request.headers["X-T"] ?? "") \(String(decoding: request.body ?? [], as: UTF8.self))"
      return (400, ["message": .string("refused: \(sent)")], [:])
    }
    let requester = try TestServices.build(
      [
        "type": "HttpRequester", "url": "https://api.test/items", "http_method": "POST",
        "authenticator": [
          "type": "JwtAuthenticator", "secret_key": "k", "algorithm": "HS256",
          "request_option": ["type": "RequestOption", "inject_into": .string(place), "field_name": "X-T"],
        ],
      ], as: HttpRequester.self)
    let error = await #expect(throws: SyncError.self) {
      try await requester.send(RequestScope(streamName: "s", run: api.run()), additions: RequestOptions(), path: nil).answer()
    }
    #expect(error?.internalMessage.contains("refused") == true)
    #expect(error?.internalMessage.contains("eyJ") == false)
  }
}
