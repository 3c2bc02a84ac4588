import ConnectorKit
import Synchronization
import Testing

@testable import HTTPTransport

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

  private static let secretHeaders: HTTPHeaders = [
    "Authorization": "Bearer SECRET", "Proxy-Authorization": "SECRET", "X-Api-Key": "SECRET", "X-Anything": "SECRET",
    "Cookie": "session=SECRET", "Content-Type": "text/plain", "Accept": "text/csv", "Range": "bytes=0-9",
  ]

  @Test("A redirect to another origin takes no credential there", arguments: [301, 302, 303, 307, 308], ["GET", "POST"])
  func credentialsStayBehind(status: Int, method: String) async throws {
    try await withServer({ $0.answer() }) { other in
      try await withServer({ $0.answer(status, [("Location", other.url("/x")), ("Set-Cookie", "got=SECRET")]) }) { server in
        let asked = server.url("/a?key=SECRET").replacing("127.0.0.1", with: "localhost")
        let body = method == "POST" ? bytes("SECRET") : nil
        _ = try await transport().send(HTTPRequest(method: method, url: asked, headers: Self.secretHeaders, body: body))
        let seen = try #require(other.requests.first)
        #expect(seen.method == (status >= 307 ? method : "GET") && seen.target == "/x" && seen.body.isEmpty)
        #expect(!seen.headers.contains { $0.value.contains("SECRET") }, "\(seen.headers)")
        #expect(seen["Accept"] == "text/csv" && seen["Range"] == "bytes=0-9" && seen["Content-Type"] == nil)
      }
    }
  }

  @Test(
    "Parameters that repeat a credential do not go to another origin",
    arguments: [
      ("?key=K%20EY&a=1", "a=1"), ("?a=1&key=K+EY", "a=1"), ("?token=K%20EY", nil), ("?key=other&a=1", "key=other&a=1"),
      ("?q=SECRET&b=2", "b=2"),
      ("?a=1&&b", "a=1&&b"), ("", nil),
    ] as [(String, String?)])
  func parameters(_ query: String, _ kept: String?) throws {
    var request = HTTPRequest(url: "https://a.test/x?a=1&key=K%20EY")
    request.credentialParameters = ["key"]
    let head = HTTPResponseHead(status: 302, headers: ["Location": "https://b.test/y\(query)"], url: request.url)
    let isSecret = { (text: String) in text == "SECRET" }
    let next = try #require(RedirectRules.next(after: request, head: head, trusting: TrustedHosts([]), isSecret: isSecret))
    #expect(WebAddress(next.url).query == kept)
    let trusted = try #require(RedirectRules.next(after: request, head: head, trusting: TrustedHosts(["b.test"]), isSecret: isSecret))
    #expect(trusted.url == "https://b.test/y\(query)")
  }

  @Test("Credentials that were dropped do not come back when a redirect leads back")
  func credentialsStayAway() async throws {
    let way = Mutex<[String]>([])
    let handler: LoopbackServer.Handler = { exchange in
      let next = way.withLock { $0.isEmpty ? nil : $0.removeFirst() }
      if let next { exchange.answer(307, [("Location", next)]) } else { exchange.answer() }
    }
    try await withServer(handler) { first in
      try await withServer(handler) { second in
        way.withLock { $0 = [second.url("/b"), first.url("/c")] }
        _ = try await transport().send(
          HTTPRequest(method: "POST", url: first.url("/a"), headers: ["X-Key": "SECRET"], body: bytes("SECRET")))
        let last = try #require(first.requests.last)
        #expect(last.target == "/c" && last["X-Key"] == nil && last.body.isEmpty)
      }
    }
  }

  @Test(
    "Hosts that are trusted get what the first one got",
    arguments: [
      (["localhost"], true), (["LOCALHOST"], true), (["example.com", "localhost"], true), ([], false), (["*"], false),
      (["*.localhost"], false),
      (["local*"], false), (["host"], false),
    ])
  func trustedHosts(_ hosts: [String], isTrusted: Bool) async throws {
    try await withServer({ $0.answer() }) { other in
      try await withServer({ $0.answer(308, [("Location", other.url("/x").replacing("127.0.0.1", with: "localhost"))]) }) { server in
        let request = HTTPRequest(method: "POST", url: server.url(), headers: ["X-Key": "k", "Content-Type": "a/b"], body: bytes("body"))
        _ = try await transport { $0.trustedHosts = hosts }.send(request)
        let seen = try #require(other.requests.first)
        #expect((seen["X-Key"] == "k") == isTrusted && (seen.text == "body") == isTrusted && seen.method == "POST")
      }
    }
  }

  @Test(
    "Which steps leave an origin",
    arguments: [
      ("https://a.test/x", "https://a.test:443/y", true), ("http://a.test/x", "https://a.test/y", true),
      ("https://a.test/x", "http://a.test/y", false), ("https://a.test/x", "https://a.test:8443/y", false),
      ("http://a.test:8080/x", "https://a.test/y", false), ("https://a.test/x", "https://b.a.test/y", false),
      ("https://trusted.test/x", "http://trusted.test/y", false), ("https://a.test/x", "https://trusted.test/y", true),
      ("https://a.test/x", "https://below.deep.test/y", true), ("https://a.test/x", "https://deep.test/y", false),
      ("https://a.test/x", "https://nodeep.test/y", false),
    ])
  func origins(_ from: String, _ location: String, keeps: Bool) throws {
    let request = HTTPRequest(url: from, headers: ["X-Key": "k"])
    let head = HTTPResponseHead(status: 307, headers: ["Location": location], url: from)
    let next = try #require(RedirectRules.next(after: request, head: head, trusting: TrustedHosts(["trusted.test", "*.deep.test"])))
    #expect((next.headers["X-Key"] != nil) == keeps)
  }

  @Test(
    "A redirect to what is no address is handed back",
    arguments: [
      "", "file:///etc/passwd", "ftp://127.0.0.1/x", "javascript:alert(1)", "http://", "http://127.0.0.1:99999/y", "http://a:b/y",
    ])
  func noAddress(location: String) async throws {
    try await withServer({ $0.answer(302, [("Location", location)], "gone") }) { server in
      let response = try await transport().send(HTTPRequest(url: server.url()))
      #expect(response.status == 302 && server.requests.count == 1)
      #expect(try await transport().open(HTTPRequest(url: server.url())).head.status == 302)
    }
  }

  @Test(
    "A redirect that asks for too long a wait is an error that says the limit", arguments: ["60", "1e300", "Fri, 31 Dec 9999 00:00:00 GMT"])
  func longWait(value: String) async throws {
    try await withServer({ $0.answer(302, [("Location", "/next"), ("Retry-After", value)]) }) { server in
      let error = await transportError { _ = try await transport { $0.longestRedirectWait = 5 }.send(HTTPRequest(url: server.url())) }
      #expect(error?.kind == .refusedWait && error?.message.contains(value) == true, "\(error?.message ?? "")")
      #expect(error?.message.contains("more than 5 seconds") == true && server.requests.count == 1)
    }
  }

  @Test("A short wait that a redirect asks for is no error", arguments: ["0", "0.01", "soon", "-5", "Sun, 06 Nov 1994 08:49:37 GMT"])
  func shortWait(value: String) async throws {
    try await withServer({ exchange in
      exchange.request.target == "/end" ? exchange.answer() : exchange.answer(302, [("Location", "/end"), ("Retry-After", value)])
    }) { server in
      let response = try await transport { $0.longestRedirectWait = 5 }.send(HTTPRequest(url: server.url()))
      #expect(response.status == 200)
    }
  }

  @Test func endlessRedirects() async throws {
    try await withServer({ $0.answer(302, [("Location", "/again?token=secret")]) }) { server in
      let error = await transportError { _ = try await transport().send(HTTPRequest(url: server.url())) }
      #expect(error?.kind == .tooManyRedirects && server.requests.count == 31)
      #expect(error?.message.contains("secret") == false && error?.location == server.url("/again"))
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
