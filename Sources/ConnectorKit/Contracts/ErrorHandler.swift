/// A pure verdict on what came back for a request. It does no I/O and waits for nothing: the requester acts on it.
public protocol ErrorHandler: Sendable {
  func verdict(on outcome: ResponseOutcome) throws -> ErrorResolution
  /// How often a request may be sent again; nil leaves it to the requester.
  var maxRetries: Int? { get }
  /// Seconds that all tries of one request may take together; nil leaves it to the requester.
  var maxTime: Double? { get }
  /// Asked in order; the first wait wins.
  var backoffStrategies: [any BackoffStrategy] { get }
  /// The actions that it is declared to ask for, as far as that is known before an answer is there.
  var declaredActions: Set<ErrorResolution.Action> { get }
}

extension ErrorHandler {
  public var maxRetries: Int? { nil }
  public var maxTime: Double? { nil }
  public var backoffStrategies: [any BackoffStrategy] { [] }
  public var declaredActions: Set<ErrorResolution.Action> { [] }
}

/// What a request brought: an answer, or a failure of the transport.
public enum ResponseOutcome: Sendable {
  case response(Response)
  case failure(TransportError)

  public var response: Response? { if case .response(let response) = self { response } else { nil } }
}

/// What to do about an answer, and how to report it if it ends the stream.
public struct ErrorResolution: Sendable, Equatable {
  public enum Action: String, Sendable, CaseIterable {
    case success = "SUCCESS"
    case retry = "RETRY"
    case fail = "FAIL"
    case ignore = "IGNORE"
    case rateLimited = "RATE_LIMITED"
    case resetPagination = "RESET_PAGINATION"
    case refreshTokenThenRetry = "REFRESH_TOKEN_THEN_RETRY"
    case reducePageSize = "REDUCE_PAGE_SIZE"
    case splitRequestWindow = "SPLIT_REQUEST_WINDOW"
  }

  public var action: Action
  public var failureType: SyncError.FailureType?
  /// What the manifest or the default table says to the user about this answer.
  public var message: String?

  public init(_ action: Action, _ failureType: SyncError.FailureType? = nil, _ message: String? = nil) {
    self.action = action
    self.failureType = failureType
    self.message = message
  }
}
