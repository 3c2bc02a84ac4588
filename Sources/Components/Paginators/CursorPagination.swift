internal import ConnectorKit
internal import Document
internal import JSON
internal import Templates

/// Takes the next token from the answer, until there is none or a condition holds.
struct CursorPagination: PaginationStrategy {

  static let spec = ComponentSpec<any PaginationStrategy>(
    "CursorPagination", "Takes the next page's token from the response, until there is none or a condition holds.",
    fields: Field<TemplateText>.template(
      "cursor_value", doc: "A template that finds the token in the response; an empty one ends the reading."
    )
    .variables(
      .config, .parameters, .headers, .lastPageSize, .lastRecord, .pageSize, .response, .streamInterval, .streamPartition, .streamSlice),
    Field<PageSize>.pageSize.optional,
    Field<TemplateCondition>.condition(
      "stop_condition", doc: "A condition that ends the reading where it holds, before the token is looked for."
    )
    .variables(
      .config, .parameters, .headers, .lastPageSize, .lastRecord, .pageSize, .response, .streamInterval, .streamPartition, .streamSlice
    )
    .optional,
    Field<any BodyDecoder>.slot(
      "decoder", .decoder,
      doc: "Accepted, and has no effect: the retriever's decoder reads the body, whose first document or element these templates see."
    ).typedByPlace("JsonDecoder").optional,
    Field<BuildContext>.context,
    examples: [
      """
      type: CursorPagination
      cursor_value: "{{ response.get('next_cursor') }}"
      stop_condition: "{{ not response.get('has_more') }}"
      page_size: 100
      """,
      """
      type: CursorPagination
      cursor_value: "{{ headers['link']['next']['url'] }}"
      stop_condition: "{{ 'next' not in headers['link'] }}"
      """,
    ],
    make: CursorPagination.init)

  private let cursorValue: TemplateText
  private let size: Int?
  private let plainSize: Int?
  private let stopCondition: TemplateCondition?

  init(
    cursorValue: TemplateText, size: PageSize?, stopCondition: TemplateCondition?, decoder: (any BodyDecoder)?, context: BuildContext
  ) throws {
    self.cursorValue = cursorValue
    self.size = try size?.value()
    plainSize = size?.plainSize
    self.stopCondition = stopCondition
    let readers = [
      cursorValue.mentions(.pageSize) ? cursorValue.source : nil, stopCondition?.mentions(.pageSize) == true ? stopCondition?.source : nil,
    ]
    if self.size == nil, let source = readers.compactMap({ $0 }).first {
      throw Diagnostic(
        code: .noPageSize, "`\(source)` reads `page_size`, but the pagination strategy has none", at: context.location,
        fix: "give the strategy a `page_size`")
    }
  }

  func initialToken() throws -> JSONValue? { nil }
  func pageSize() throws -> Int? { size }

  func nextToken(after page: PageSummary) throws -> JSONValue? {
    let scope = scope(after: page)
    guard let stopCondition, !page.scope.run.follows(.failedStopConditionStops) else {
      if let stopCondition, try stopCondition.holds(scope) { return nil }
      return try token(scope)
    }
    let hasEnded: Bool
    do throws(TemplateError) {
      hasEnded = try stopCondition.holdsStrictly(scope)
    } catch {
      // Where the answer names no further page, nothing is lost.
      if let token = try? cursorValue.json(scope), !token.isTruthy { return nil }
      throw undecided(stopCondition, error, page)
    }
    return hasEnded ? nil : try token(scope)
  }

  /// The token as the API gave it, so that it goes back the same. A text that reads as nothing, such as `0`, is the end; one of a number
  /// that is written in the usual way is that number, so that templates can count with it.
  private func token(_ scope: TemplateScope) throws(TemplateError) -> JSONValue {
    let token = try cursorValue.requestValue(scope)
    guard case .string(let text) = token, let value = TemplateValue.literal(text) else { return token }
    if !value.truth() { return try value.jsonOrText() }
    switch value {
    case .integer, .bigInteger, .double, .bool: return try value.pythonText() == text ? try value.jsonOrText() : token
    default: return token
    }
  }

  /// A stop condition that cannot be evaluated would end the reading without a word.
  private func undecided(_ condition: TemplateCondition, _ error: TemplateError, _ page: PageSummary) -> SyncError {
    let place = condition.location.map { " at \($0)" } ?? ""
    return SyncError(
      .system,
      "Stream \(page.scope.streamName): `stop_condition` `\(condition.source)`\(place) failed\(page.scope.place): \(error.reason). "
        + "Correct it in the manifest.",
      streamName: page.scope.streamName)
  }

  private func scope(after page: PageSummary) -> TemplateScope {
    let run = page.scope.run
    var scope = TemplateScope(config: run.config)
    scope.set(response: page.firstBody)
    var headers = page.response.headers.byName
    let link = page.response.headers["Link"]
    headers["link"] =
      run.follows(.readsPlainLinkHeadersOnly) ? LinkHeader.parseAsReference(link) : LinkHeader.parse(link, of: page.response.http.url)
    scope.set(headers: headers)
    scope.set(lastRecord: page.lastRecord, streamName: page.scope.streamName)
    scope.set(lastPageSize: run.follows(.countsAfterFilter) ? page.selectedCount : page.extractedCount)
    scope.set(.pageSize, (page.scope.pageSize ?? size).map { .integer($0) } ?? TemplateValue.none)
    scope.set(slice: page.scope.slice)
    return scope
  }

  /// A stop condition is wrong once pages are smaller than declared where it compares with that size.
  func pageSizeReduction(minimum: Int) -> Support {
    guard let stopCondition, let stop = ShortPageStop(stopCondition.source, minimum: minimum) else {
      return PageSize.reduction(of: plainSize, minimum: minimum)
    }
    return .unsupported(
      "cannot be combined with the `stop_condition` `\(stopCondition.source)`, which compares with \(stop.bound) and so takes a smaller "
        + "page for the last one; compare with `page_size`, the size that was asked for, or test for 0")
  }
}
