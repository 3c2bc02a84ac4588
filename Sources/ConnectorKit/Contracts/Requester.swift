public import JSON

/// Sends the requests of a stream: builds them from its own options and those of its contributors, authenticates, retries.
public protocol Requester: Sendable {
  /// Sends one request, and again as often as its error handler wants.
  ///
  /// - Parameters:
  ///   - scope: for what the request is made.
  ///   - additions: what paginator, partition router and cursor add.
  ///   - path: replaces the manifest's path, for next-page links.
  /// - Returns: the answer, or nil when the error handler says that it is to be ignored.
  /// - Throws: ``SyncError`` when the request cannot succeed; ``PageDirective`` when the page loop has to act.
  func send(_ scope: RequestScope, additions: RequestOptions, path: String?) async throws -> Response?

  /// Like ``send(_:additions:path:)``, but gives the answer when its head is there; the body is read afterwards.
  ///
  /// - Returns: nil when the error handler says that the answer is to be ignored.
  func open(_ scope: RequestScope, additions: RequestOptions, path: String?) async throws -> ArrivingResponse?

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

/// An answer whose body is still on its way.
public struct ArrivingResponse: Sendable {
  /// The answer without its body.
  public let response: Response
  public let body: HTTPBodyStream

  public init(response: Response, body: HTTPBodyStream) {
    self.response = response
    self.body = body
  }
}

/// What an error handler asks of the page loop instead of an answer.
public struct PageDirective: Error, Sendable {
  public enum Kind: Sendable { case resetPagination, reducePageSize, splitRequestWindow }
  public var kind: Kind
  public var resolution: ErrorResolution

  public init(_ kind: Kind, _ resolution: ErrorResolution) {
    self.kind = kind
    self.resolution = resolution
  }
}
