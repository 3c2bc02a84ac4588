internal import Synchronization

/// One request of a run and what came of it. ``HTTPRequest/origin`` says what the request was for, and which attempt it was.
///
/// Nothing is masked: URLs, headers and bodies may hold credentials. Mask texts with the run's secrets before they are shown.
public struct HTTPExchange: Sendable {
  public var request: HTTPRequest
  /// The response, its body up to ``ExchangeObserver/keptBodyBytes``, or why there was none.
  public var outcome: Result<HTTPResponse, TransportError>
  /// The bytes of the whole body that were received, those that are not kept included.
  public var bodyByteCount: Int
  /// Whether the response was at hand, so that nothing was sent.
  public var isFromCache: Bool

  public init(request: HTTPRequest, outcome: Result<HTTPResponse, TransportError>, bodyByteCount: Int, isFromCache: Bool = false) {
    self.request = request
    self.outcome = outcome
    self.bodyByteCount = bodyByteCount
    self.isFromCache = isFromCache
  }
}

/// Is told of every exchange of a run: pages, parents, logins, token requests, jobs, downloads.
///
/// Called when the body has been received, or nobody wants the rest of it, by whatever task reads it; calls of different requests are concurrent.
/// Redirects that are followed are part of one exchange.
public struct ExchangeObserver: Sendable {
  /// The most bytes of a body that are kept for the observer.
  public var keptBodyBytes: Int
  public var observe: @Sendable (HTTPExchange) -> Void

  public init(keptBodyBytes: Int, observe: @escaping @Sendable (HTTPExchange) -> Void) {
    self.keptBodyBytes = keptBodyBytes
    self.observe = observe
  }

  func note(_ response: HTTPResponse, to request: HTTPRequest, isFromCache: Bool = false) {
    let kept = HTTPResponse(head: response.head, body: Array(response.body.prefix(keptBodyBytes)))
    observe(HTTPExchange(request: request, outcome: .success(kept), bodyByteCount: response.body.count, isFromCache: isFromCache))
  }

  func note(_ error: TransportError, to request: HTTPRequest) {
    observe(HTTPExchange(request: request, outcome: .failure(error), bodyByteCount: 0))
  }

  /// The response with a body that tells the observer when it was read, or let go.
  func watching(_ response: HTTPStreamingResponse, to request: HTTPRequest) -> HTTPStreamingResponse {
    let received = ReceivedBody(limit: keptBodyBytes) { [observe] outcome, count in
      observe(
        HTTPExchange(
          request: request, outcome: outcome.map { HTTPResponse(head: response.head, body: $0) }, bodyByteCount: count))
    }
    let inner = response.body
    let body = HTTPBodyStream { () async throws(TransportError) -> [UInt8]? in
      do throws(TransportError) {
        let chunk = try await inner.next()
        if let chunk { received.add(chunk) } else { received.end(nil) }
        return chunk
      } catch {
        received.end(error)
        throw error
      }
    } abandon: {
      received.end(nil)
    }
    return HTTPStreamingResponse(head: response.head, body: body)
  }
}

/// The first bytes of a body that is read while it arrives.
private final class ReceivedBody: Sendable {
  private struct State {
    var bytes: [UInt8] = []
    var count = 0
    var isOver = false
  }

  private let limit: Int
  private let onEnd: @Sendable (Result<[UInt8], TransportError>, Int) -> Void
  private let state = Mutex(State())

  init(limit: Int, onEnd: @escaping @Sendable (Result<[UInt8], TransportError>, Int) -> Void) {
    self.limit = limit
    self.onEnd = onEnd
  }

  func add(_ chunk: [UInt8]) {
    state.withLock { state in
      state.count += chunk.count
      state.bytes += chunk.prefix(max(0, limit - state.bytes.count))
    }
  }

  /// Tells of the body, once.
  func end(_ error: TransportError?) {
    let state = state.withLock { state -> State? in
      guard !state.isOver else { return nil }
      defer { state.isOver = true }
      return state
    }
    guard let state else { return }
    onEnd(error.map { .failure($0) } ?? .success(state.bytes), state.count)
  }
}
