internal import ConnectorKit
internal import JSON

/// Reads one page and no more.
struct NoPagination: Paginator {
  static let spec = ComponentSpec<any Paginator>(
    "NoPagination", "Reads one page and no more.",
    examples: ["type: NoPagination"],
    make: { NoPagination() })

  func initialToken() throws -> JSONValue? { nil }
  func pageSize() throws -> Int? { nil }
  func nextToken(after page: PageSummary) throws -> JSONValue? { nil }
  func path(_ scope: RequestScope) throws -> String? { nil }
  func requestOptions(_ scope: RequestScope) throws -> RequestOptions { RequestOptions() }
}
