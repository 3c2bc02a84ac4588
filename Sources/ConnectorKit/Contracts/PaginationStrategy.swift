public import JSON

/// Finds the next token; how it is sent is the paginator's business.
public protocol PaginationStrategy: Sendable {
  func initialToken() throws -> JSONValue?
  func pageSize() throws -> Int?
  /// The next token; nil, false, zero and empty values end the reading of the slice.
  func nextToken(after page: PageSummary) throws -> JSONValue?

  /// Whether the token is the number of records that were read. False by default.
  var countsRecords: Bool { get }

  /// Whether pages may become smaller while a slice is read, down to a minimum. Supported by default.
  func pageSizeReduction(minimum: Int) -> Support
}

extension PaginationStrategy {
  public var countsRecords: Bool { false }
  public func pageSizeReduction(minimum: Int) -> Support { .supported }
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
