internal import ConnectorKit
internal import Document
internal import JSON

/// Spreads requests over several tokens, each of which has quotas of its own.
struct RateLimitedMultipleTokenAuthenticator: Authenticator {
  static let spec = ComponentSpec<any Authenticator>(
    "RateLimitedMultipleTokenAuthenticator", "Spreads requests over several tokens and keeps account of what is left of their quotas.",
    since: "7.24",
    fields: Field<TokenDeclaration>.group(
      Field<TokenList>.custom(
        "tokens", as: .anyOf([.string, .limited(.list(.string), .minimumCount(1))]),
        doc: "The tokens: a list, or one text with all of them."
      ) {
        node, context in
        guard let elements = node.sequence else { return .text(TemplateText(node.templateText, context, at: node.location)) }
        return .list(elements.map { TemplateText($0.templateText, context, at: $0.location) })
      }.variables(.config, .parameters),
      Field<String>.string("token_delimiter", doc: "The separator of tokens in a string.").default(",", shown: ","),
      Field<String>.string("auth_method", doc: "The prefix of the token.").default("Bearer", shown: "Bearer"),
      Field<String>.string("header", doc: "The header that takes the token.").default("Authorization", shown: "Authorization"),
      make: TokenDeclaration.init),
    Field<QuotaStatusSource>.component(
      "quota_status_source", ["QuotaStatusSource"], doc: "Tells what is left of a token's quotas."),
    Field<[TokenQuota]>.components("quotas", ["TokenQuota"], doc: "The quotas that each token has.").limited(
      .minimumCount(1)),
    Field<QuotaReserve>.group(
      Field<TemplateText>.template("max_wait_time", doc: "How long to wait for a quota, as an ISO 8601 duration.")
        .variables(.config, .parameters).optional.shown("PT2H"),
      Field<Double>.number("budget_reserve_fraction", doc: "The part of a quota below which requests are spread over the time left.")
        .default(0.1, shown: 0.1),
      Field<Int>.integer("budget_min_reserve", doc: "The number of calls below which requests are spread over the time left.")
        .default(50, shown: 50),
      make: QuotaReserve.init),
    Field<BuildContext>.context,
    examples: [
      """
      type: RateLimitedMultipleTokenAuthenticator
      tokens: "{{ config['tokens'] }}"
      token_delimiter: ","
      auth_method: token
      quota_status_source:
        type: QuotaStatusSource
        url: https://api.example.com/rate_limit
      quotas:
        - type: TokenQuota
          name: all requests
          remaining_path: [resources, core, remaining]
          reset_path: [resources, core, reset]
      max_wait_time: PT30M
      """
    ],
    make: RateLimitedMultipleTokenAuthenticator.init)

  private let settings: TokenPool.Settings
  private let key: String

  init(
    tokens: TokenDeclaration, source: QuotaStatusSource, quotas: [TokenQuota], reserve: QuotaReserve, context: BuildContext
  ) throws {
    guard !quotas.isEmpty else {
      throw Diagnostic(code: .noQuotas, "`quotas` of a RateLimitedMultipleTokenAuthenticator is empty", at: context.location)
    }
    let scope = TemplateScope(config: context.config)
    let wait = try reserve.maxWait.flatMap { $0.source.isEmpty ? nil : try $0.string(scope) } ?? "PT2H"
    settings = TokenPool.Settings(
      tokens: try tokens.list.tokens(scope, delimiter: tokens.delimiter.isEmpty ? "," : tokens.delimiter), quotas: quotas, source: source,
      method: tokens.method.isEmpty ? "Bearer" : tokens.method, header: tokens.header.isEmpty ? "Authorization" : tokens.header,
      maxWait: Double(try FixedDuration.microseconds(wait, of: "max_wait_time", at: context.location)) / 1_000_000,
      reserveFraction: reserve.fraction, minReserve: Double(reserve.minimum))
    key = try settings.identity()
  }

  func requestOptions(_ scope: RequestScope) async throws -> RequestOptions {
    var options = RequestOptions()
    // The token is charged to a quota, and chosen, when the request is complete.
    options.headers[settings.header] = .string(settings.credential(settings.tokens[0]).value)
    return options
  }

  func sign(_ request: inout HTTPRequest, _ scope: RequestScope) async throws {
    let token = try await pool(scope).acquire(for: request, scope.run)
    request.headers[settings.header] = settings.credential(token).value
  }

  func observe(_ response: HTTPResponse, to request: HTTPRequest, _ scope: RequestScope) async {
    pool(scope).learn(response, to: request, scope.run)
  }

  func canRotate(after request: HTTPRequest, _ scope: RequestScope) async -> Bool { pool(scope).hasAlternative(to: request, scope.run) }

  /// Streams with equal declarations share the tokens' quotas.
  private func pool(_ scope: RequestScope) -> TokenPool { scope.run.shared.value(for: SharedKey(key)) { TokenPool(settings) } }
}

/// The tokens as the manifest has them.
enum TokenList: Sendable {
  case text(TemplateText)
  case list([TemplateText])

  /// - Throws: ``SyncError`` when the config gives no token.
  func tokens(_ scope: TemplateScope, delimiter: String) throws -> [String] {
    let texts: [String]
    switch self {
    case .text(let text): texts = try text.text(scope).split(separator: delimiter).map(String.init)
    case .list(let elements): texts = try elements.map { try $0.text(scope) }
    }
    let given = texts.map(Self.trimmed).filter { !$0.isEmpty }
    guard !given.isEmpty else { throw SyncError(.config, "Authentication tokens are missing from the configuration.") }
    return given
  }

  private static func trimmed(_ text: String) -> String {
    var text = text.drop { $0.isWhitespace }
    while text.last?.isWhitespace ?? false { text.removeLast() }
    return String(text)
  }
}

/// Tokens, and how they are sent.
struct TokenDeclaration: Sendable {
  let list: TokenList
  let delimiter: String
  let method: String
  let header: String
}

/// How a quota is kept from being used up.
struct QuotaReserve: Sendable {
  let maxWait: TemplateText?
  let fraction: Double
  let minimum: Int
}
