public import JSON

/// Sends the requests of a stream: builds them from its own options and those of its contributors, authenticates, retries.
public protocol Requester: Sendable {
  /// Sends one request, and again as often as its error handler wants.
  ///
  /// - Parameters:
  ///   - scope: for what the request is made.
  ///   - additions: what paginator, partition router and cursor add.
  ///   - path: replaces the manifest's path, for next-page links.
  /// - Throws: ``SyncError`` when the request cannot succeed.
  func send(_ scope: RequestScope, additions: RequestOptions, path: String?) async throws -> RequestOutcome<Response>

  /// Like ``send(_:additions:path:)``, but gives the answer when its head is there; the body is read afterwards.
  func open(_ scope: RequestScope, additions: RequestOptions, path: String?) async throws -> RequestOutcome<StreamingResponse>

  /// The actions that its error handler is declared to ask for. None by default.
  var declaredActions: Set<ErrorResolution.Action> { get }

  /// The properties that each request names, where a page may take several requests; nil, the default, where it takes one.
  var requestedProperties: (any RequestedProperties)? { get }
}

extension Requester {
  public var declaredActions: Set<ErrorResolution.Action> { [] }
  public var requestedProperties: (any RequestedProperties)? { nil }
}

/// Properties that the requests of a page name. A request finds its own in the extra field `query_properties` of its slice.
public protocol RequestedProperties: Sendable {
  /// The properties of each request that a page takes, in order.
  ///
  /// - Throws: ``SyncError`` when the properties cannot be had.
  func chunks(streamName: String, run: RunServices) async throws -> [[String]]

  /// What the records that are parts of one have in common; nil for a record that stands for itself.
  func group(of record: JSONRecord, run: RunServices) throws -> [JSONValue]?
}

/// What a request came to.
public enum RequestOutcome<Answer: Sendable>: Sendable {
  case response(Answer)
  /// The error handler says that the answer is to be ignored.
  case ignored
  /// The error handler asks the page loop to act.
  case directive(PageDirective)

  /// The answer, for those who have no pages; nil when it is to be ignored.
  ///
  /// - Throws: ``SyncError`` when the error handler asks for what only a page loop can do.
  public func answer() throws(SyncError) -> Answer? {
    switch self {
    case .response(let answer): answer
    case .ignored: nil
    case .directive(let directive): throw directive.misplaced
    }
  }
}

/// An answer whose body is still on its way.
public struct StreamingResponse: Sendable {
  /// The answer without its body.
  public let response: Response
  public let body: HTTPBodyStream

  public init(response: Response, body: HTTPBodyStream) {
    self.response = response
    self.body = body
  }
}

/// What an error handler asks of the page loop instead of an answer.
public struct PageDirective: Sendable {
  public enum Kind: Sendable { case resetPagination, reducePageSize, splitRequestWindow }
  public var kind: Kind
  public var resolution: ErrorResolution

  public init(_ kind: Kind, _ resolution: ErrorResolution) {
    self.kind = kind
    self.resolution = resolution
  }

  /// What a request that is not for a page fails with.
  public var misplaced: SyncError {
    SyncError(
      .system,
      "Action \(resolution.action.rawValue) is supported only on the requester of a stream's retriever. Use another "
        + "action in this error handler.")
  }
}
