import ConnectorKit
import Glibc
import Testing

@testable import HTTPTransport

/// Answers that end, or stand still, before there is anything to read.
@Suite struct BrokenHeadTests {
  private static let cut = [
    "HTTP/1.1 200 OK\r\nContent-Type: applica", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n", "HTTP/1.1 200 OK\r\n", "HTTP/1.1 200",
    "HTTP/1.",
    "H", "", "HTTP/1.1 100 Continue\r\n\r\n", "HTTP/1.1 103 Early Hints\r\nLink: <a>\r\n\r\nHTTP/1.1 2",
    "HTTP/1.1 302 Found\r\nLocation: /x\r\n", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n",
    "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r",
  ]
  private static let cutBodies = [
    "Transfer-Encoding: chunked\r\n\r\n", "Transfer-Encoding: chunked\r\n\r\n5", "Transfer-Encoding: chunked\r\n\r\n5;ext=",
    "Transfer-Encoding: chunked\r\n\r\n5\r\nab", "Transfer-Encoding: chunked\r\n\r\n2\r\nab\r\n", "Content-Length: 10\r\n\r\nabc",
    "Content-Length: 10\r\n\r\n", "Transfer-Encoding: chunked\r\n\r\nzz\r\nab\r\n0\r\n\r\n",
  ]

  private enum Ending: CaseIterable { case closed, reset }

  private func expectBreak(_ answer: String, _ ending: Ending) async throws {
    try await withServer({ exchange in
      exchange.write(answer)
      ending == .reset ? exchange.reset() : exchange.close()
    }) { server in
      let sent = await transportError { _ = try await transport().send(HTTPRequest(method: "POST", url: server.url())) }
      #expect(sent?.isTransient == true, "\(sent?.message ?? "no error")")
      let opened = await transportError {
        for try await _ in try await transport().open(HTTPRequest(method: "POST", url: server.url())).body {}
      }
      #expect(opened?.isTransient == true, "\(opened?.message ?? "no error")")
      #expect(sent?.message.contains("127.0.0.1:\(server.port)") == true && sent?.message.contains("memory") == false)
    }
  }

  @Test("A connection that ends within the head is broken", .timeLimit(.minutes(5)), arguments: cut) func cutHead(_ head: String)
    async throws
  {
    for ending in Ending.allCases { try await expectBreak(head, ending) }
  }

  @Test("A connection that ends within the body is broken", .timeLimit(.minutes(5)), arguments: cutBodies)
  func cutBody(_ rest: String) async throws {
    for ending in Ending.allCases { try await expectBreak("HTTP/1.1 200 OK\r\n" + rest, ending) }
  }

  @Test("An answer that stands still is given up after the idle limit", .timeLimit(.minutes(5)), arguments: cut)
  func silentHead(_ head: String) async throws {
    try await withServer({ exchange in
      exchange.write(head)
      exchange.waitUntilClientLeaves()
    }) { server in
      let request = HTTPRequest(url: server.url(), timeouts: HTTPTimeouts(idle: 0.3))
      let error = await transportError { _ = try await transport().open(request) }
      #expect(error?.kind == .timeout && error?.message.contains("0.3 seconds") == true, "\(error?.message ?? "no error")")
    }
  }

  @Test("A head that comes line by line has to be there within the idle limit", .timeLimit(.minutes(5)))
  func drippingHead() async throws {
    try await withServer({ exchange in
      exchange.write("HTTP/1.1 200 OK\r\n")
      while exchange.write("X-Line: 1\r\n") { usleep(50_000) }
      exchange.close()
    }) { server in
      let request = HTTPRequest(url: server.url(), timeouts: HTTPTimeouts(idle: 0.5))
      let error = await transportError { _ = try await transport().send(request) }
      #expect(error?.kind == .timeout, "\(error?.message ?? "no error")")
    }
  }

