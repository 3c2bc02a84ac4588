internal import ConnectorKit
internal import Document
internal import JSON

/// Asks its filters in order, then the default table.
struct DefaultErrorHandler: ErrorHandler {

  static let spec = ComponentSpec<any ErrorHandler>(
    "DefaultErrorHandler",
    """
    Judges answers by its filters, in order. Without a match, 408, 5xx and unknown statuses are tried again, 429 as a rate limit; 400, 401, \
    403, 404 and 405 fail, as do redirects that cannot be followed.
    """,
    fields: Field<[HttpResponseFilter]>.components(
      "response_filters", ["HttpResponseFilter"], defaultType: "HttpResponseFilter",
      doc: "The filters, in the order in which they are asked."
    ).default([], shown: []),
    Field<Int>.maxRetries.default(5, shown: 5),
    Field<[any BackoffStrategy]>.slots(
      "backoff_strategies", .backoffStrategy, doc: "Say how long to wait before a request is sent again; the first that knows wins."
    ).default([], shown: []),
    Field<BuildContext>.context,
    examples: [
      """
      type: DefaultErrorHandler
      max_retries: 3
      response_filters:
        - type: HttpResponseFilter
          http_codes: [404]
          action: IGNORE
        - type: HttpResponseFilter
          error_message_contains: quota
          action: RATE_LIMITED
      backoff_strategies:
        - type: WaitTimeFromHeader
          header: Retry-After
        - type: ExponentialBackoffStrategy
          factor: 2
      """
    ],
    make: { DefaultErrorHandler(filters: $0, maxRetries: $1, backoffStrategies: $2, quirks: $3.options.quirks) })

  let filters: [HttpResponseFilter]
  let maxRetries: Int?
  let backoffStrategies: [any BackoffStrategy]
  private let quirks: QuirkSet
  var maxTime: Double? { RetryPolicy.defaultMaxTime }
  var declaredActions: Set<ErrorResolution.Action> { Set(filters.compactMap(\.action)) }

  init(
    filters: [HttpResponseFilter] = [], maxRetries: Int = RetryPolicy.defaultMaxRetries, backoffStrategies: [any BackoffStrategy] = [],
    quirks: QuirkSet = .none
  ) {
    self.filters = filters
    self.maxRetries = maxRetries
    self.backoffStrategies = backoffStrategies
    self.quirks = quirks
  }

  func verdict(on outcome: ResponseOutcome) throws -> ErrorResolution {
    if case .response(let response) = outcome {
      for filter in filters {
        if let resolution = try filter.verdict(on: response) { return resolution }
      }
      if let refusal = UnfollowedRedirect(response, onlyBadAddresses: quirks.contains(.acceptsDeadRedirects)) { return refusal.resolution }
      if response.isOK { return ErrorResolution(.success) }
    }
    return DefaultErrorMapping.resolution(outcome, quirks)
  }
}

extension Field where Value == Int {
  static var maxRetries: Field<Int> {
    let doc = "How often a request may be sent again: a number, or a template that gives it from the config."
    return .custom("max_retries", as: .anyOf([.integer, .string]), doc: doc) { node, context in
      let text = TemplateText(node.templateText, context, at: node.location)
      switch try text.json(TemplateScope(config: context.config)) {
      case .integer(let value): return value
      case .double(let value) where Int(exactly: value.rounded(.towardZero)) != nil: return Int(value)
      case .string(""): return RetryPolicy.defaultMaxRetries
      case let other:
        guard case .string(let digits) = other, let value = Int(digits) else {
          throw Diagnostic(
            code: .wrongType, "`max_retries` must give an integer, but gives \(JSONText.compact(other))", at: node.location)
        }
        return value
      }
    }.variables(.config, .parameters)
  }
}
