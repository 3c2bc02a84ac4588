import ConnectorKit
import Glibc
import HTTPTransport
import Synchronization
import Testing

@Suite struct ConcurrencyTests {
  @Test func manyRequestsFewConnections() async throws {
    try await withServer({ $0.answer($0.request.target) }) { server in
      try await sendMany(by: transport { $0.connectionsPerHost = 8 }, to: server)
      #expect(server.requests.count == 200 && server.connections <= 8)
    }
  }

  /// A run may hold any number of streamed answers while it asks for what it needs to go on with them.
  @Test func answersThatNobodyReadsKeepNoRequestWaiting() async throws {
    let isOver = Atomic(false)
    try await withServer({ exchange in
      if exchange.request.target == "/next" { return exchange.answer("here") }
      exchange.write("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n")
      while !isOver.load(ordering: .relaxed) { usleep(10_000) }
    }) { server in
      defer { isOver.store(true, ordering: .relaxed) }
      let transport = transport()
      var held: [HTTPStreamingResponse] = []
      for _ in 0..<80 { held.append(try await transport.open(HTTPRequest(url: server.url("/held")))) }
      #expect(text(try await transport.send(HTTPRequest(url: server.url("/next"))).body) == "here")
      #expect(held.count == 80)
    }
  }

  /// Nobody waits for the first answer of a host to learn whether one connection could carry all requests: without TLS none can.
  @Test func firstRequestsGoSideBySide() async throws {
    let arrived = Mutex(0)
    try await withServer({ exchange in
      arrived.withLock { $0 += 1 }
      for _ in 0..<60_000 where arrived.withLock({ $0 }) < 4 { usleep(1000) }
      if arrived.withLock({ $0 }) < 4 { exchange.answer(500, [], "alone") } else { exchange.answer("together") }
    }) { server in
      let transport = transport()
      try await withThrowingTaskGroup(of: String.self) { group in
        for _ in 0..<4 { group.addTask { text(try await transport.send(HTTPRequest(url: server.url())).body) } }
        for try await body in group { #expect(body == "together") }
      }
    }
  }

  /// The head alone is acknowledged; the body comes later.
  @Test func headAndBodyInPieces() async throws {
    try await withServer({ exchange in
      exchange.write("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n")
      usleep(10_000)
      exchange.write("abc")
      usleep(10_000)
      exchange.write("def")
    }) { server in
      let transport = transport()
      for _ in 0..<3 {
        let response = try await transport.send(HTTPRequest(url: server.url()))
        #expect(text(response.body) == "abcdef")
      }
      #expect(server.connections == 1)
    }
  }

  @Test(.timeLimit(.minutes(5))) func cancellationBreaksOff() async throws {
    try await withServer({ exchange in
      exchange.write("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc")
      exchange.waitUntilClientLeaves()
    }) { server in
      let transport = transport()
      let task = Task { await transportError { _ = try await transport.send(HTTPRequest(url: server.url())) } }
      try await Task.sleep(for: .milliseconds(100))
      task.cancel()
      let error = await task.value
      #expect(error?.kind == .cancelled)
    }
  }

  @Test func cancelledBeforeTheStart() async throws {
    try await withServer({ $0.answer() }) { server in
      let transport = transport()
      for _ in 0..<50 {
        let task = Task { await transportError { _ = try await transport.send(HTTPRequest(url: server.url())) } }
        task.cancel()
        let error = await task.value
        #expect(error == nil || error?.kind == .cancelled)
      }
    }
  }

  @Test func transportEndsWithItsLastRequest() async throws {
    try await withServer({ $0.answer("x") }) { server in
      for _ in 0..<20 {
        let response = try await transport().send(HTTPRequest(url: server.url()))
        #expect(response.status == 200)
      }
      #expect(server.connections == 20)
    }
  }

  @Test func observerSeesBoth() async throws {
    try await withServer({ $0.answer(404, [], "no") }) { server in
      let seen = Mutex<[String]>([])
      let observed = ObservedTransport(transport()) { request, outcome in
        let result =
          switch outcome {
          case .success(let response): "\(response.status) \(text(response.body))"
          case .failure(let error): error.kind.rawValue
          }
        seen.withLock { $0.append("\(request.method) \(result)") }
      }
      _ = try await observed.send(HTTPRequest(url: server.url()))
      _ = try await observed.open(HTTPRequest(url: server.url()))
      _ = await transportError { _ = try await observed.send(HTTPRequest(method: "PUT", url: "nowhere")) }
      #expect(seen.withLock { $0 } == ["GET 404 no", "GET 404 ", "PUT badURL"])
    }
  }
}
