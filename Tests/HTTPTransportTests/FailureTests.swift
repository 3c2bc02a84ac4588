import ConnectorKit
import Glibc
import HTTPTransport
import Testing

@Suite struct FailureTests {
  @Test func nobodyListens() async throws {
    let closed = try ClosedPort()
    defer { withExtendedLifetime(closed) {} }
    let port = closed.number
    let error = await transportError { _ = try await transport().send(HTTPRequest(url: "http://u:p@127.0.0.1:\(port)/a?key=secret#f")) }
    #expect(error?.kind == .connect && error?.isTransient == true)
    #expect(error?.location == "http://127.0.0.1:\(port)/a")
    #expect(error?.message.contains("127.0.0.1:\(port) (Connection refused)") == true, "\(error?.message ?? "")")
    #expect(error?.message.contains("secret") == false && error?.message.contains("u:p") == false)
  }

  @Test func unknownHost() async throws {
    let error = await transportError { _ = try await transport().send(HTTPRequest(url: "http://no-such-host.invalid/")) }
    #expect(error?.kind == .resolve && error?.message.contains("no-such-host.invalid") == true)
  }

  @Test func connectTimeout() async throws {
    // A server that accepts the connection but never speaks TLS.
    let silent = try LoopbackServer { _ in }
    defer { silent.stop() }
    let request = HTTPRequest(url: "https://127.0.0.1:\(silent.port)/", timeouts: HTTPTimeouts(connect: 0.3))
    let error = await transportError { _ = try await transport().send(request) }
    #expect(error?.kind == .timeout && error?.message.contains("within 0.3 seconds") == true, "\(error?.message ?? "")")
  }

  @Test(.timeLimit(.minutes(5))) func idleTimeout() async throws {
    try await withServer({ exchange in
      if exchange.request.target == "/body" { exchange.write("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc") }
      exchange.waitUntilClientLeaves()
    }) { server in
      let transport = transport()
      for path in ["/head", "/body"] {
        let request = HTTPRequest(url: server.url(path), timeouts: HTTPTimeouts(idle: 1))
        let error = await transportError { _ = try await transport.send(request) }
        #expect(error?.kind == .timeout && error?.message.contains("sent nothing for 1 seconds") == true, "\(error?.message ?? "")")
      }
    }
  }

  /// Requests that wait for a connection do not spend their connect timeout.
  @Test func waitingForAConnectionIsNoTimeout() async throws {
    try await withServer({ exchange in
      usleep(500_000)
      exchange.answer()
    }) { server in
      let transport = transport { $0.connectionsPerHost = 1 }
      let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
        for index in 0..<6 {
          group.addTask {
            let request = HTTPRequest(url: server.url("/\(index)"), timeouts: HTTPTimeouts(connect: 2))
            return try await transport.send(request).status
          }
        }
        return try await group.reduce(into: []) { $0.append($1) }
      }
      #expect(statuses == [200, 200, 200, 200, 200, 200] && server.connections == 1)
    }
  }

  @Test func connectionThatDiedInThePoolIsReplaced() async throws {
    try await withServer({ exchange in
      exchange.answer()
      exchange.close()
    }) { server in
      let transport = transport()
      for _ in 0..<3 {
        let response = try await transport.send(HTTPRequest(method: "POST", url: server.url(), body: bytes("x")))
        #expect(response.status == 200)
        usleep(20_000)
      }
      #expect(server.connections == 3)
    }
  }

  /// A server may break a kept connection at the very moment the next request is sent.
  @Test func safeRequestsAreSentAgainOnAnotherConnection() async throws {
    try await withServer({ exchange in
      guard exchange.request.target == "/drop" else { return exchange.answer() }
      if exchange.countsAsFirst { return exchange.answer("second try") }
      exchange.reset()
    }) { server in
      let transport = transport()
      _ = try await transport.send(HTTPRequest(url: server.url("/")))
      let response = try await transport.send(HTTPRequest(url: server.url("/drop")))
      #expect(text(response.body) == "second try" && server.connections == 2)
    }
  }
}
