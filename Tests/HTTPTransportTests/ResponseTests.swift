import ConnectorKit
import HTTPTransport
import JSON
import Testing

@Suite struct ResponseTests {
  private static func raw(_ answer: String) async throws -> HTTPResponse {
    var result: HTTPResponse?
    try await withServer({ exchange in
      exchange.write(answer)
      exchange.close()
    }) { server in
      result = try await transport().send(HTTPRequest(url: server.url()))
    }
    return try #require(result)
  }

  @Test func repeatedHeadersAreJoined() async throws {
    let response = try await Self.raw(
      "HTTP/1.1 200 OK\r\nLink: <a>\r\nX-Empty:\r\nlink:   <b>  \r\nContent-Length: 2\r\nX-Fold: a\r\n  b\r\n\r\nhi")
    #expect(response.headers["LINK"] == "<a>, <b>" && response.headers.values("link") == ["<a>", "<b>"])
    #expect(response.headers["X-Empty"] == "" && response.headers["x-none"] == nil && text(response.body) == "hi")
    #expect(response.headers["X-Fold"] == "a b" && response.version == .http11)
  }

  @Test func interimAnswersAreForgotten() async throws {
    let response = try await Self.raw(
      "HTTP/1.1 100 Continue\r\nX-Interim: 1\r\n\r\nHTTP/1.1 103 Early Hints\r\nX-Interim: 2\r\n\r\n"
        + "HTTP/1.1 201 Created\r\nX-Final: 1\r\nContent-Length: 0\r\n\r\n")
    #expect(response.status == 201 && response.headers["X-Interim"] == nil && response.headers["X-Final"] == "1")
  }

  @Test func chunkedWithTrailers() async throws {
    let response = try await Self.raw(
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\nX-Trailer: 1\r\n\r\n")
    #expect(text(response.body) == "abcde" && response.headers["X-Trailer"] == nil)
  }

  @Test func endOfConnectionEndsTheBody() async throws {
    let response = try await Self.raw("HTTP/1.0 200 OK\r\n\r\nabc")
    #expect(text(response.body) == "abc" && response.version == .http10)
  }

  @Test(arguments: [204, 304]) func statusWithoutBody(status: Int) async throws {
    let response = try await Self.raw("HTTP/1.1 \(status) X\r\nEtag: 1\r\n\r\n")
    #expect(response.status == status && response.body.isEmpty)
  }

  @Test(arguments: [400, 401, 404, 429, 500, 503]) func failuresAreAnswers(status: Int) async throws {
    let response = try await Self.raw("HTTP/1.1 \(status) X\r\nRetry-After: 3\r\nContent-Length: 2\r\n\r\nno")
    #expect(response.status == status && response.headers["retry-after"] == "3" && text(response.body) == "no")
  }

  @Test func latin1HeaderValues() async throws {
    try await withServer({ $0.write(bytes("HTTP/1.1 200 OK\r\nX-Name: caf") + [0xE9] + bytes("\r\nContent-Length: 0\r\n\r\n")) }) {
      server in
      let response = try await transport().send(HTTPRequest(url: server.url()))
      #expect(response.headers["X-Name"] == "caf\u{E9}")
    }
  }

  @Test func gzipAndDeflate() async throws {
    // "hello hello hello" as zlib writes it.
    let variants = [
      ("gzip", hex("1f8b0800000000000203cb48cdc9c957c84090008088f9e511000000")),
      ("deflate", hex("789ccb48cdc9c957c84090003a2e067d")),
      ("deflate", hex("cb48cdc9c957c8409000")),
      ("GZIP", hex("1f8b0800000000000203cb48cdc9c957c84090008088f9e511000000")),
    ]
    for (name, body) in variants {
      try await withServer({ $0.answer(200, [("Content-Encoding", name)], body: body) }) { server in
        let response = try await transport().send(HTTPRequest(url: server.url()))
        #expect(text(response.body) == "hello hello hello", "\(name)")
        #expect(response.headers["Content-Encoding"] == name)
      }
    }
  }

  @Test(arguments: ["utf-8", "binary", "identity", "none", ""]) func encodingsThatAreNone(name: String) async throws {
    try await withServer({ $0.answer(200, [("Content-Encoding", name)], "plain") }) { server in
      let transport = transport()
      for _ in 0..<2 {
        let response = try await transport.send(HTTPRequest(url: server.url()))
        #expect(text(response.body) == "plain")
      }
    }
  }

  @Test func brokenEncoding() async throws {
    try await withServer({ $0.answer(200, [("Content-Encoding", "gzip")], "this is not gzip at all") }) { server in
      let error = await transportError { _ = try await transport().send(HTTPRequest(url: server.url())) }
      #expect(error?.kind == .decoding)
    }
  }

  @Test func bodiesNeedNoCopyToBeScanned() async throws {
    for size in [0, 1, 1000, 16_384, 100_000, 3_000_000] {
      try await withServer({ $0.answer(body: [UInt8](repeating: 7, count: size)) }) { server in
        let body = try await transport().send(HTTPRequest(url: server.url())).body
        #expect(body.count == size && body.isPadded)
      }
    }
  }

  @Test func bodyLimit() async throws {
    try await withServer({ $0.answer(body: [UInt8](repeating: 7, count: 5000)) }) { server in
      let limited = transport { $0.maximumBodyBytes = 4999 }
      let error = await transportError { _ = try await limited.send(HTTPRequest(url: server.url())) }
      #expect(error?.kind == .tooLarge && error?.message.contains("4999") == true)
      let enough = try await transport { $0.maximumBodyBytes = 5000 }.send(HTTPRequest(url: server.url()))
      #expect(enough.body.count == 5000)
    }
  }

  @Test func truncatedAnswers() async throws {
    for answer in [
      "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nabc", "",
    ] {
      let error = await transportError { _ = try await Self.raw(answer) }
      #expect(error?.kind == .reset && error?.isTransient == true, "\(answer)")
    }
  }

  @Test func notHTTP() async throws {
    let error = await transportError { _ = try await Self.raw("SSH-2.0-OpenSSH_9.2\r\n") }
    #expect(error?.kind == .reset && error?.message.contains("does not speak HTTP") == true)
  }

  @Test func finalURL() async throws {
    try await withServer({ $0.answer() }) { server in
      let response = try await transport().send(HTTPRequest(url: server.url("/a?b=c#d")))
      #expect(response.url == server.url("/a?b=c#d") && server.requests.first?.target == "/a?b=c")
    }
  }
}
