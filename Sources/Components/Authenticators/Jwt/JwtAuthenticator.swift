internal import ConnectorKit
internal import JSON
internal import Templates

/// Signs a JSON Web Token for each request.
struct JwtAuthenticator: Authenticator {
  static let spec = ComponentSpec<any Authenticator>(
    "JwtAuthenticator", "Signs a JSON Web Token with a key of the config and sends it with each request.",
    fields: Field<JwtKey>.group(
      Field<TemplateText>.template("secret_key", doc: "The key: text for `HS…` algorithms, PEM for the others.").secret,
      Field<Bool>.bool("base64_encode_secret_key", doc: "Whether the key is encoded as base64 before it is used.")
        .default(false, shown: false),
      make: JwtKey.init),
    Field<JwtAlgorithm>.choice("algorithm", doc: "The algorithm that signs: `HS…` with a shared secret, the others with a private key."),
    Field<Int>.integer("token_duration", doc: "Seconds for which a token is good.").default(1200, shown: 1200),
    Field<TemplateText>.template("header_prefix", doc: "The prefix of the token, such as `Bearer`.").optional,
    Field<JwtMembers<JwtHeaders>>.group(
      Field<JwtHeaders>.component("jwt_headers", ["JwtHeaders"], doc: "The usual headers of the token.").optional,
      Field<TemplateMapping>.templateMapping("additional_jwt_headers", doc: "Further headers of the token.").optional,
      make: JwtMembers.init),
    Field<JwtMembers<JwtPayload>>.group(
      Field<JwtPayload>.component("jwt_payload", ["JwtPayload"], doc: "The usual claims of the token.").optional,
      Field<TemplateMapping>.templateMapping("additional_jwt_payload", doc: "Further claims of the token.").optional,
      make: JwtMembers.init),
    Field<TemplateText>.template("passphrase", doc: "The passphrase of an encrypted key.").optional,
    Field<RequestOption>.component(
      "request_option", ["RequestOption"],
      doc: "Where the token goes in requests; the `Authorization` header by default."
    ).optional,
    examples: [
      """
      type: JwtAuthenticator
      secret_key: "{{ config['client_secret'] }}"
      algorithm: HS256
      token_duration: 600
      header_prefix: Bearer
      jwt_headers:
        kid: "{{ config['client_id'] }}"
      jwt_payload:
        iss: "{{ config['client_id'] }}"
        aud: https://api.example.com
      additional_jwt_payload:
        scope: read
      """
    ],
    make: JwtAuthenticator.init)

  private static let reservedHeaders = ["kid", "alg", "typ", "cty"]
  private static let reservedClaims = ["iss", "sub", "aud", "iat", "exp", "nbf"]

  /// Keys from so many bytes on are kept out of messages also where the specification does not mark them as secret.
  private static let secretLength = 8

  private let secretKey: TemplateText
  private let encodesKey: Bool
  private let duration: Int
  private let prefix: TemplateText?
  private let headers: JwtHeaders?
  private let additionalHeaders: TemplateMapping?
  private let payload: JwtPayload?
  private let additionalPayload: TemplateMapping?
  private let passphrase: TemplateText?
  private let option: RequestOption?
  private let signer: JwtSigner

  init(
    key: JwtKey, algorithm: JwtAlgorithm, duration: Int, prefix: TemplateText?, headers: JwtMembers<JwtHeaders>,
    payload: JwtMembers<JwtPayload>, passphrase: TemplateText?, option: RequestOption?
  ) {
    secretKey = key.secret
    encodesKey = key.isEncoded
    self.duration = duration
    self.prefix = prefix
    self.headers = headers.usual
    additionalHeaders = headers.additional
    self.payload = payload.usual
    additionalPayload = payload.additional
    self.passphrase = passphrase
    self.option = option
    signer = JwtSigner(algorithm)
  }

  func requestOptions(_ scope: RequestScope) async throws -> RequestOptions {
    var options = RequestOptions()
    let token = JSONValue.string(try token(scope.run))
    if let option { option.inject(token, into: &options) } else { options.headers["Authorization"] = token }
    return options
  }

