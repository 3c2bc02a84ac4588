import ConnectorKit
import HTTPTransport
import Testing

@Suite struct CookieTests {
  private static func served(_ test: (LoopbackServer) async throws -> Void) async throws {
    try await withServer(
      { exchange in
        switch exchange.request.target {
        case "/login": exchange.answer(302, [("Set-Cookie", "sid=1; Path=/"), ("Set-Cookie", "b=2; Path=/deep"), ("Location", "/home")])
        default: exchange.answer()
        }
      }, test)
  }

  @Test func cookiesComeBack() async throws {
    try await Self.served { server in
      let transport = transport()
      _ = try await transport.send(HTTPRequest(url: server.url("/login")))
      _ = try await transport.send(HTTPRequest(url: server.url("/deep/er")))
      _ = try await transport.send(HTTPRequest(url: server.url("/own"), headers: ["Cookie": "mine=1"]))
      _ = try await transport.send(HTTPRequest(url: server.url("/after")))
      #expect(server.requests.map { $0["Cookie"] } == [nil, "sid=1", "b=2; sid=1", "mine=1", "sid=1"])
      #expect(server.requests[3].headers.filter { $0.name == "Cookie" }.count == 1)
    }
  }

  @Test func eachTransportHasItsOwnJar() async throws {
    try await Self.served { server in
      _ = try await transport().send(HTTPRequest(url: server.url("/login")))
      _ = try await transport().send(HTTPRequest(url: server.url("/other")))
      #expect(server.requests.last?["Cookie"] == nil)
    }
  }

  @Test func cookiesCanBeOff() async throws {
    try await Self.served { server in
      _ = try await transport { $0.keepsCookies = false }.send(HTTPRequest(url: server.url("/login")))
      #expect(server.requests.map { $0["Cookie"] } == [nil, nil])
    }
  }
}
