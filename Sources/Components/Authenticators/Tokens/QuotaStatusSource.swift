internal import ConnectorKit
internal import Dates
internal import JSON

/// Asks an API what is left of a token's quotas.
struct QuotaStatusSource: Sendable {
  enum Method: String, CaseIterable, Sendable {
    case get = "GET"
    case post = "POST"
  }

  static let spec = ComponentSpec<QuotaStatusSource>(
    "QuotaStatusSource", "Asks the API what is left of a token's quotas.", since: "7.24",
    fields: Field<TemplateText>.template(
      "url", doc: "The address that tells how many calls are left; it is asked with each of the tokens."),
    Field<Method>.choice("http_method", doc: "The method of the request.").default(.get, shown: "GET"),
    Field<TemplateMapping>.templateMapping("request_headers", as: .mapping(.string), doc: "Headers of that request besides the token.")
      .optional,
    Field<[Int]>.integers("unavailable_status_codes", doc: "The statuses that mean that the API counts nothing.").limited(.distinct)
      .default([]),
    Field<BuildContext>.context,
    examples: [
      """
      type: QuotaStatusSource
      url: https://api.example.com/rate_limit
      unavailable_status_codes: [404]
      """
    ],
    make: QuotaStatusSource.init)

  private let url: TemplateText
  private let method: Method
  private let headers: TemplateMapping?
  private let unavailableStatuses: [Int]
  private let context: BuildContext

  init(url: TemplateText, method: Method, headers: TemplateMapping?, unavailableStatuses: [Int], context: BuildContext) {
    self.url = url
    self.method = method
    self.headers = headers
    self.unavailableStatuses = unavailableStatuses
    self.context = context
  }

  /// The state of each quota, by name.
  ///
  /// - Throws: ``SyncError`` when the API does not tell, or not at the places that the quotas name.
  func states(of quotas: [TokenQuota], token: TokenHeader, _ run: RunServices) async throws -> [String: QuotaState] {
    var run = run
    // The budget is for the API's data; asking for the quota costs none of it.
    run.budget = UnlimitedBudget()
    var scope = RequestScope(streamName: "quota_status", run: run)
    scope.purpose = .quota
    let response = try await requester(token).send(scope, additions: RequestOptions(), path: nil).answer()
    guard let response else {
      let state = QuotaState(remaining: 0, reset: run.clock.now(), limit: 0, isTracked: false)
      return Dictionary(quotas.map { ($0.name, state) }) { $1 }
    }
    guard let body = response.json?.value else {
      throw SyncError(
        .system, "The quota status is not JSON. Check `url` of `quota_status_source`: \(FailureText.place(response.request)).")
    }
    return Dictionary(try quotas.map { ($0.name, try Self.state($0, body)) }) { $1 }
  }

  /// What tells this source from others.
  func identity() throws -> JSONValue {
    let scope = TemplateScope(config: context.config)
    return [
      .string(try url.text(scope)), .string(method.rawValue), .object(try headers?.object(scope, accepting: [.any, .verbatim]) ?? [:]),
      .array(Set(unavailableStatuses).sorted().map { .integer($0) }),
    ]
  }

  private func requester(_ token: TokenHeader) throws -> HttpRequester {
    let headers = headers.map { RequestInput.mapping($0) } ?? .none
    return try HttpRequester(
      addresses: RequestAddresses(url: .template(url)), method: method.rawValue, authenticator: token,
      content: RequestContent(headers: headers), errorHandler: Handler(unavailableStatuses, quirks: context.options.quirks),
      properties: PropertyDeclaration(), transmission: RequestTransmission(), context: context)
  }

  private static func state(_ quota: TokenQuota, _ body: JSONValue) throws -> QuotaState {
    let remaining = try value(quota, quota.remainingPath, "remaining", body)
    let limit = quota.limitPath.isEmpty ? remaining : try value(quota, quota.limitPath, "limit", body)
    guard let calls = remaining.wholeNumber, let all = limit.wholeNumber else {
      throw SyncError(
        .system, "The quota status must have whole numbers at `remaining_path` and `limit_path` of the quota `\(quota.name)`.")
    }
    let reset = FormEncoding.text(try value(quota, quota.resetPath, "reset", body))
    do {
      return QuotaState(remaining: calls, reset: try LenientDate.parse(reset).microsecondsSinceEpoch, limit: all)
    } catch {
      throw SyncError(.system, "The quota status must have a date at `reset_path` of the quota `\(quota.name)`: \(error.message).")
    }
  }

  private static func value(_ quota: TokenQuota, _ path: [String], _ name: String, _ body: JSONValue) throws -> JSONValue {
    var value: JSONValue? = body
    for segment in path { value = value?.objectValue?[segment] }
    guard let value else {
      throw SyncError(
        .system, "Quota status response does not contain the configured \(name) path for token quota \"\(quota.name)\".",
        internalMessage:
          "The quota status has nothing at [\(path.joined(separator: ", "))]. Check the quota `\(quota.name)` in the manifest.")
    }
    return value
  }

  /// Judges as usual, but lets the statuses pass that mean that nothing is counted.
  private struct Handler: ErrorHandler {
    let usual: DefaultErrorHandler
    let unavailableStatuses: [Int]

    init(_ unavailableStatuses: [Int], quirks: QuirkSet) {
      usual = DefaultErrorHandler(quirks: quirks)
      self.unavailableStatuses = unavailableStatuses
    }

    var maxRetries: Int? { usual.maxRetries }
    var maxTime: Double? { usual.maxTime }

    func verdict(on outcome: ResponseOutcome) throws -> ErrorResolution {
      if let status = outcome.response?.status, unavailableStatuses.contains(status) { return ErrorResolution(.ignore) }
      return try usual.verdict(on: outcome)
    }
  }
}

/// Sends one token.
struct TokenHeader: Authenticator {
  let header: String
  let method: String
  let token: String

  var value: String { method.isEmpty ? token : "\(method) \(token)" }

  func requestOptions(_ scope: RequestScope) async throws -> RequestOptions {
    var options = RequestOptions()
    options.headers[header] = .string(value)
    return options
  }
}
