package import ConnectorKit

/// Tells an observer about every request that passes through and what came of it, for logs.
package struct ObservedTransport: Transport {
  /// Called after each request, by the task that sent it. A streamed answer is told of when its head is there, with an empty body.
  package typealias Observer = @Sendable (HTTPRequest, Result<HTTPResponse, TransportError>) -> Void

  private let base: any Transport
  private let observe: Observer

  package init(_ base: any Transport, observe: @escaping Observer) {
    self.base = base
    self.observe = observe
  }

  package func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse {
    do throws(TransportError) {
      let response = try await base.send(request)
      observe(request, .success(response))
      return response
    } catch {
      observe(request, .failure(error))
      throw error
    }
  }

  package func cachedResponse(for request: HTTPRequest) -> HTTPResponse? { base.cachedResponse(for: request) }

  package func open(_ request: HTTPRequest) async throws(TransportError) -> HTTPStreamingResponse {
    do throws(TransportError) {
      let response = try await base.open(request)
      observe(request, .success(HTTPResponse(head: response.head, body: [])))
      return response
    } catch {
      observe(request, .failure(error))
      throw error
    }
  }
}
