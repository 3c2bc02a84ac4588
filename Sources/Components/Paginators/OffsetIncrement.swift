internal import ConnectorKit
internal import JSON

/// Counts records. The last page is empty, or shorter than the page size where one is declared.
struct OffsetIncrement: PaginationStrategy {
  static let spec = ComponentSpec<any PaginationStrategy>(
    "OffsetIncrement", "Counts records until a page is empty or shorter than the page size.",
    fields: Field<PageSize>.pageSize.variables(.config, .parameters, .response).optional,
    Field<Bool>.injectOnFirstRequest,
    examples: [
      """
      type: OffsetIncrement
      page_size: 100
      """
    ],
    make: OffsetIncrement.init)

  private let size: PageSize?
  private let injectsOnFirstRequest: Bool

  init(size: PageSize?, injectsOnFirstRequest: Bool) {
    self.size = size
    self.injectsOnFirstRequest = injectsOnFirstRequest
  }

  var countsRecords: Bool { true }

  func initialToken() throws -> JSONValue? { injectsOnFirstRequest ? 0 : nil }
  func pageSize() throws -> Int? { try size?.value() }
  func pageSizeReduction(minimum: Int) -> Support { PageSize.reduction(of: size?.plainSize, minimum: minimum) }

  func nextToken(after page: PageSummary) throws -> JSONValue? {
    guard page.extractedCount > 0 else { return nil }
    if let size = try page.scope.pageSize ?? size?.value(after: page), page.extractedCount < size { return nil }
    return .integer((page.scope.nextPageToken?.integerValue ?? 0) + page.extractedCount)
  }
}
