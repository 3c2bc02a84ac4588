import ConnectorKit
import HTTPTransport
import Testing

@Suite struct RequestTests {
  @Test(arguments: ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "REPORT"], [nil, "", "{\"a\":1}"])
  func methodsAndBodies(method: String, body: String?) async throws {
    try await withServer({ $0.answer("ok") }) { server in
      let response = try await transport().send(HTTPRequest(method: method, url: server.url("/p?q=%20x"), body: body.map { bytes($0) }))
      #expect(response.status == 200 && text(response.body) == "ok")
      let seen = try #require(server.requests.first)
      #expect(seen.method == method && seen.target == "/p?q=%20x" && seen.text == body ?? "")
      let length: String? = method == "GET" && body == nil ? nil : "\(body?.utf8.count ?? 0)"
      #expect(seen["Content-Length"] == length)
      #expect(seen["Content-Type"] == nil && seen["Expect"] == nil)
    }
  }

  @Test func headHasHeadersAndNoBody() async throws {
    try await withServer({ $0.answer(200, [("X-Total", "7")], "not sent") }) { server in
      let transport = transport()
      let response = try await transport.send(HTTPRequest(method: "HEAD", url: server.url()))
      #expect(response.body.isEmpty && response.headers["x-total"] == "7")
      // The handle is used again: nothing of HEAD or POST may stick to it.
      _ = try await transport.send(HTTPRequest(method: "POST", url: server.url(), body: bytes("b")))
      let last = try await transport.send(HTTPRequest(url: server.url()))
      #expect(text(last.body) == "not sent")
      #expect(server.requests.map(\.method) == ["HEAD", "POST", "GET"] && server.requests[2].body.isEmpty)
      #expect(server.connections == 1)
    }
  }

  @Test func headersAsGiven() async throws {
    try await withServer({ $0.answer() }) { server in
      let headers: HTTPHeaders = [
        "X-Two": "b", "X-One": "a; c", "x-empty": "", "X-Latin": "\u{E9}", "Content-Type": "application/json", "Content-Length": "999",
      ]
      _ = try await transport().send(HTTPRequest(method: "POST", url: server.url(), headers: headers, body: bytes("{}")))
      let seen = try #require(server.requests.first)
      #expect(seen["User-Agent"] == "Headwater/test" && seen["Accept"] == "*/*" && seen["Host"] == "127.0.0.1:\(server.port)")
      #expect(seen["Accept-Encoding"]?.contains("gzip") == true && seen["Accept-Encoding"]?.contains("deflate") == true)
      #expect(seen["X-One"] == "a; c" && seen["X-Empty"] == "" && seen["Content-Type"] == "application/json")
      #expect(seen["Content-Length"] == "2" && seen.text == "{}")
      let given = seen.headers.map(\.name).filter { $0.lowercased().hasPrefix("x-") }
      #expect(given == ["X-Two", "X-One", "x-empty", "X-Latin"])
      #expect(seen["X-Latin"] == "\u{FFFD}")
    }
  }

  @Test func requestHeadersReplaceDefaults() async throws {
    try await withServer({ $0.answer() }) { server in
      let headers: HTTPHeaders = ["user-agent": "mine", "ACCEPT": "text/csv", "accept-encoding": "identity"]
      _ = try await transport().send(HTTPRequest(url: server.url(), headers: headers))
      let seen = try #require(server.requests.first)
      #expect(seen["User-Agent"] == "mine" && seen["Accept"] == "text/csv" && seen["Accept-Encoding"] == "identity")
      #expect(seen.headers.filter { ["user-agent", "accept", "accept-encoding"].contains($0.name.lowercased()) }.count == 3)
    }
  }

  @Test func userInfoIsNotSent() async throws {
    try await withServer({ $0.answer() }) { server in
      let response = try await transport().send(HTTPRequest(url: "http://me:secret@127.0.0.1:\(server.port)/x"))
      #expect(response.status == 200 && server.requests.first?["Authorization"] == nil)
    }
  }

  @Test(arguments: [
    ("X-A", "b\r\nEvil: 1"), ("X-A", "b\nc"), ("X-A", "nul\0"), ("X A", "b"), ("", "b"), ("X:A", "b"), ("X\n", "b"),
  ])
  func headersThatBreakOut(name: String, value: String) async throws {
    var headers = HTTPHeaders()
    headers.add(name, value)
    let error = await transportError { _ = try await transport().send(HTTPRequest(url: "http://127.0.0.1:9/", headers: headers)) }
    #expect(error?.kind == .badRequest)
    #expect(error?.message.contains("Evil") == false && error?.isTransient == false)
  }

  @Test(arguments: [
    ("example.com/x", "https://"), ("/x", "https://"), ("", "is empty"), ("ftp://h/x", "ftp"), ("http:///x", "no host"),
    ("http://h/a b", "percent-encode"), ("mailto:a@b", "https://"), ("http://h:99999/", "h:99999"),
  ])
  func badAddresses(url: String, hint: String) async throws {
    let error = await transportError { _ = try await transport().send(HTTPRequest(url: url)) }
    #expect(error?.kind == .badURL, "\(url)")
    #expect(error?.message.contains(hint) == true, "\(error?.message ?? "")")
  }

  @Test func badMethod() async throws {
    let error = await transportError { _ = try await transport().send(HTTPRequest(method: "GET /x", url: "http://127.0.0.1:9/")) }
    #expect(error?.kind == .badRequest)
  }

  @Test func largeBodiesGoOutWhole() async throws {
    try await withServer({ $0.answer("\($0.request.body.count)") }) { server in
      let body = [UInt8](repeating: 0x61, count: 5 << 20)
      let response = try await transport().send(HTTPRequest(method: "POST", url: server.url(), body: body))
      #expect(text(response.body) == "\(5 << 20)" && server.requests.first?["Expect"] == nil)
    }
  }
}
