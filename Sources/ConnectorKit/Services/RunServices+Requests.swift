public import JSON

/// What components that send requests of their own, such as logins, need most.
extension RunServices {
  /// Sends a request when the budget grants it a turn, and waits for the whole answer. It is neither retried nor judged: look at
  /// the answer's status. Components that want retries take a ``Requester`` as a field.
  ///
  /// - Throws: ``SyncError`` when no answer came, `CancellationError` when the run ends first.
  public func fetch(_ request: HTTPRequest) async throws -> Response {
    do {
      return Response(try await answer(to: request), to: request)
    } catch {
      try Task.checkCancellation()
      throw SyncError(wrapping: error)
    }
  }

  /// The answer to a request: one that is at hand, or that of the API, which is asked when the budget grants it a turn.
  ///
  /// - Throws: `TransportError` when no answer came, ``SyncError`` from the budget.
  package func answer(to request: HTTPRequest) async throws -> HTTPResponse {
    if let kept = transport.kept(request) { return kept }
    try await budget.acquire(request, run: self)
    let answer = try await transport.send(request)
    try await budget.observe(answer, to: request, run: self)
    return answer
  }

  /// Reads another stream whole and hands over its records one by one, in order.
  ///
  /// - Throws: what `body` throws, and ``SyncError`` when the stream cannot be read.
  public func readRecords(of stream: any StreamComponent, _ body: (JSONRecord) async throws -> Void) async throws {
    let plan = try stream.plan(state: nil, run: self)
    try await streams.readRecords(of: plan, state: nil, run: self) { try await body($0.record) }
  }
}
