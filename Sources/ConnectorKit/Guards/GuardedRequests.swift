internal import JSON

struct GuardedAuthenticator: Authenticator {
  let inner: any Authenticator
  let frame: ComponentGuard

  var renewsRefusedCredentials: Bool { inner.renewsRefusedCredentials }
  var addsCredentials: Bool { inner.addsCredentials }

  func requestOptions(_ scope: RequestScope) async throws -> RequestOptions {
    try await frame.call(scope.streamName) { try await inner.requestOptions(scope) }
  }

  func sign(_ request: inout HTTPRequest, _ scope: RequestScope) async throws {
    var signed = request
    try await frame.call(scope.streamName) { try await inner.sign(&signed, scope) }
    request = signed
  }

  func refresh(after request: HTTPRequest, _ scope: RequestScope) async throws -> Bool {
    try await frame.call(scope.streamName) { try await inner.refresh(after: request, scope) }
  }

  func observe(_ response: HTTPResponse, to request: HTTPRequest, _ scope: RequestScope) async {
    await inner.observe(response, to: request, scope)
  }

  func canRotate(after request: HTTPRequest, _ scope: RequestScope) async -> Bool { await inner.canRotate(after: request, scope) }
}

struct GuardedBackoffStrategy: BackoffStrategy {
  let inner: any BackoffStrategy
  let frame: ComponentGuard

  func waitSeconds(after response: Response?, attempt: Int, run: RunServices) throws -> Double? {
    let seconds = try frame.call { try inner.waitSeconds(after: response, attempt: attempt, run: run) }
    if let seconds, !seconds.isFinite || seconds < 0 { throw frame.contractViolation("returned a wait of \(seconds) seconds") }
    return seconds
  }
}

struct GuardedErrorHandler: ErrorHandler {
  let inner: any ErrorHandler
  let frame: ComponentGuard

  var maxRetries: Int? { inner.maxRetries.map { max(0, $0) } }
  var maxTime: Double? { inner.maxTime }
  var backoffStrategies: [any BackoffStrategy] { inner.backoffStrategies }
  var declaredActions: Set<ErrorResolution.Action> { inner.declaredActions }

  func verdict(on outcome: ResponseOutcome) throws -> ErrorResolution {
    let resolution = try frame.call { try inner.verdict(on: outcome) }
    if case .failure(let error) = outcome, resolution.action == .success {
      throw frame.contractViolation("returned SUCCESS for a request that got no response (\(error.message))")
    }
    return resolution
  }
}

struct GuardedRequester: Requester {
  let inner: any Requester
  let frame: ComponentGuard

  var declaredActions: Set<ErrorResolution.Action> { inner.declaredActions }
  var requestedProperties: (any RequestedProperties)? {
    inner.requestedProperties.map { GuardedProperties(inner: $0, frame: frame) }
  }

  func send(_ scope: RequestScope, additions: RequestOptions, path: String?) async throws -> RequestOutcome<Response> {
    try await frame.call(scope.streamName) { try await inner.send(scope, additions: additions, path: path) }
  }

  func open(_ scope: RequestScope, additions: RequestOptions, path: String?) async throws -> RequestOutcome<StreamingResponse> {
    try await frame.call(scope.streamName) { try await inner.open(scope, additions: additions, path: path) }
  }
}

private struct GuardedProperties: RequestedProperties {
  let inner: any RequestedProperties
  let frame: ComponentGuard

  func chunks(streamName: String, run: RunServices) async throws -> [[String]] {
    try await frame.call(streamName) { try await inner.chunks(streamName: streamName, run: run) }
  }

  func group(of record: JSONRecord, run: RunServices) throws -> [JSONValue]? { try frame.call { try inner.group(of: record, run: run) } }
}

struct GuardedPaginationStrategy: PaginationStrategy {
  let inner: any PaginationStrategy
  let frame: ComponentGuard

  var countsRecords: Bool { inner.countsRecords }
  func pageSizeReduction(minimum: Int) -> Support { inner.pageSizeReduction(minimum: minimum) }

  func initialToken() throws -> JSONValue? { try frame.call { try inner.initialToken() } }

  func pageSize() throws -> Int? {
    let size = try frame.call { try inner.pageSize() }
    if let size, size < 1 { throw frame.contractViolation("returned a page size of \(size)") }
    return size
  }

  func nextToken(after page: PageSummary) throws -> JSONValue? {
    try frame.call(page.scope.streamName) { try inner.nextToken(after: page) }
  }
}