  /// The signed token with its prefix.
  ///
  /// - Throws: ``SyncError`` when the key does not fit the algorithm, or a reserved name is set.
  func token(_ run: RunServices) throws -> String {
    let scope = TemplateScope(config: run.config)
    let readsValues = run.follows(.refusesNumericTokenTexts)
    let key = try text(secretKey, "secret_key", scope, readsValues: readsValues) ?? ""
    if key.utf8.count >= Self.secretLength { run.secrets.addSecret(key) }
    let signed = try signer.sign(
      headers: tokenHeaders(scope, readsValues: readsValues),
      payload: claims(scope, now: run.clock.now() / 1_000_000, readsValues: readsValues),
      key: key, encodesKey: encodesKey, passphrase: passphrase?.givenText(scope))
    guard let prefix = try prefix?.requestValue(scope), prefix.isTruthy else { return signed }
    return "\(FormEncoding.text(prefix)) \(signed)"
  }

  /// What a template gives as text, also where it reads as a number; the reference refuses that.
  private func text(_ template: TemplateText?, _ field: String, _ scope: TemplateScope, readsValues: Bool) throws -> String? {
    if readsValues, let template, !template.source.isEmpty, try template.json(scope).stringValue == nil {
      throw SyncError(.system, "Cannot sign the token: `\(field)` must give a string (quirk `refusesNumericTokenTexts`).")
    }
    return try template?.givenText(scope)
  }

  private func tokenHeaders(_ scope: TemplateScope, readsValues: Bool) throws -> JSONObject {
    let additional = try additionalHeaders?.object(scope, accepting: .sentJSON) ?? [:]
    try Self.check(additional, Self.reservedHeaders, "additional_jwt_headers", instead: "jwt_headers")
    var result: JSONObject = ["typ": "JWT", "alg": .string(signer.algorithm.rawValue)]
    for (name, value) in additional { result[name] = value }
    if let kid = try text(headers?.kid, "kid", scope, readsValues: readsValues) { result["kid"] = .string(kid) }
    for (name, template) in [("typ", headers?.typ), ("cty", headers?.cty)] {
      guard let text = try template?.givenText(scope) else { continue }
      result[name] = readsValues ? try template?.json(scope) : .string(text)
    }
    return result
  }

  private func claims(_ scope: TemplateScope, now: Int, readsValues: Bool) throws -> JSONObject {
    var result = try additionalPayload?.object(scope, accepting: .sentJSON) ?? [:]
    try Self.check(result, Self.reservedClaims, "additional_jwt_payload", instead: "jwt_payload")
    if let iss = try text(payload?.iss, "iss", scope, readsValues: readsValues) { result["iss"] = .string(iss) }
    if let sub = try payload?.sub?.claim(scope, readsValues: readsValues) { result["sub"] = sub }
    if let aud = try payload?.aud?.claim(scope, readsValues: readsValues) { result["aud"] = aud }
    result["iat"] = .integer(now)
    result["exp"] = .integer(now + duration)
    result["nbf"] = .integer(now)
    return result
  }

  private static func check(_ object: JSONObject, _ reserved: [String], _ field: String, instead: String) throws {
    guard let name = reserved.first(where: { object[$0] != nil }) else { return }
    throw SyncError(
      .system,
      "Cannot sign the token: `\(field)` must not contain `\(name)`, which `\(instead)` or the authenticator sets.")
  }
}

extension TemplateText {
  /// The result as text, even where it looks like a number; nil for a field that is left empty.
  fileprivate func givenText(_ scope: TemplateScope) throws -> String? {
    source.isEmpty ? nil : try value(scope, as: [.string, .verbatim]).pythonText()
  }

  /// The result as a claim, which is a text or a list of them; nil for a field that is left empty. In the reference
  /// a text that reads as a number is one.
  fileprivate func claim(_ scope: TemplateScope, readsValues: Bool) throws -> JSONValue? {
    guard !source.isEmpty else { return nil }
    let json = try requestValue(scope)
    if case .array = json { return json }
    return readsValues ? json : try givenText(scope).map { .string($0) }
  }
}

/// The key that tokens are signed with.
struct JwtKey: Sendable {
  let secret: TemplateText
  /// Whether it is encoded as base64 before it is used.
  let isEncoded: Bool
}

/// The members of one part of a token.
struct JwtMembers<Usual: Sendable>: Sendable {
  let usual: Usual?
  let additional: TemplateMapping?
}
