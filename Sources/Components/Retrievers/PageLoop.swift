internal import ConnectorKit
internal import JSON

/// Where the reading of one slice stands: which page comes next, and whether the pages lead anywhere. A value without I/O.
struct PageLoop {
  private let streamName: String
  private let purpose: RequestOrigin.Purpose
  private let followsRepeatedPages: Bool
  private let firstToken: JSONValue?
  /// What is asked for; less than the slice to read once pagination has started over.
  private var slice: StreamSlice
  private var token: JSONValue?
  private var usedTokens = FingerprintSet<JSONValue>()
  private var page = 1
  private var previous: (response: Response, fingerprint: BodyFingerprint?)?
  private var reducer: PageSizeReducer?
  private var tracker: PaginationTracker

  init(_ tracker: PaginationTracker, slice: StreamSlice, scope: RetrievalScope, firstToken: JSONValue?, reducer: PageSizeReducer?) {
    self.tracker = tracker
    self.slice = slice
    streamName = scope.stream.name
    purpose = scope.purpose
    followsRepeatedPages = scope.run.follows(.followsRepeatedPages)
    self.firstToken = firstToken
    self.reducer = reducer
    begin(with: firstToken)
  }

  /// Goes to the first page, of the given token.
  mutating func begin(with token: JSONValue?) {
    self.token = token
    usedTokens = FingerprintSet()
    if let token { _ = usedTokens.insert(token) }
    page = 1
    previous = nil
  }

  /// For what the current page is requested.
  func request(_ run: RunServices) -> RequestScope {
    var scope = RequestScope(streamName: streamName, slice: slice, nextPageToken: token, pageSize: reducer?.size, run: run)
    scope.pageNumber = page
    scope.purpose = purpose
    return scope
  }

  /// Takes note of records of the current page.
  mutating func observe(_ records: JSONRecords) { tracker.observe(records) }

  /// Moves on to the page behind the one just read.
  ///
  /// - Parameter next: gives the token of that page; not asked when pagination starts over.
  /// - Returns: for what it is requested; nil when there is no further page.
  /// - Throws: ``SyncError`` when the token was used before or the page just read repeats the one before it.
  mutating func next(after summary: PageSummary, _ run: RunServices, token next: (PageSummary) throws -> JSONValue?) throws -> RequestScope?
  {
    reducer?.pageSucceeded()
    if tracker.hasReachedLimit {
      try restart()
      return request(run)
    }
    guard let next = try next(summary) else { return nil }
    if !followsRepeatedPages {
      if repeats(summary) { throw endless("page \(page) is identical to the page before it", "the API may ignore the page parameter") }
      guard usedTokens.insert(next) else {
        throw endless(
          "page \(page) repeats the page token \(JSONText.compact(next))", "the stop condition may never be true")
      }
      previous = (summary.response, summary.fingerprint)
    }
    page += 1
    token = next
    return request(run)
  }

  private func repeats(_ summary: PageSummary) -> Bool {
    guard summary.extractedCount > 0, let previous else { return false }
    if let fingerprint = summary.fingerprint { return fingerprint == previous.fingerprint }
    return !previous.response.body.isEmpty && previous.response.body == summary.response.body
  }

  /// Does what an error handler asks of the loop.
  ///
  /// - Returns: the seconds to wait before the next request; nil when the window has to be read in smaller ones.
  /// - Throws: ``SyncError`` when that cannot be done.
  mutating func apply(_ directive: PageDirective) throws -> Double? {
    switch directive.kind {
    case .resetPagination:
      try restart()
      return 0
    case .reducePageSize:
      guard let wait = try reducer?.reduce(directive.resolution.message) else {
        throw SyncError(
          .config,
          "Stream \(streamName): the error handler asks for smaller pages, but the retriever has no `page_size_reduction`. "
            + "Add it, or remove the action REDUCE_PAGE_SIZE.", streamName: streamName)
      }
      return wait
    case .splitRequestWindow: return nil
    }
  }

  private mutating func restart() throws {
    slice = try tracker.restart(after: slice, streamName: streamName)
    begin(with: firstToken)
  }

  private func endless(_ what: String, _ why: String) -> SyncError {
    SyncError(
      .system,
      "Stopped stream \(streamName): \(what)\(slice.place). Check the paginator in the manifest; \(why).",
      streamName: streamName)
  }
}
