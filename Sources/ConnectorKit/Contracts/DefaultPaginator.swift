internal import Document
public import JSON
internal import Templates

/// Walks from page to page: asks its strategy for the next token and sends it, and the page size, where its options say.
public struct DefaultPaginator: Sendable {
  /// Reads one page and no more.
  package static let onePage = DefaultPaginator()

  private let strategy: (any PaginationStrategy)?
  private let sizeOption: RequestOption?
  private let tokenOption: RequestOption?
  private let tokenIsPath: Bool

  /// Whether the token is the number of records that were read.
  package var countsRecords: Bool { strategy?.countsRecords ?? false }
  /// Whether there is only one page.
  package var isSinglePage: Bool { strategy == nil }

  private init() {
    strategy = nil
    sizeOption = nil
    tokenOption = nil
    tokenIsPath = false
  }

  package init(
    strategy: any PaginationStrategy, sizeOption: RequestOption?, tokenOption: (any PageTokenOption)?, context: BuildContext
  ) throws {
    if sizeOption != nil, (try strategy.pageSize() ?? 0) == 0 {
      throw Diagnostic(
        code: .noPageSize, "`page_size_option` is set, but the pagination strategy has no `page_size`", at: context.location,
        fix: "give the strategy a `page_size` or remove the option")
    }
    self.strategy = strategy
    self.sizeOption = sizeOption
    self.tokenOption = tokenOption?.requestOption
    tokenIsPath = tokenOption != nil && self.tokenOption == nil
    if let sizeOption, let tokenOption = self.tokenOption, sizeOption.place == tokenOption.place {
      var options = RequestOptions()
      sizeOption.inject("size", into: &options)
      var others = RequestOptions()
      tokenOption.inject("token", into: &others)
      try options.merge(others)
    }
  }

  /// Whether pages can become smaller while a slice is read.
  package func pageSizeReduction(minimum: Int) -> Support {
    guard let strategy else { return .unsupported("needs a DefaultPaginator") }
    if sizeOption == nil { return .unsupported("needs a `page_size_option` on the paginator") }
    if tokenIsPath {
      return .unsupported("cannot be combined with a RequestPath token: the URL of the next page already contains a page size")
    }
    return strategy.pageSizeReduction(minimum: minimum)
  }

  /// The token of the first page; nil when the first request carries none.
  public func initialToken() throws -> JSONValue? { try strategy?.initialToken() }

  /// The number of records asked for in a page, when it is declared.
  public func pageSize() throws -> Int? { try strategy?.pageSize() }

  /// The token of the page after this one; nil when it was the last.
  public func nextToken(after page: PageSummary) throws -> JSONValue? {
    guard let token = try strategy?.nextToken(after: page), token.isTruthy else { return nil }
    return token
  }

  /// A path or URL that replaces the manifest's for this token.
  public func path(_ scope: RequestScope) throws -> String? {
    guard tokenIsPath, let token = scope.nextPageToken, token.isTruthy else { return nil }
    return FormEncoding.text(token)
  }

  /// Where the token and the page size go in the request.
  public func requestOptions(_ scope: RequestScope) throws -> RequestOptions {
    var options = RequestOptions()
    if let token = scope.nextPageToken, let tokenOption {
      let isRead = tokenOption.place == .bodyJSON && !scope.run.follows(.evaluatesPageTokens)
      tokenOption.inject(isRead ? try Self.bodyToken(token) : token, into: &options)
    }
    if let sizeOption, let size = try scope.pageSize ?? pageSize(), size != 0 { sizeOption.inject(.integer(size), into: &options) }
    return options
  }

  /// In JSON a token is what it reads as.
  private static func bodyToken(_ token: JSONValue) throws -> JSONValue {
    guard case .string(let text) = token, let value = TemplateValue.literal(text) else { return token }
    return try value.jsonOrText()
  }
}
