public import JSON

/// Walks from page to page: says what the next page's token is and how a request carries it.
public protocol Paginator: Sendable {
  /// The token of the first page; nil when the first request carries none.
  func initialToken() throws -> JSONValue?
  /// The number of records asked for in a page, when it is declared.
  func pageSize() throws -> Int?
  /// The token of the page after this one; nil when it was the last.
  func nextToken(after page: PageSummary) throws -> JSONValue?
  /// A path or URL that replaces the manifest's for this token.
  func path(_ scope: RequestScope) throws -> String?
  /// Where the token and the page size go in the request.
  func requestOptions(_ scope: RequestScope) throws -> RequestOptions
}

/// Finds the next token; how it is sent is the paginator's business.
public protocol PaginationStrategy: Sendable {
  func initialToken() throws -> JSONValue?
  func pageSize() throws -> Int?
  /// The next token; nil, false, zero and empty values end the reading of the slice.
  func nextToken(after page: PageSummary) throws -> JSONValue?
}

/// What a paginator may know of the page that was just read.
public struct PageSummary: Sendable {
  public var response: Response
  /// The decoded body, for the formats that have one as a whole.
  public var body: JSONView?
  /// Of a body that was decoded while it arrived and is not kept; nil where ``response`` has the body.
  public var fingerprint: BodyFingerprint?
  /// Records found in the body before any filter.
  public var extractedCount: Int
  /// Records left after the filter, as the reference counts them for cursor pagination.
  public var selectedCount: Int
  /// The last selected record, after transformations.
  public var lastRecord: JSONRecord?
  public var scope: RequestScope

  public init(
    response: Response, body: JSONView?, extractedCount: Int, selectedCount: Int, lastRecord: JSONRecord?, scope: RequestScope
  ) {
    self.response = response
    self.body = body
    self.extractedCount = extractedCount
    self.selectedCount = selectedCount
    self.lastRecord = lastRecord
    self.scope = scope
  }
}
