extension RunServices {
  /// The same services for a run with components of the user's own: the time that they wait for answers is not held against them.
  ///
  /// - Parameter timeout: seconds that a component may be at work without asking for a service.
  public func watchingComponents(timeout: Double) -> RunServices {
    var run = self
    run.transport = WatchedTransport(inner: transport)
    run.clock = WatchedClock(inner: clock)
    run.componentTimeout = timeout
    return run
  }
}

private struct WatchedTransport: Transport {
  let inner: any Transport

  func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse {
    try await ComponentWatch.outside { () async throws(TransportError) in try await inner.send(request) }
  }

  func open(_ request: HTTPRequest) async throws(TransportError) -> HTTPStreamingResponse {
    try await ComponentWatch.outside { () async throws(TransportError) in try await inner.open(request) }
  }

  func cachedResponse(for request: HTTPRequest) -> HTTPResponse? { inner.cachedResponse(for: request) }
}

private struct WatchedClock: RunClock {
  let inner: any RunClock

  func now() -> Int { inner.now() }
  func monotonicSeconds() -> Double { inner.monotonicSeconds() }
  func sleep(seconds: Double) async throws { try await ComponentWatch.outside { try await inner.sleep(seconds: seconds) } }
}
