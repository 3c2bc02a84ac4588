/// Sends requests. What a run sends goes through one transport, so that pooling, limits and logging hold for all of it.
///
/// A transport does not retry and does not judge status codes. It may be used by any number of tasks at once. Cancelling the
/// calling task breaks the transfer off with an error of kind `.cancelled`.
public protocol Transport: Sendable {
  /// Sends a request and waits for the whole answer.
  func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse

  /// Sends a request and waits for the head of the answer; the body is read afterwards, chunk by chunk, in bounded memory.
  func open(_ request: HTTPRequest) async throws(TransportError) -> HTTPStreamingResponse

  /// An answer that is at hand, so that nothing has to be sent and the API's rates do not matter; nil, the default, when there is none.
  func cachedResponse(for request: HTTPRequest) -> HTTPResponse?
}

extension Transport {
  public func cachedResponse(for request: HTTPRequest) -> HTTPResponse? { nil }

  /// Sends a request and hands the body on chunk by chunk; the next chunk is fetched when `receive` has returned.
  ///
  /// An error from `receive` breaks off the transfer.
  public func stream(_ request: HTTPRequest, receive: ([UInt8]) async throws -> Void) async throws -> HTTPResponseHead {
    let response = try await open(request)
    while let chunk = try await response.body.next() {
      try await receive(chunk)
    }
    return response.head
  }
}
