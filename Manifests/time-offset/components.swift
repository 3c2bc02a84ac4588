import ConnectorKit

/// Asks for what happened after the last record of the page, until a page is not full.
struct TimeOffset: PaginationStrategy {
  static let spec = ComponentSpec<any PaginationStrategy>(
    "TimeOffset", "Goes on from the time of a page's last record.",
    fields: Field<String>.string("time_field", doc: "The field with the time, in whole seconds."),
    Field<Int>.integer("page_size", doc: "The number of records in a full page.").limited(.above(0)),
    Field<TemplateText>.template("start", doc: "The time to start from, in whole seconds.").variables(.config).optional,
    Field<BuildContext>.context,
    make: { timeField, size, start, context in
      let text = try start?.string(TemplateScope(config: context.config))
      return TimeOffset(timeField: timeField, size: size, start: text.flatMap { Int($0) })
    })

  let timeField: String
  let size: Int
  let start: Int?

  func initialToken() throws -> JSONValue? { start.map { .integer($0) } }
  func pageSize() throws -> Int? { size }

  func nextToken(after page: PageSummary) throws -> JSONValue? {
    guard page.extractedCount >= size, let last = page.lastRecord else { return nil }
    guard let time = last[timeField]?.integerValue else {
      throw SyncError(.system, "The last record of a page has no whole number in `\(timeField)`, so the next page cannot be asked for.")
    }
    if let token = page.scope.nextPageToken?.integerValue, time <= token {
      throw SyncError(.system, "More than \(size) records have the time \(token); ask for larger pages.")
    }
    return .integer(time)
  }
}
