import ConnectorKit
import HTTPTransport
import Testing

@Suite struct RedirectTests {
  struct MethodCase: Sendable {
    var status: Int
    var method: String
    var becomes: String
    var keepsBody: Bool
  }

  static let methods: [MethodCase] = [
    MethodCase(status: 301, method: "POST", becomes: "GET", keepsBody: false),
    MethodCase(status: 302, method: "POST", becomes: "GET", keepsBody: false),
    MethodCase(status: 303, method: "POST", becomes: "GET", keepsBody: false),
    MethodCase(status: 307, method: "POST", becomes: "POST", keepsBody: true),
    MethodCase(status: 308, method: "POST", becomes: "POST", keepsBody: true),
    MethodCase(status: 301, method: "PUT", becomes: "PUT", keepsBody: false),
    MethodCase(status: 302, method: "PUT", becomes: "GET", keepsBody: false),
    MethodCase(status: 303, method: "PUT", becomes: "GET", keepsBody: false),
    MethodCase(status: 307, method: "PATCH", becomes: "PATCH", keepsBody: true),
    MethodCase(status: 302, method: "HEAD", becomes: "HEAD", keepsBody: false),
    MethodCase(status: 303, method: "HEAD", becomes: "HEAD", keepsBody: false),
    MethodCase(status: 301, method: "GET", becomes: "GET", keepsBody: false),
    MethodCase(status: 308, method: "GET", becomes: "GET", keepsBody: true),
  ]

  @Test(arguments: methods) func methodMatrix(_ row: MethodCase) async throws {
    try await withServer({ exchange in
      if exchange.request.target == "/start" {
        exchange.answer(row.status, [("Location", "/end?x=1")], "moved")
      } else {
        exchange.answer("done")
      }
    }) { server in
      let headers: HTTPHeaders = ["Content-Type": "text/plain", "Authorization": "Bearer t", "X-Key": "k", "Cookie": "own=1"]
      let body = row.method == "HEAD" ? nil : bytes("body")
      let response = try await transport().send(HTTPRequest(method: row.method, url: server.url("/start"), headers: headers, body: body))
      #expect(response.status == 200 && response.url == server.url("/end?x=1"))
      let seen = try #require(server.requests.last)
      #expect(server.requests.count == 2 && server.connections == 1)
      #expect(seen.method == row.becomes && seen.target == "/end?x=1")
      #expect(seen.text == (row.keepsBody && body != nil ? "body" : ""))
      #expect((seen["Content-Type"] != nil) == (row.status >= 307))
      #expect(seen["Authorization"] == "Bearer t" && seen["X-Key"] == "k" && seen["Cookie"] == nil)
    }
  }

  @Test(arguments: [200, 300, 304, 305, 404]) func otherStatusesStay(status: Int) async throws {
    try await withServer({ $0.answer(status, [("Location", "/end")]) }) { server in
      let response = try await transport().send(HTTPRequest(url: server.url("/start")))
      #expect(response.status == status && server.requests.count == 1)
    }
  }

  @Test func redirectsWithoutLocationOrUnwanted() async throws {
    try await withServer({ $0.answer(302, $0.request.target == "/with" ? [("Location", "/x")] : []) }) { server in
      let plain = try await transport().send(HTTPRequest(url: server.url("/without")))
      #expect(plain.status == 302)
      let kept = try await transport().send(HTTPRequest(url: server.url("/with"), followsRedirects: false))
      #expect(kept.status == 302 && kept.headers["location"] == "/x" && server.requests.count == 2)
    }
  }

  @Test(arguments: [
    ("next", "/a/next"), ("./next?y=2", "/a/next?y=2"), ("../up", "/up"), ("/abs/./b/../c", "/abs/c"), ("?only=query", "/a/b?only=query"),
    ("sp ace/\u{E9}", "/a/sp%20ace/%C3%A9"), ("/%7Euser/%2f", "/~user/%2f"), ("/100%", "/100%"), ("/%zz", "/%25zz"), ("#frag", "/a/b?q=1"),
  ])
  func relativeLocations(location: String, target: String) async throws {
    try await withServer({ exchange in
      if exchange.request.target == "/a/b?q=1" && exchange.request["X-Once"] == nil {
        exchange.answer(307, [("Location", location)])
      } else {
        exchange.answer()
      }
    }) { server in
      // A location that leads back would go round for ever: the limit is what ends it.
      let transport = transport { $0.maximumRedirects = 1 }
      _ = await transportError { _ = try await transport.send(HTTPRequest(url: server.url("/a/b?q=1"))) }
      #expect(server.requests.last?.target == target)
    }
  }

  @Test func fragmentStays() async throws {
    try await withServer({ exchange in
      exchange.request.target == "/a" ? exchange.answer(302, [("Location", "/b")]) : exchange.answer()
    }) { server in
      let response = try await transport().send(HTTPRequest(url: server.url("/a#here")))
      #expect(response.url == server.url("/b#here"))
    }
  }

  @Test func credentialsStayBehind() async throws {
    try await withServer({ $0.answer() }) { other in
      try await withServer({ $0.answer(302, [("Location", other.url("/x"))]) }) { server in
        let headers: HTTPHeaders = ["Authorization": "Bearer t", "Proxy-Authorization": "p", "X-Kept": "1"]
        _ = try await transport().send(HTTPRequest(url: server.url(), headers: headers))
        let seen = try #require(other.requests.first)
        #expect(seen["Authorization"] == nil && seen["Proxy-Authorization"] == nil && seen["X-Kept"] == "1")
      }
    }
  }

  @Test func endlessRedirects() async throws {
    try await withServer({ $0.answer(302, [("Location", "/again?token=secret")]) }) { server in
      let error = await transportError { _ = try await transport().send(HTTPRequest(url: server.url())) }
      #expect(error?.kind == .tooManyRedirects && server.requests.count == 31)
      #expect(error?.message.contains("secret") == false && error?.location == server.url("/again"))
    }
  }

  @Test func redirectToAnotherScheme() async throws {
    try await withServer({ $0.answer(302, [("Location", "file:///etc/passwd")]) }) { server in
      let error = await transportError { _ = try await transport().send(HTTPRequest(url: server.url())) }
      #expect(error?.kind == .badURL)
    }
  }

  @Test func streamsFollowRedirects() async throws {
    try await withServer({ exchange in
      exchange.request.target == "/a" ? exchange.answer(302, [("Location", "/b")], "moved") : exchange.answer("the end")
    }) { server in
      let response = try await transport().open(HTTPRequest(url: server.url("/a")))
      var body: [UInt8] = []
      for try await chunk in response.body { body += chunk }
      #expect(response.head.status == 200 && response.head.url == server.url("/b") && text(body) == "the end")
      #expect(server.connections == 1)
    }
  }
}
