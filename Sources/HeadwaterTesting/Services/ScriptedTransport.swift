public import ConnectorKit
internal import Synchronization

/// A transport that sends nothing: a function answers.
public final class ScriptedTransport: Transport {
  private let answer: @Sendable (HTTPRequest) -> LoopbackAnswer
  private let sent = Mutex<[HTTPRequest]>([])

  /// - Parameter answer: the answer to a request; an empty 200 by default.
  public init(_ answer: @escaping @Sendable (HTTPRequest) -> LoopbackAnswer = { _ in LoopbackAnswer() }) { self.answer = answer }

  /// The requests in the order in which they were sent.
  public var requests: [HTTPRequest] { sent.withLock { $0 } }

  public func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse {
    sent.withLock { $0.append(request) }
    let answer = answer(request)
    let headers = HTTPHeaders(answer.headers.sorted { $0.key < $1.key }.map { HTTPHeader(name: $0.key, value: $0.value) })
    return HTTPResponse(head: HTTPResponseHead(status: answer.status, headers: headers, url: request.url), body: answer.body)
  }

  public func open(_ request: HTTPRequest) async throws(TransportError) -> HTTPStreamingResponse {
    let whole = try await send(request)
    let rest = Mutex<[UInt8]?>(whole.body.isEmpty ? nil : whole.body)
    let body = HTTPBodyStream { () throws(TransportError) in
      rest.withLock { rest in
        defer { rest = nil }
        return rest
      }
    }
    return HTTPStreamingResponse(head: whole.head, body: body)
  }
}
