import ConnectorKit

/// Signs method, path and date of each request with a shared secret.
struct SignedRequests: Authenticator {
  static let spec = ComponentSpec<any Authenticator>(
    "SignedRequests", "Signs method, path and date of each request with a shared secret (HMAC SHA-256).",
    fields: Field<TemplateText>.template("key_id", doc: "Says whose secret it is.").variables(.config),
    Field<TemplateText>.template("secret", doc: "The secret.").variables(.config),
    Field<BuildContext>.context,
    make: { SignedRequests(keyID: $0, secret: $1, digests: $2.digests) })

  let keyID: TemplateText
  let secret: TemplateText
  let digests: Digests

  /// Nothing is known before the request is complete.
  func requestOptions(_ scope: RequestScope) async throws -> RequestOptions { RequestOptions() }

  func sign(_ request: inout HTTPRequest, _ scope: RequestScope) async throws {
    let variables = TemplateScope(scope)
    let date = try DateTime(microsecondsSinceEpoch: scope.run.clock.now()).isoFormat()
    let text = "\(request.method)\n\(Address(request.url).path)\n\(date)"
    let signature = try digests.hmac("sha256", key: secret.string(variables), text)
    request.headers["X-Date"] = date
    request.headers["Authorization"] = "HMAC \(try keyID.string(variables)):\(Digests.hexadecimal(signature))"
  }
}
