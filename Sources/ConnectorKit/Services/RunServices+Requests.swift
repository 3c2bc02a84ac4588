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
    if let kept = transport.cachedResponse(for: request) {
      exchangeObserver?.note(kept, to: request, isFromCache: true)
      return kept
    }
    try await budget.acquire(request, run: self)
    let answer = try await observed(request) { () async throws(TransportError) in try await transport.send(request) }
    exchangeObserver?.note(answer, to: request)
    try await budget.observe(answer, to: request, run: self)
    return answer
  }

  /// Like ``answer(to:)``, but gives the answer when its head is there, unless it is one that says what is wrong: that one is whole.
  package func streamingResponse(to request: HTTPRequest) async throws -> StreamingResponse {
    if let kept = transport.cachedResponse(for: request) {
      exchangeObserver?.note(kept, to: request, isFromCache: true)
      return StreamingResponse(response: Response(kept, to: request), body: HTTPBodyStream(kept.body))
    }
    try await budget.acquire(request, run: self)
    var streaming = try await observed(request) { () async throws(TransportError) in try await transport.open(request) }
    if let exchangeObserver { streaming = exchangeObserver.watching(streaming, to: request) }
    // Only the body of a good answer may be too large to hold; the others are judged by theirs.
    let isGood = streaming.head.status < 300
    let http = HTTPResponse(head: streaming.head, body: isGood ? [] : try await Self.refusal(streaming.body))
    try await budget.observe(http, to: request, run: self)
    return StreamingResponse(response: Response(http, to: request), body: isGood ? streaming.body : HTTPBodyStream(http.body))
  }

  /// Tells the observer of a request that fails.
  private func observed<Answer>(
    _ request: HTTPRequest, _ exchange: () async throws(TransportError) -> Answer
  ) async throws(TransportError) -> Answer {
    do throws(TransportError) {
      return try await exchange()
    } catch {
      exchangeObserver?.note(error, to: request)
      throw error
    }
  }

  /// A body that says what is wrong; what comes beyond the longest of them, 64 MiB, is left with the server.
  private static func refusal(_ body: HTTPBodyStream) async throws -> [UInt8] {
    var bytes: [UInt8] = []
    while bytes.count < 64 << 20, let chunk = try await body.next() { bytes += chunk }
    return bytes
  }

  /// Reads another stream whole and hands over its records one by one, in order.
  ///
  /// - Throws: what `body` throws, and ``SyncError`` when the stream cannot be read.
  public func readRecords(of stream: any StreamComponent, _ body: (JSONRecord) async throws -> Void) async throws {
    let plan = try stream.plan(state: nil, run: self)
    try await streams.readRecords(of: plan, state: nil, run: self) { try await body($0.record) }
  }
}
