public import JSON

/// For what a request is made: the stream and slice being read, the page asked for, and the run's services.
public struct RequestScope: Sendable {
  public var streamName: String
  public var slice: StreamSlice?
  /// The value a paginator gave for this page; nil on the first one unless the strategy starts with a token.
  public var nextPageToken: JSONValue?
  /// Which page of the slice this is, from 1 on; nil for requests that are not for pages.
  public var pageNumber: Int?
  /// What the request is for, as those hear who watch requests.
  public var purpose = RequestOrigin.Purpose.page
  /// The page size to ask for instead of the declared one, after an API refused a page as too large.
  public var pageSize: Int?
  /// The address, or its first part, of the requester that sends the request; authenticators log in below it.
  public var baseAddress: String?
  /// Whether the caller takes an answer with status 400 or more even where the error handler says to ignore it.
  package var acceptsIgnoredResponses = false
  /// Whether the answer may be, or hold, a credential, so that messages must not quote it.
  package var hidesAnswer = false
  public var run: RunServices

  public init(streamName: String, slice: StreamSlice? = nil, nextPageToken: JSONValue? = nil, pageSize: Int? = nil, run: RunServices) {
    self.streamName = streamName
    self.slice = slice
    self.nextPageToken = nextPageToken
    self.pageSize = pageSize
    self.run = run
  }

  /// Logins and questions for quotas belong to no stream, whatever they are called in messages.
  package var origin: RequestOrigin {
    let stream = purpose == .login || purpose == .quota ? nil : streamName
    return RequestOrigin(purpose, stream: stream, slice: slice, page: pageNumber)
  }
}
