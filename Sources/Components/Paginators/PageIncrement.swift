internal import ConnectorKit
internal import JSON

/// Counts pages. The last page is empty, or shorter than the page size where one is declared.
struct PageIncrement: PaginationStrategy {
  static let spec = ComponentSpec<any PaginationStrategy>(
    "PageIncrement", "Counts pages until one is empty or shorter than the page size.",
    fields: Field<PageSize>.pageSize.optional,
    Field<Int>.integer("start_from_page", doc: "The number of the first page; many APIs count from 1.").default(0, shown: 0),
    Field<Bool>.injectOnFirstRequest,
    examples: [
      """
      type: PageIncrement
      page_size: "{{ config['page_size'] }}"
      start_from_page: 1
      inject_on_first_request: true
      """
    ],
    make: PageIncrement.init)

  private let size: Int?
  private let firstPage: Int
  private let injectsOnFirstRequest: Bool

  init(size: PageSize?, firstPage: Int, injectsOnFirstRequest: Bool) throws {
    self.size = try size?.value()
    self.firstPage = firstPage
    self.injectsOnFirstRequest = injectsOnFirstRequest
  }

  func initialToken() throws -> JSONValue? { injectsOnFirstRequest ? .integer(firstPage) : nil }
  func pageSize() throws -> Int? { size }

  func pageSizeReduction(minimum: Int) -> Support {
    .unsupported("cannot be combined with PageIncrement: page numbers change with the page size")
  }

  func nextToken(after page: PageSummary) throws -> JSONValue? {
    guard page.extractedCount > 0 else { return nil }
    if let size, page.extractedCount < size { return nil }
    let number = page.scope.nextPageToken?.integerValue ?? firstPage
    guard number < .max else {
      throw SyncError(.system, "There is no page number after \(number). Correct `start_from_page`.", streamName: page.scope.streamName)
    }
    return .integer(number + 1)
  }
}
