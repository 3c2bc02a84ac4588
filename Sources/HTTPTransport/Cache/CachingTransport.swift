internal import Concurrency
package import ConnectorKit
internal import Synchronization

/// Answers a request that was answered before from memory (or a scratch file) instead of sending it again.
///
/// For requesters with `use_cache`: one `CachingTransport` serves all of them for one run, so that a parent stream is fetched
/// once however many streams read it. Only whole answers with status 200 to GET and HEAD are kept, for as long as the
/// transport lives; equal requests that are sent at the same time wait for the first one. What limits the rate of requests
/// belongs below this transport, so that answers from the cache cost nothing. Streamed answers are not kept.
package final class CachingTransport: Transport {
  private struct State {
    var store: ResponseStore
    /// Requests on their way, each with what opens when it is over.
    var flights: [CacheKey: Latch<Void>] = [:]
  }

  private enum Turn {
    case cached(HTTPResponse)
    case lead
    case wait(Latch<Void>)
  }

  private let base: any Transport
  private let state: Mutex<State>

  /// - Parameters:
  ///   - base: Sends what is not in the cache.
  ///   - memoryLimit: Bytes kept in memory. 64 MiB by default; the oldest answers beyond go to a scratch file.
  ///   - fileLimit: Bytes kept in the scratch file, 4 GiB by default; 0 for none. Answers beyond are forgotten.
  ///   - directory: Where the scratch file is made. It has no name and is gone with the process.
  package init(_ base: any Transport, memoryLimit: Int = 64 << 20, fileLimit: Int = 4 << 30, directory: String = "/tmp") {
    self.base = base
    state = Mutex(State(store: ResponseStore(memoryLimit: memoryLimit, fileLimit: fileLimit, directory: directory)))
  }

  package func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse {
    guard let key = CacheKey(request) else { return try await base.send(request) }
    switch turn(key) {
    case .cached(let response):
      return response
    case .lead:
      defer { land(key) }
      return try await sendAndKeep(request, key)
    case .wait(let landing):
      do {
        try await landing.wait()
      } catch {
        let location = WebAddress(request.url).location
        throw TransportError(.cancelled, "The request to \(location) was cancelled.", location: location)
      }
      // The first one may have failed or got an answer that is not kept; then everybody asks for themselves.
      if let response = state.withLock({ $0.store.response(for: key) }) { return response }
      return try await sendAndKeep(request, key)
    }
  }

  package func open(_ request: HTTPRequest) async throws(TransportError) -> HTTPStreamingResponse {
    guard let key = CacheKey(request), let response = state.withLock({ $0.store.response(for: key) }) else {
      return try await base.open(request)
    }
    return HTTPStreamingResponse(head: response.head, body: HTTPBodyStream(response.body))
  }

  package func cachedResponse(for request: HTTPRequest) -> HTTPResponse? {
    CacheKey(request).flatMap { key in state.withLock { $0.store.response(for: key) } }
  }

  private func turn(_ key: CacheKey) -> Turn {
    state.withLock { state in
      if let response = state.store.response(for: key) { return .cached(response) }
      if let landing = state.flights[key] { return .wait(landing) }
      state.flights[key] = Latch()
      return .lead
    }
  }

  private func land(_ key: CacheKey) {
    state.withLock { $0.flights.removeValue(forKey: key) }?.open()
  }

  private func sendAndKeep(_ request: HTTPRequest, _ key: CacheKey) async throws(TransportError) -> HTTPResponse {
    let response = try await base.send(request)
    if response.status == 200 {
      state.withLock { $0.store.insert(response, for: key) }
    }
    return response
  }
}