  @Test("A transfer in which next to nothing moves is given up", arguments: [(0, true), (2_999, true), (3_000, false), (100_000, false)])
  func pace(count: Int, isTooSlow: Bool) throws {
    let request = HTTPRequest(url: "http://127.0.0.1:1/", timeouts: HTTPTimeouts(idle: 300))
    let transfer = try Transfer(
      request, proxy: nil, sink: BufferedSink(limit: 1 << 20), isStreaming: false, options: CurlTransportOptions())
    transfer.markConnected()
    let body = [UInt8](repeating: 0x20, count: count)
    _ = body.withUnsafeBufferPointer { transfer.receiveBody($0) }
    let now = Monotonic.milliseconds
    #expect(transfer.deadline(now: now) > now && !transfer.isTooSlow)
    // Ten idle limits later, at a byte a second.
    let later = now + 3_000_000
    #expect((transfer.deadline(now: later) <= later) && transfer.isTooSlow == isTooSlow)
    #expect(TransportErrors.slow(transfer).message.contains("3000 seconds"))
  }

  @Test("A header that is too long says the limit, not that memory is short", .timeLimit(.minutes(5)), arguments: [200_000, 2_000_000])
  func longHeader(length: Int) async throws {
    try await withServer({ exchange in
      exchange.write("HTTP/1.1 200 OK\r\nX-Long: \(String(repeating: "x", count: length))\r\nContent-Length: 0\r\n\r\n")
      exchange.close()
    }) { server in
      let error = await transportError { _ = try await transport().send(HTTPRequest(url: server.url())) }
      #expect(error?.kind == .tooLarge && error?.isTransient == false, "\(error?.message ?? "")")
      #expect(error?.message.contains("102400") == true && error?.message.contains("emory") == false, "\(error?.message ?? "")")
    }
  }

  @Test("A head of too many lines is no endless wait", .timeLimit(.minutes(5))) func endlessHead() async throws {
    try await withServer({ exchange in
      exchange.write("HTTP/1.1 200 OK\r\n")
      let lines = String(repeating: "X-Line: \(String(repeating: "x", count: 1000))\r\n", count: 100)
      for _ in 0..<2000 where !exchange.write(lines) { break }
      exchange.close()
    }) { server in
      let error = await transportError { _ = try await transport().send(HTTPRequest(url: server.url())) }
      #expect(error != nil && error?.message.contains("emory") == false, "\(error?.message ?? "no error")")
    }
  }

  @Test(
    "A tunnel whose opening breaks off is the proxy's failure", .timeLimit(.minutes(5)),
    arguments: ["", "HTTP/1.1 200 Conn", "HTTP/1.1 200 OK\r\nX: "])
  func cutTunnel(_ answer: String) async throws {
    try await withServer({ exchange in
      exchange.write(answer)
      exchange.close()
    }) { proxy in
      let error = await transportError {
        _ = try await transport(["https_proxy": "127.0.0.1:\(proxy.port)"]).send(HTTPRequest(url: "https://shop.invalid/x"))
      }
      #expect(error?.isTransient == true && error?.message.contains("shop.invalid") == true, "\(error?.message ?? "no error")")
    }
  }

  @Test("A tunnel that never opens ends with the connect limit", .timeLimit(.minutes(5))) func silentTunnel() async throws {
    try await withServer({ exchange in
      exchange.write("HTTP/1.1 200 OK\r\nX: ")
      exchange.waitUntilClientLeaves()
    }) { proxy in
      let request = HTTPRequest(url: "https://shop.invalid/x", timeouts: HTTPTimeouts(connect: 0.3))
      let error = await transportError { _ = try await transport(["https_proxy": "127.0.0.1:\(proxy.port)"]).send(request) }
      #expect(error?.kind == .timeout && error?.message.contains("0.3 seconds") == true, "\(error?.message ?? "no error")")
    }
  }

  @Test("An address that is too long for the transport says the limit") func longAddress() async throws {
    let request = HTTPRequest(url: "http://127.0.0.1:1/?q=" + String(repeating: "x", count: 8_000_001))
    let error = await transportError { _ = try await transport().send(request) }
    #expect(error?.kind == .badURL && error?.message.contains("8000000") == true && (error?.message.count ?? 0) < 300)
  }
}
