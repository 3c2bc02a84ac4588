internal import ConnectorKit
internal import Document
internal import JSON
internal import Templates

/// Asks its strategy for the next token and sends it, and the page size, where its options say.
struct DefaultPaginator: Paginator {
  static let spec = ComponentSpec<any Paginator>(
    "DefaultPaginator", "Walks from page to page by a strategy.",
    fields: Field<any PaginationStrategy>.component(
      "pagination_strategy", ["PageIncrement", "OffsetIncrement", "CursorPagination", "CustomPaginationStrategy"],
      doc: "Finds the token of the next page."),
    Field<RequestOption>.component(
      "page_size_option", ["RequestOption"], defaultType: "RequestOption",
      doc: "Where the page size goes in the request; needs a strategy with a `page_size`."
    ).optional,
    Field<any PageTokenOption>.component(
      "page_token_option", ["RequestOption", "RequestPath"],
      doc: "Where the token goes in the request: a parameter, header or field, or the address itself."
    )
    .optional,
    Field<BuildContext>.context,
    examples: [
      """
      type: DefaultPaginator
      pagination_strategy:
        type: CursorPagination
        cursor_value: "{{ response.get('next_cursor') }}"
      page_token_option:
        type: RequestOption
        inject_into: request_parameter
        field_name: cursor
      """,
      """
      type: DefaultPaginator
      pagination_strategy:
        type: OffsetIncrement
        page_size: 100
      page_size_option: {type: RequestOption, inject_into: request_parameter, field_name: limit}
      page_token_option: {type: RequestOption, inject_into: request_parameter, field_name: offset}
      """,
    ],
    make: DefaultPaginator.init)

  private let strategy: any PaginationStrategy
  private let sizeOption: RequestOption?
  private let tokenOption: RequestOption?
  private let tokenIsPath: Bool

  /// Whether the token is the number of records that were read.
  var countsRecords: Bool { strategy is OffsetIncrement }

  init(
    strategy: any PaginationStrategy, sizeOption: RequestOption?, tokenOption: (any PageTokenOption)?, context: BuildContext
  ) throws {
    if sizeOption != nil, (try strategy.pageSize() ?? 0) == 0 {
      throw Diagnostic(
        code: "no-page-size", "`page_size_option` is set, but the pagination strategy has no `page_size`", at: context.location,
        fix: "give the strategy a `page_size` or remove the option")
    }
    self.strategy = strategy
    self.sizeOption = sizeOption
    self.tokenOption = tokenOption as? RequestOption
    tokenIsPath = tokenOption is RequestPath
    if let sizeOption, let tokenOption = self.tokenOption, sizeOption.place == tokenOption.place {
      var options = RequestOptions()
      sizeOption.inject("size", into: &options)
      var others = RequestOptions()
      tokenOption.inject("token", into: &others)
      try options.merge(others)
    }
  }

  /// Why pages cannot become smaller while a slice is read; nil when they can.
  func obstacleToReduction(minimum: Int) -> String? {
    if sizeOption == nil { return "needs a `page_size_option` on the paginator" }
    if tokenIsPath { return "does not go with page tokens that are a RequestPath, because such an address has its own page size" }
    if strategy is PageIncrement { return "does not go with PageIncrement, because smaller pages have other numbers" }
    if let obstacle = (strategy as? CursorPagination)?.obstacleToReduction(minimum: minimum) { return obstacle }
    guard let size = (strategy as? OffsetIncrement)?.plainSize ?? (strategy as? CursorPagination)?.plainSize else { return nil }
    return size > minimum ? nil : "can never become smaller: the `page_size` is \(size) and the `minimum_page_size` is \(minimum)"
  }

  func initialToken() throws -> JSONValue? { try strategy.initialToken() }
  func pageSize() throws -> Int? { try strategy.pageSize() }

  func nextToken(after page: PageSummary) throws -> JSONValue? {
    guard let token = try strategy.nextToken(after: page), token.isTruthy else { return nil }
    return token
  }

  func path(_ scope: RequestScope) throws -> String? {
    guard tokenIsPath, let token = scope.nextPageToken, token.isTruthy else { return nil }
    return FormEncoding.text(token)
  }

  func requestOptions(_ scope: RequestScope) throws -> RequestOptions {
    var options = RequestOptions()
    if let token = scope.nextPageToken, let tokenOption {
      let isRead = tokenOption.place == .bodyJSON && !scope.run.follows(.evaluatesPageTokens)
      tokenOption.inject(isRead ? try Self.bodyToken(token) : token, into: &options)
    }
    if let sizeOption, let size = try scope.pageSize ?? strategy.pageSize(), size != 0 { sizeOption.inject(.integer(size), into: &options) }
    return options
  }

  /// In JSON a token is what it reads as.
  private static func bodyToken(_ token: JSONValue) throws -> JSONValue {
    guard case .string(let text) = token, let value = TemplateValue.literal(text) else { return token }
    return try value.jsonOrText()
  }
}
