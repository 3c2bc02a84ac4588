internal import ConnectorKit
internal import JSON

/// Where the reading of one slice stands: which page comes next, and whether the pages lead anywhere. A value without I/O.
struct PageLoop {
  private let slice: StreamSlice
  private let streamName: String
  private let compat: Bool
  private var token: JSONValue?
  private var usedTokens: Set<JSONValue> = []
  private var page = 1
  private var previous: Response?

  init(slice: StreamSlice, streamName: String, compat: Bool) {
    self.slice = slice
    self.streamName = streamName
    self.compat = compat
  }

  mutating func begin(with token: JSONValue?) {
    self.token = token
    if let token { usedTokens.insert(token) }
  }

  /// For what the current page is requested.
  func request(_ run: RunServices) -> RequestScope {
    RequestScope(streamName: streamName, slice: slice, nextPageToken: token, run: run)
  }

  /// Moves on to the page of a token.
  ///
  /// - Returns: for what it is requested; nil when there is no further page.
  /// - Throws: ``SyncError`` when the token was used before or the page just read repeats the one before it.
  mutating func next(after summary: PageSummary, token next: JSONValue?, _ run: RunServices) throws -> RequestScope? {
    guard let next else { return nil }
    if !compat {
      if summary.extractedCount > 0, let previous, previous.body.count == summary.response.body.count, previous.body == summary.response.body {
        throw endless("page \(page) is the same as the page before it", "the API may ignore the page parameter")
      }
      guard usedTokens.insert(next).inserted else {
        throw endless(
          "page \(page) names the page token \(JSONText.compact(next)), which has been used before", "the stop condition may never hold")
      }
      previous = summary.response
    }
    page += 1
    token = next
    return request(run)
  }

  private func endless(_ what: String, _ why: String) -> SyncError {
    let place = slice.isEmpty ? "" : " in slice \(JSONText.compact(.object(slice.merged)))"
    return SyncError(
      .system,
      "Stream \(streamName) would be read without end: \(what)\(place). Check the paginator in the manifest; \(why).",
      streamName: streamName)
  }
}
