internal import ConnectorKit
internal import Document

/// Asks several handlers in order; the first that settles the matter wins.
struct CompositeErrorHandler: ErrorHandler {
  static let spec = ComponentSpec<any ErrorHandler>(
    "CompositeErrorHandler", "Asks several error handlers in order.",
    fields: Field<[any ErrorHandler]>.slots(
      "error_handlers", .errorHandler, defaultType: "DefaultErrorHandler",
      doc: "The handlers, in the order in which they are asked."),
    Field<BuildContext>.context,
    examples: [
      """
      type: CompositeErrorHandler
      error_handlers:
        - type: DefaultErrorHandler
          response_filters:
            - type: HttpResponseFilter
              http_codes: [403]
              action: IGNORE
        - type: DefaultErrorHandler
          max_retries: 8
          backoff_strategies:
            - type: WaitTimeFromHeader
              header: Retry-After
      """
    ],
    make: CompositeErrorHandler.init)

  private static let settling: Set<ErrorResolution.Action> = [
    .success, .retry, .ignore, .resetPagination, .reducePageSize, .splitRequestWindow,
  ]

  let handlers: [any ErrorHandler]

  init(handlers: [any ErrorHandler], context: BuildContext) throws {
    guard !handlers.isEmpty else {
      throw Diagnostic(code: .emptyList, "a CompositeErrorHandler needs at least one handler", at: context.location)
    }
    self.handlers = handlers
  }

  var maxRetries: Int? { handlers[0].maxRetries }
  var maxTime: Double? { handlers.map { $0.maxTime ?? 0 }.max() }
  var backoffStrategies: [any BackoffStrategy] { handlers.flatMap(\.backoffStrategies) }
  var declaredActions: Set<ErrorResolution.Action> { handlers.reduce(into: []) { $0.formUnion($1.declaredActions) } }

  func verdict(on outcome: ResponseOutcome) throws -> ErrorResolution {
    var last = ErrorResolution(.retry, .system)
    for handler in handlers {
      last = try handler.verdict(on: outcome)
      if Self.settling.contains(last.action) { return last }
    }
    return last
  }
}
