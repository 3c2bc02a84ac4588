import ConnectorKit
import Glibc
import HTTPTransport
import Synchronization
import Testing

@Suite struct ConcurrencyTests {
  @Test func manyRequestsFewConnections() async throws {
    try await withServer({ $0.answer($0.request.target) }) { server in
      let transport = transport { $0.connectionsPerHost = 8 }
      try await withThrowingTaskGroup(of: Void.self) { group in
        for index in 0..<200 {
          group.addTask {
            let response = try await transport.send(HTTPRequest(url: server.url("/\(index)")))
            #expect(text(response.body) == "/\(index)")
          }
        }
        try await group.waitForAll()
      }
      #expect(server.requests.count == 200 && server.connections <= 8)
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
