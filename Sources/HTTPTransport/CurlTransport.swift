package import ConnectorKit

/// Sends requests over the network with libcurl.
///
/// Connections are kept and shared between requests (HTTP/2 carries many on one), cookies last as long as the transport,
/// redirects are followed. Proxies and certificate authorities are taken from the environment. The work is done on one thread,
/// which is started by the first request and ends when the transport is let go, or by the ``PollingThreads`` it is given.
///
/// Answers are asked for and unpacked in gzip and deflate; one that is damaged or cut short is an error. What a server sends in
/// brotli or zstd nevertheless is unpacked where libcurl does so, which does not notice a cut.
package final class CurlTransport: Transport {
  /// A redirect's own text beyond this is not waited for.
  private static let longestRedirectText = 1 << 20

  private let options: CurlTransportOptions
  private let proxies: ProxyRules
  private let trustedHosts: TrustedHosts
  private let loop: EventLoop

  /// - Parameter threads: do the work where they do none for another transport yet.
  package init(options: CurlTransportOptions = CurlTransportOptions(), threads: PollingThreads? = nil) {
    self.options = options
    proxies = ProxyRules(environment: options.environment)
    trustedHosts = TrustedHosts(options.trustedHosts)
    loop = EventLoop(options: options, threads: threads)
  }

  deinit {
    loop.stop()
  }

  package func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse {
    var current = request
    for _ in 0...max(0, options.maximumRedirects) {
      let response = try await sendOnce(current)
      guard request.followsRedirects, let next = next(after: current, response.head) else {
        return response
      }
      try await wait(for: response.head, current)
      current = next
    }
    throw TransportErrors.tooManyRedirects(current, limit: options.maximumRedirects)
  }

  package func open(_ request: HTTPRequest) async throws(TransportError) -> HTTPStreamingResponse {
    var current = request
    for _ in 0...max(0, options.maximumRedirects) {
      let response = try await openOnce(current)
      guard request.followsRedirects, let next = next(after: current, response.head) else {
        return response
      }
      await Self.skip(response.body)
      try await wait(for: response.head, current)
      current = next
    }
    throw TransportErrors.tooManyRedirects(current, limit: options.maximumRedirects)
  }

  private func sendOnce(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse {
    let sink = BufferedSink(limit: options.maximumBodyBytes)
    let transfer = try Transfer(request, proxy: proxies.proxy(for: request.url), sink: sink, isStreaming: false, options: options)
    let outcome = await withTaskCancellationHandler {
      await withUnsafeContinuation { continuation in
        sink.continuation = continuation
        loop.submit(.start(transfer))
      }
    } onCancel: {
      loop.submit(.cancel(transfer))
    }
    return try outcome.get()
  }

  private func openOnce(_ request: HTTPRequest) async throws(TransportError) -> HTTPStreamingResponse {
    let sink = StreamSink(limit: options.streamBufferBytes)
    let transfer = try Transfer(request, proxy: proxies.proxy(for: request.url), sink: sink, isStreaming: true, options: options)
    let outcome = await withTaskCancellationHandler {
      loop.submit(.start(transfer))
      return await sink.head()
    } onCancel: {
      loop.submit(.cancel(transfer))
    }
    let head = try outcome.get()
    // The closures hold the transport, so that its thread lives as long as the stream.
    let body = HTTPBodyStream { () async throws(TransportError) -> [UInt8]? in
      let chunk = await withTaskCancellationHandler {
        await sink.next { self.loop.submit(.resume(transfer)) }
      } onCancel: {
        self.loop.submit(.cancel(transfer))
      }
      return try chunk.get()
    } abandon: {
      self.loop.submit(.cancel(transfer))
    }
    return HTTPStreamingResponse(head: head, body: body)
  }

  private func next(after request: HTTPRequest, _ head: HTTPResponseHead) -> HTTPRequest? {
    RedirectRules.next(after: request, head: head, trusting: trustedHosts, isSecret: options.isSecret)
  }

  /// Waits as long as a redirect asks to.
  private func wait(for redirect: HTTPResponseHead, _ request: HTTPRequest) async throws(TransportError) {
    guard let limit = options.longestRedirectWait, let text = redirect.headers["Retry-After"],
      let seconds = RetryAfter.seconds(text, now: Monotonic.microsecondsSince1970), seconds > 0
    else { return }
    let location = WebAddress(request.url).location
    guard seconds <= limit else {
      throw TransportError(
        .refusedWait, "The redirect from \(location) asks for a wait of \(text) with `Retry-After`. \(RetryAfter.refusal(limit))",
        location: location)
    }
    do {
      try await Task.sleep(nanoseconds: UInt64(seconds * 1_000_000_000))
    } catch {
      throw TransportError(.cancelled, "The request to \(location) was cancelled.", location: location)
    }
  }

  /// Reads what a redirect says besides its target, so that the connection can be used again.
  private static func skip(_ body: HTTPBodyStream) async {
    var seen = 0
    do {
      while seen < longestRedirectText, let chunk = try await body.next() { seen += chunk.count }
    } catch {
      // The answer's text does not matter; a connection that broke is replaced by the next request.
    }
  }
}
